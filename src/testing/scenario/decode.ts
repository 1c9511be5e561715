import { Fields } from '../../documents/fields.ts';
import type { Located } from '../../documents/fields.ts';
import { parseSeriesLabels, parseSeriesValues } from '../../promql/eval/series/index.ts';
import type { SourceFile } from '../../source/source-file.ts';
import type { YamlNode } from '../../yaml/node.ts';
import { scalarRange } from '../../yaml/offsets.ts';
import type { TestIssueSink } from '../issue.ts';
import { decodeExpectation } from './decode-expectation.ts';
import type { Expectation, InputSeries, Scenario, ScenarioFile } from './types.ts';

const FILE_KEYS = [
  'alert',
  'interval',
  'evaluation_interval',
  'external_labels',
  'external_url',
  'rule_files',
  'scenarios',
];
const SCENARIO_KEYS = [
  'name',
  'series',
  'expect',
  'interval',
  'evaluation_interval',
  'external_labels',
  'external_url',
  'also',
];

/** Settings that a file may make for all of its scenarios. */
type Settings = Pick<Scenario, 'intervalMs' | 'evaluationIntervalMs' | 'externalLabels' | 'externalUrl'>;

/**
 * Decodes a scenario file (docs/scenarios.md). What is wrong becomes an issue with its place; what can be read is
 * returned, but a file with an error must not be run: its tests could prove less than they say.
 */
export function decodeScenarioFile(
  root: YamlNode,
  file: SourceFile,
  issues: TestIssueSink,
): ScenarioFile | undefined {
  const fields = Fields.of(root, 'a scenario file', FILE_KEYS, issues);
  if (fields === undefined) return undefined;
  const alert = required(fields, 'alert', 'the alert that the scenarios are about', issues);
  const settings = decodeSettings(
    fields,
    { externalLabels: new Map(), externalUrl: '', intervalMs: undefined, evaluationIntervalMs: undefined },
    issues,
  );
  const ruleFiles = fields.raw('rule_files') === undefined ? undefined : fields.strings('rule_files');
  const items = fields.seq('scenarios')?.items ?? [];
  if (items.length === 0) {
    issues({
      code: 'empty-expectation',
      message: 'this file has no scenarios, so it proves nothing about its alert',
      help: 'add a scenario with "name", "series" and "expect"',
      range: fields.entry('scenarios')?.key.range ?? fields.anchor,
    });
  }
  const scenarios = items.flatMap((item) => decodeScenario(item, file, settings, issues) ?? []);
  reportSameNames(scenarios, issues);
  if (alert === undefined) return undefined;
  return { kind: 'scenarios', file, alert, ruleFiles, scenarios };
}

function decodeScenario(
  node: YamlNode,
  file: SourceFile,
  outer: Settings,
  issues: TestIssueSink,
): Scenario | undefined {
  const fields = Fields.of(node, 'a scenario', SCENARIO_KEYS, issues);
  if (fields === undefined) return undefined;
  const name = required(fields, 'name', 'what the situation is, in a few words', issues);
  const settings = decodeSettings(fields, outer, issues);
  const series = decodeSeries(fields, file, issues);
  const items = fields.seq('expect')?.items ?? [];
  if (items.length === 0) {
    issues({
      code: 'empty-expectation',
      message: `the scenario ${name === undefined ? '' : `"${name.value}" `}expects nothing, so it cannot fail`,
      help: 'say under "expect" what must be true, such as "- { at: 5m, state: firing }"',
      range: fields.entry('expect')?.key.range ?? name?.range ?? fields.anchor,
    });
  }
  const expectations = items.flatMap((item): Expectation[] => decodeExpectation(item, issues));
  return {
    name: name?.value ?? '',
    range: name?.range ?? fields.anchor,
    span: fields.node.range,
    ...settings,
    also: fields.strings('also'),
    series,
    expectations,
  };
}

function decodeSettings(fields: Fields, outer: Settings, issues: TestIssueSink): Settings {
  const externalLabels = new Map(outer.externalLabels);
  for (const { name, value } of fields.keyValues('external_labels')) externalLabels.set(name, value);
  return {
    intervalMs: positive(fields, 'interval', issues) ?? outer.intervalMs,
    evaluationIntervalMs: positive(fields, 'evaluation_interval', issues) ?? outer.evaluationIntervalMs,
    externalLabels,
    externalUrl: fields.string('external_url')?.value ?? outer.externalUrl,
  };
}

function positive(fields: Fields, key: string, issues: TestIssueSink): number | undefined {
  const duration = fields.duration(key);
  if (duration?.value !== 0) return duration?.value;
  issues({
    code: 'bad-value',
    message: `"${key}" cannot be zero`,
    help: 'write a duration such as 15s',
    range: duration.range,
  });
  return undefined;
}

function required(
  fields: Fields,
  key: string,
  what: string,
  issues: TestIssueSink,
): Located<string> | undefined {
  const value = fields.string(key);
  if (value !== undefined && value.value !== '') return value;
  const entry = fields.entry(key);
  if (entry !== undefined && value === undefined && entry.value.kind !== 'scalar') return undefined;
  issues({
    code: entry === undefined ? 'missing-key' : 'empty-value',
    message:
      entry === undefined ? `${fields.what} has no "${key}"` : `the "${key}" of ${fields.what} is empty`,
    help: `add "${key}: ...": ${what}`,
    range: entry?.key.range ?? fields.anchor,
  });
  return undefined;
}

/** More samples than this in one series are refused: 1x999999999 would fill the memory of any engine. */
const MAX_SAMPLES = 2_000_000;

function decodeSeries(fields: Fields, file: SourceFile, issues: TestIssueSink): InputSeries[] {
  return fields.keyValues('series').map(({ name, nameRange, value, node }): InputSeries => {
    for (const error of parseSeriesLabels(name).errors) {
      issues({
        code: 'bad-series',
        message: `"${name}" is no series: ${error.message}`,
        help: 'write a metric with the labels of one series: up{job="a"}',
        range: nameRange,
      });
    }
    const { length, errors } = parseSeriesValues(value, MAX_SAMPLES);
    for (const error of errors) {
      issues({
        code: error.code === 'too-many-samples' ? 'input-too-long' : 'bad-series',
        message: `the values of ${name} cannot be read: ${error.message}`,
        help: 'write numbers, "_" (missing), "stale", "1x4" (1 and four more), "0+10x4" (0, 10, 20, 30, 40) or a histogram in {{...}}',
        range: scalarRange(node, file.text, error.start, error.end),
      });
    }
    return {
      selector: name,
      values: value,
      range: nameRange,
      length: errors.length > 0 ? undefined : length,
    };
  });
}

function reportSameNames(scenarios: readonly Scenario[], issues: TestIssueSink): void {
  const seen = new Map<string, Scenario>();
  for (const scenario of scenarios) {
    const first = seen.get(scenario.name);
    if (first !== undefined && scenario.name !== '') {
      issues({
        code: 'duplicate-key',
        message: `two scenarios are called "${scenario.name}"`,
        why: 'a failure could not say which of them it means',
        help: 'rename one of them',
        range: scenario.range,
        related: [{ range: first.range, message: 'the first one' }],
      });
    }
    seen.set(scenario.name, scenario);
  }
}
