import { Fields } from '../../documents/fields.ts';
import type { SourceFile } from '../../source/source-file.ts';
import { formatLabels, labelSet } from '../../routing/labels.ts';
import type { LabelSet } from '../../routing/labels.ts';
import type { YamlNode } from '../../yaml/node.ts';
import type { TestIssueSink } from '../../documents/test-issue.ts';
import { decodeMessages } from '../notifications/decode.ts';
import { decodeStart } from '../notifications/start.ts';
import { reportEmptyValues } from '../scenario/empty-values.ts';
import { nameList } from '../scenario/decode-pattern.ts';
import { oneOf } from '../scenario/one-of.ts';
import type { RoutedAlert, RouteTest, RouteTestFile } from './types.ts';

const EXPECTATION_KEYS = ['receivers', 'dropped', 'inhibited', 'inhibited_by', 'muted_by', 'message'];
const TEST_KEYS = ['name', 'labels', 'annotations', 'status', 'at', 'while', ...EXPECTATION_KEYS];

/**
 * Decodes a file of route tests (docs/route-tests.md): `route_tests` of rulecheck, or the `tests` that were proposed
 * for amtool. Faults become issues with their place.
 */
export function decodeRouteTests(
  root: YamlNode,
  file: SourceFile,
  issues: TestIssueSink,
): RouteTestFile | undefined {
  const fields = Fields.of(root, 'a file of route tests', ['route_tests', 'tests', 'alertmanager'], issues);
  if (fields === undefined) return undefined;
  const own = (fields.seq('route_tests')?.items ?? []).flatMap((item) => decodeTest(item, issues) ?? []);
  const amtool = (fields.seq('tests')?.items ?? []).flatMap((item) => decodeAmtoolTest(item, issues) ?? []);
  const tests = [...own, ...amtool];
  if (tests.length === 0) {
    issues({
      code: 'empty-expectation',
      message: 'this file has no route tests, so it proves nothing',
      help: 'add a test: - { labels: { severity: critical }, receivers: [page] }',
      range: fields.anchor,
    });
  }
  return { kind: 'route-tests', file, tests };
}

function decodeTest(node: YamlNode, issues: TestIssueSink): RouteTest | undefined {
  const fields = Fields.of(node, 'a route test', TEST_KEYS, issues);
  if (fields === undefined) return undefined;
  reportEmptyValues(fields, EXPECTATION_KEYS, issues);
  const labels = labelsOf(fields, issues);
  if (!EXPECTATION_KEYS.some((key) => fields.has(key))) nothingExpected(fields, EXPECTATION_KEYS, issues);
  const alert: RoutedAlert = {
    labels,
    range: fields.node.range,
    annotations: new Map(fields.keyValues('annotations').map(({ name, value }) => [name, value])),
    messages: decodeMessages(fields, issues),
    status: oneOf(fields, 'status', ['firing', 'resolved'], issues)?.value ?? 'firing',
    receivers: nameList(fields, 'receivers'),
    dropped: fields.boolean('dropped'),
    inhibited: fields.boolean('inhibited'),
    inhibitedBy: fields.string('inhibited_by'),
    mutedBy: fields.string('muted_by'),
    atMs: decodeStart(fields.string('at'), issues),
  };
  if (alert.mutedBy !== undefined && alert.atMs === undefined) {
    issues({
      code: 'missing-key',
      message: `"muted_by: ${alert.mutedBy.value}" needs a time, but "at" is missing`,
      help: 'add "at: 2026-03-28T23:00:00Z"',
      range: alert.mutedBy.range,
    });
  }
  const name = fields.string('name');
  const others = (fields.seq('while')?.items ?? []).flatMap((item) => decodeOther(item, issues) ?? []);
  return {
    name: name?.value ?? formatLabels(labels),
    range: name?.range ?? fields.anchor,
    span: fields.node.range,
    alerts: [alert, ...others],
  };
}

/** Another alert that fires, for inhibition: its labels alone. */
function decodeOther(node: YamlNode, issues: TestIssueSink): RoutedAlert | undefined {
  const map = Fields.of(node, 'the labels of an alert', undefined, issues);
  if (map === undefined) return undefined;
  const labels = new Map(
    map.keys().flatMap((key): [string, string][] => {
      const value = map.string(key)?.value;
      return value === undefined ? [] : [[key, value]];
    }),
  );
  return { ...NOTHING_EXPECTED, labels, range: node.range };
}

const NOTHING_EXPECTED = {
  annotations: new Map<string, string>(),
  messages: [],
  status: 'firing',
  receivers: undefined,
  dropped: undefined,
  inhibited: undefined,
  inhibitedBy: undefined,
  mutedBy: undefined,
  atMs: undefined,
} as const;

/** A test of the file format that was proposed for `amtool config routes test --test-file`. */
function decodeAmtoolTest(node: YamlNode, issues: TestIssueSink): RouteTest | undefined {
  const fields = Fields.of(node, 'a route test', ['name', 'alerts'], issues);
  if (fields === undefined) return undefined;
  const alerts = (fields.seq('alerts')?.items ?? []).flatMap((item) => decodeAmtoolAlert(item, issues) ?? []);
  const name = fields.string('name');
  if (alerts.every(({ receivers, inhibited }) => receivers === undefined && inhibited === undefined)) {
    nothingExpected(fields, ['expected_receivers', 'expected_inhibited'], issues);
  }
  return {
    name: name?.value ?? '',
    range: name?.range ?? fields.anchor,
    span: fields.node.range,
    alerts,
  };
}

function decodeAmtoolAlert(node: YamlNode, issues: TestIssueSink): RoutedAlert | undefined {
  const fields = Fields.of(
    node,
    'an alert of a route test',
    ['labels', 'expected_receivers', 'expected_inhibited'],
    issues,
  );
  if (fields === undefined) return undefined;
  reportEmptyValues(fields, ['expected_receivers', 'expected_inhibited'], issues);
  const inhibited = fields.boolean('expected_inhibited');
  if (inhibited !== undefined && fields.has('expected_receivers')) {
    issues({
      code: 'conflicting-keys',
      message: 'an alert of this format has either "expected_receivers" or "expected_inhibited", not both',
      why: 'amtool rejects the file: an inhibited alert reaches no receiver',
      help: 'remove one of them; "route_tests" of rulecheck supports both',
      range: inhibited.range,
    });
  }
  return {
    ...NOTHING_EXPECTED,
    labels: labelsOf(fields, issues),
    range: fields.node.range,
    receivers: nameList(fields, 'expected_receivers'),
    receiversUnlessInhibited: true,
    inhibited,
  };
}

function labelsOf(fields: Fields, issues: TestIssueSink): LabelSet {
  if (!fields.has('labels')) {
    issues({
      code: 'missing-key',
      message: `${fields.what} has no "labels"`,
      help: 'add the labels of the alert: labels: { alertname: Down, severity: critical }',
      range: fields.anchor,
    });
  }
  return labelSet(Object.fromEntries(fields.keyValues('labels').map(({ name, value }) => [name, value])));
}

function nothingExpected(fields: Fields, keys: readonly string[], issues: TestIssueSink): void {
  issues({
    code: 'empty-expectation',
    message: 'this test has no expectation, so it cannot fail',
    help: `add ${keys.slice(0, -1).join(', ')} or ${keys.at(-1) ?? ''}`,
    range: fields.anchor,
  });
}
