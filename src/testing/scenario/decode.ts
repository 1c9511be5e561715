import { Fields } from '../../documents/fields.ts';
import type { Located } from '../../documents/fields.ts';
import type { SourceFile } from '../../source/source-file.ts';
import { child } from '../../yaml/node.ts';
import type { YamlNode } from '../../yaml/node.ts';
import type { TestIssueSink } from '../../documents/test-issue.ts';
import { decodeStart } from '../notifications/start.ts';
import { decodeExpectation } from './decode-expectation.ts';
import { decodeLogs } from './decode-logs.ts';
import { decodeSeries } from './decode-series.ts';
import { oneOf } from './one-of.ts';
import type { Expectation, Scenario, ScenarioFile } from './types.ts';

const FILE_KEYS = [
  'alert',
  'query',
  'interval',
  'evaluation_interval',
  'intervals',
  'external_labels',
  'external_url',
  'alertmanager',
  'alertmanager_url',
  'start',
  'discover',
  'rule_files',
  'scenarios',
];
const SCENARIO_KEYS = [
  'name',
  'series',
  'logs',
  'expect',
  'interval',
  'evaluation_interval',
  'intervals',
  'external_labels',
  'external_url',
  'alertmanager_url',
  'start',
  'discover',
  'also',
];

/** Settings that a file may make for all of its scenarios. */
type Settings = Pick<
  Scenario,
  | 'intervalMs'
  | 'evaluationIntervalMs'
  | 'intervals'
  | 'externalLabels'
  | 'externalUrl'
  | 'startMs'
  | 'alertmanagerUrl'
  | 'discover'
>;

const NO_SETTINGS: Settings = {
  externalLabels: new Map(),
  externalUrl: '',
  startMs: 0,
  alertmanagerUrl: 'http://localhost:9093',
  intervalMs: undefined,
  evaluationIntervalMs: undefined,
  intervals: 'common',
  discover: true,
};

/**
 * Decodes a scenario file (docs/scenarios.md). Faults become issues with their place; valid parts are returned, but a file
 * with an error must not be run: its tests could prove less than they say.
 */
export function decodeScenarioFile(
  root: YamlNode,
  file: SourceFile,
  issues: TestIssueSink,
): ScenarioFile | undefined {
  const fields = Fields.of(root, 'a scenario file', FILE_KEYS, issues);
  if (fields === undefined) return undefined;
  const about = aboutOf(fields);
  const alert =
    about === 'queries'
      ? { value: 'queries', range: fields.anchor, node: fields.entry('scenarios')!.key }
      : required(fields, about, `the ${about} to test`, issues);
  const settings = decodeSettings(fields, NO_SETTINGS, issues);
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
  const scenarios = items.flatMap(
    (item) => decodeScenario(item, file, settings, about === 'query', issues) ?? [],
  );
  reportSameNames(scenarios, issues);
  if (alert === undefined) return undefined;
  return { kind: 'scenarios', file, alert, about, ruleFiles, scenarios };
}

/** A file that names neither an alert nor a query is about the queries of its expectations, where all of them have one. */
function aboutOf(fields: Fields): ScenarioFile['about'] {
  if (fields.has('alert')) return 'alert';
  if (fields.has('query')) return 'query';
  const scenarios = fields.raw('scenarios');
  const expected = (scenarios?.kind === 'seq' ? scenarios.items : []).flatMap((item) => {
    const list = child(item, 'expect');
    return list?.kind === 'seq' ? list.items : [];
  });
  const asks = (item: YamlNode): boolean =>
    ['query', 'expr', 'lines'].some((key) => child(item, key) !== undefined);
  return expected.length > 0 && expected.every(asks) ? 'queries' : 'alert';
}

function decodeScenario(
  node: YamlNode,
  file: SourceFile,
  outer: Settings,
  hasQuery: boolean,
  issues: TestIssueSink,
): Scenario | undefined {
  const fields = Fields.of(node, 'a scenario', SCENARIO_KEYS, issues);
  if (fields === undefined) return undefined;
  const name = required(fields, 'name', 'a short description of the situation', issues);
  const settings = decodeSettings(fields, outer, issues);
  const series = decodeSeries(fields, file, issues);
  const items = fields.seq('expect')?.items ?? [];
  if (items.length === 0) {
    issues({
      code: 'empty-expectation',
      message: `the scenario ${name === undefined ? '' : `"${name.value}" `}has no expectation, so it cannot fail`,
      help: 'add expectations under "expect", such as "- { at: 5m, state: firing }"',
      range: fields.entry('expect')?.key.range ?? name?.range ?? fields.anchor,
    });
  }
  const expectations = items.flatMap((item): Expectation[] => decodeExpectation(item, issues, hasQuery));
  return {
    name: name?.value ?? '',
    range: name?.range ?? fields.anchor,
    span: fields.node.range,
    ...settings,
    also: fields.strings('also'),
    series,
    ...decodeLogs(fields, issues),
    hasLogs: fields.has('logs'),
    expectations,
  };
}

function decodeSettings(fields: Fields, outer: Settings, issues: TestIssueSink): Settings {
  const externalLabels = new Map(outer.externalLabels);
  for (const { name, value } of fields.keyValues('external_labels')) externalLabels.set(name, value);
  return {
    intervalMs: positive(fields, 'interval', issues) ?? outer.intervalMs,
    evaluationIntervalMs: positive(fields, 'evaluation_interval', issues) ?? outer.evaluationIntervalMs,
    intervals: oneOf(fields, 'intervals', ['common', 'group'], issues)?.value ?? outer.intervals,
    externalLabels,
    externalUrl: fields.string('external_url')?.value ?? outer.externalUrl,
    discover: fields.boolean('discover')?.value ?? outer.discover,
    startMs: decodeStart(fields.string('start'), issues) ?? outer.startMs,
    alertmanagerUrl: fields.string('alertmanager_url')?.value ?? outer.alertmanagerUrl,
  };
}

function positive(fields: Fields, key: string, issues: TestIssueSink): number | undefined {
  const duration = fields.duration(key);
  if (duration?.value !== 0) return duration?.value;
  issues({
    code: 'bad-value',
    message: `"${key}" cannot be zero`,
    help: 'use a duration such as 15s',
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

function reportSameNames(scenarios: readonly Scenario[], issues: TestIssueSink): void {
  const seen = new Map<string, Scenario>();
  for (const scenario of scenarios) {
    const first = seen.get(scenario.name);
    if (first !== undefined && scenario.name !== '') {
      issues({
        code: 'duplicate-key',
        message: `two scenarios are named "${scenario.name}"`,
        why: 'a failure would not show which of them failed',
        help: 'rename one of them',
        range: scenario.range,
        related: [{ range: first.range, message: 'the first scenario' }],
      });
    }
    seen.set(scenario.name, scenario);
  }
}
