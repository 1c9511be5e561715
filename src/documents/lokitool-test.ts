import { parseDurationMs } from '../go/durations/prometheus-duration.ts';
import { parseSeriesLabels } from '../promql/eval/series/index.ts';
import type { Range } from '../source/range.ts';
import type { MapEntry, ScalarNode, YamlNode } from '../yaml/node.ts';
import { child, entryOf } from '../yaml/node.ts';

const items = (node: YamlNode | undefined): readonly YamlNode[] => (node?.kind === 'seq' ? node.items : []);

/** A file of tests in the format that was proposed for `lokitool rules test` (grafana/loki, pull request 20484). */
export function isLokitoolTests(tests: YamlNode | undefined): boolean {
  return items(tests).some((test) => child(test, 'input_streams') !== undefined);
}

/**
 * The same tests as scenario files: one for each alert that they name, and one for the expressions. Values keep their
 * places in the file. Streams are taken as they are written: lokitool's querier adds neither levels nor service names.
 */
export function lokitoolScenarios(root: YamlNode): YamlNode[] {
  const tests = items(child(root, 'tests'));
  const alerts = tests.flatMap((test) => items(child(test, 'alert_rule_test')).flatMap(alertNameOf));
  const names = new Map(alerts.map((name) => [name.text, name]));
  const files = [...names.values()].map((name) =>
    scenarioFile(root, tests, name, (test) => alertExpectations(test, name.text)),
  );
  return [...files, scenarioFile(root, tests, undefined, exprExpectations)].flatMap((file) => file ?? []);
}

const alertNameOf = (test: YamlNode): ScalarNode[] => {
  const name = child(test, 'alertname');
  return name?.kind === 'scalar' ? [name] : [];
};

function scenarioFile(
  root: YamlNode,
  tests: readonly YamlNode[],
  alert: ScalarNode | undefined,
  expectations: (test: YamlNode) => YamlNode[],
): YamlNode | undefined {
  const { range } = root;
  const scenarios = tests.flatMap((test, i) => {
    const expect = expectations(test);
    return expect.length === 0 ? [] : [scenario(test, i, expect)];
  });
  if (scenarios.length === 0) return undefined;
  const interval = child(root, 'evaluation_interval');
  return map(root.range, [
    ...(alert === undefined ? [] : [entry('alert', alert)]),
    ...kept(root, ['rule_files']),
    entry('evaluation_interval', interval ?? scalar('1m', range)),
    entry('intervals', scalar('group', range)),
    entry('discover', scalar(false, range)),
    entry('scenarios', { kind: 'seq', range, items: scenarios }),
  ]);
}

function scenario(test: YamlNode, index: number, expect: readonly YamlNode[]): YamlNode {
  const { range } = test;
  const written = child(test, 'name');
  const streams = items(child(test, 'input_streams')).map((stream) => streamOf(stream, intervalOf(test)));
  return map(range, [
    entry('name', written ?? scalar(`test #${index}`, range)),
    ...kept(test, ['external_labels', 'external_url']),
    entry('logs', { kind: 'seq', range, items: streams }),
    entry('expect', { kind: 'seq', range, items: expect }),
  ]);
}

/** The time between two lines of a stream; a minute where the test names none. */
function intervalOf(test: YamlNode): number {
  const interval = child(test, 'interval');
  return (interval?.kind === 'scalar' ? parseDurationMs(interval.text) : undefined) ?? 60_000;
}

function streamOf(stream: YamlNode, intervalMs: number): YamlNode {
  const { range } = stream;
  const labels = child(stream, 'labels');
  const metadata = child(stream, 'structured_metadata');
  const lines = items(child(stream, 'lines')).map((line, i) =>
    map(line.range, [
      entry('line', line),
      entry('at', scalar(`${i * intervalMs}ms`, line.range)),
      ...(metadata === undefined ? [] : [entry('metadata', metadata)]),
    ]),
  );
  const key = labels?.kind === 'scalar' ? labels : scalar('{}', range);
  return map(range, [{ key, value: { kind: 'seq', range, items: lines } }]);
}

function alertExpectations(test: YamlNode, alert: string): YamlNode[] {
  return items(child(test, 'alert_rule_test'))
    .filter((one) => alertNameOf(one).some(({ text }) => text === alert))
    .map((one) => {
      const alerts = items(child(one, 'exp_alerts')).map((expected) =>
        map(expected.range, [
          ...renamed(expected, 'exp_labels', 'labels'),
          ...renamed(expected, 'exp_annotations', 'annotations'),
          entry('exact', scalar(true, expected.range)),
        ]),
      );
      return map(one.range, [
        ...renamed(one, 'eval_time', 'at'),
        entry('alerts', { kind: 'seq', range: one.range, items: alerts }),
      ]);
    });
}

function exprExpectations(test: YamlNode): YamlNode[] {
  return items(child(test, 'logql_expr_test')).flatMap((one) => {
    const at = [...renamed(one, 'eval_time', 'at'), ...renamed(one, 'expr', 'expr')];
    const list = (key: string): YamlNode[] => items(child(one, key)).map(withLabelMap);
    const samples = list('exp_samples');
    const lines = list('exp_logs');
    return [
      ...(lines.length === 0
        ? []
        : [map(one.range, [...at, entry('lines', { kind: 'seq', range: one.range, items: lines })])]),
      ...(samples.length === 0 && lines.length > 0
        ? []
        : [map(one.range, [...at, entry('samples', { kind: 'seq', range: one.range, items: samples })])]),
    ];
  });
}

/** `labels: '{a="b"}'` as a map; a line's timestamp is left out. */
function withLabelMap(node: YamlNode): YamlNode {
  const labels = child(node, 'labels');
  const parsed = labels?.kind === 'scalar' ? parseSeriesLabels(labels.text).labels : [];
  const pairs = [...parsed].map(([name, value]) =>
    entry(name, scalar(value, labels?.range ?? node.range), labels?.range),
  );
  return map(node.range, [
    ...kept(node, ['line', 'value']),
    entry('labels', map(labels?.range ?? node.range, pairs)),
  ]);
}

function kept(node: YamlNode, keys: readonly string[]): MapEntry[] {
  return keys.flatMap((key) => (node.kind === 'map' ? (entryOf(node, key) ?? []) : []));
}

function renamed(node: YamlNode, from: string, to: string): MapEntry[] {
  const found = node.kind === 'map' ? entryOf(node, from) : undefined;
  return found === undefined ? [] : [{ key: { ...found.key, text: to, value: to }, value: found.value }];
}

function map(range: Range, entries: readonly MapEntry[]): YamlNode {
  return { kind: 'map', range, entries };
}

function scalar(value: string | boolean, range: Range): ScalarNode {
  return { kind: 'scalar', range, value, text: String(value), style: 'plain' };
}

function entry(name: string, value: YamlNode, range: Range = value.range): MapEntry {
  return { key: scalar(name, range), value };
}
