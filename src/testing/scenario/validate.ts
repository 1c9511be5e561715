import type { Located } from '../../documents/fields.ts';
import type { Language } from '../../documents/expression.ts';
import type { RuleDocument } from '../../documents/rules/types.ts';
import { didYouMeanText } from '../../util/did-you-mean.ts';
import { formatDurationMs } from '../../go/durations/prometheus-duration.ts';
import type { TestIssueSink } from '../../documents/test-issue.ts';
import { languageOf } from './plan.ts';
import type { ScenarioDefaults } from './plan.ts';
import type { Expectation, Scenario, ScenarioFile } from './types.ts';
import { largest } from '../../util/append.ts';

/** How far back Prometheus looks for the last sample of a series, in milliseconds. */
const LOOKBACK_MS = 300_000;

/** Checks a scenario file against the rules that it is about: names that exist, input that lasts long enough. */
export function validateScenarioFile(
  file: ScenarioFile,
  documents: readonly RuleDocument[],
  defaults: ScenarioDefaults,
  issues: TestIssueSink,
): void {
  const known = new Set(alertNames(documents));
  if (file.about !== 'alert') checkQuery(file, defaults, issues);
  else checkName(file.alert, known, issues);
  for (const scenario of file.scenarios) {
    for (const name of scenario.also) checkName(name, known, issues);
    for (const expectation of scenario.expectations) {
      if (expectation.kind !== 'alerts') continue;
      for (const { inhibitedBy } of expectation.alerts)
        if (inhibitedBy !== undefined) checkName(inhibitedBy, known, issues);
    }
    const language = queryLanguage(file, scenario, defaults);
    for (const { query } of namedQueries(scenario)) checkQueryName(query, defaults, issues);
    if ((language ?? languageOf(documents, file.alert.value)) === 'promql')
      checkInputLength(scenario, defaults, issues);
    else checkLokiInput(scenario, file, issues);
  }
}

/** A file about a catalogued query asks nothing of alerts, and each of its expectations says what the query returns. */
function checkQuery(file: ScenarioFile, defaults: ScenarioDefaults, issues: TestIssueSink): void {
  const { alert: name, about, scenarios } = file;
  if (about === 'query') checkQueryName(name, defaults, issues);
  for (const { kind, range } of scenarios.flatMap(({ expectations }) => expectations)) {
    if (kind === 'expr' || kind === 'lines') continue;
    issues({
      code: 'conflicting-keys',
      message: 'this file tests a query, but this expects alerts',
      help: 'use "lines: [...]" for a log query, "samples: [...]" for a metric query',
      range,
    });
  }
}

function checkQueryName(name: Located<string>, { queries }: ScenarioDefaults, issues: TestIssueSink): void {
  if (queries.has(name.value)) return;
  issues({
    code: 'unknown-alert',
    message: `no query catalogue has a query "${name.value}"${didYouMeanText(name.value, queries.keys())}`,
    help: 'use the "name" of a query in a file with "queries:"',
    range: name.range,
  });
}

/** The expectations that name a catalogued query. */
function namedQueries({ expectations }: Scenario): { query: Located<string> }[] {
  return expectations.flatMap((expectation) =>
    'query' in expectation && expectation.query !== undefined ? [{ query: expectation.query }] : [],
  );
}

/** The language of the query that a scenario is about; undefined: it is about an alert. */
function queryLanguage(
  file: ScenarioFile,
  scenario: Scenario,
  { queries }: ScenarioDefaults,
): Language | undefined {
  if (file.about === 'alert') return undefined;
  const name = file.about === 'query' ? file.alert : namedQueries(scenario)[0]?.query;
  return queries.get(name?.value ?? '')?.language ?? (scenario.hasLogs ? 'logql' : 'promql');
}

function alertNames(documents: readonly RuleDocument[]): string[] {
  return documents
    .flatMap((document) => document.groups)
    .flatMap((group) => group.rules)
    .filter((rule) => rule.kind === 'alert')
    .map((rule) => rule.name.value);
}

function checkName(name: Located<string>, known: ReadonlySet<string>, issues: TestIssueSink): void {
  if (known.has(name.value)) return;
  issues({
    code: 'unknown-alert',
    message: `no rule file has an alert "${name.value}"${didYouMeanText(name.value, known)}`,
    why: 'promtool would pass a test of an alert that does not exist',
    help: known.size === 0 ? 'no alerting rule was found: check rule_files' : 'write the name as in the rule',
    range: name.range,
  });
}

function checkInputLength(scenario: Scenario, defaults: ScenarioDefaults, issues: TestIssueSink): void {
  const counts = scenario.series.flatMap(({ length }) => length ?? []);
  // Without input no data can end: an alert on absent() needs no input.
  if (counts.length === 0 || counts.length < scenario.series.length) return;
  const interval = scenario.intervalMs ?? defaults.intervalMs;
  const lastMs =
    largest(
      counts.map((count) => count - 1),
      0,
    ) * interval;
  checkIsBefore(scenario, lastMs, issues);
  for (const expectation of scenario.expectations) {
    if (expectation.at.value <= lastMs + LOOKBACK_MS || expectsNothing(expectation)) continue;
    issues({
      code: 'input-too-short',
      message: `the input ends at ${formatDurationMs(lastMs)}, long before ${expectation.at.node.text}`,
      why: 'a series disappears five minutes after its last sample, so this would be a test without data',
      help: `write more samples ("x${Math.ceil(expectation.at.value / interval)}" reaches it), or end the values with "_x${Math.ceil((expectation.at.value - lastMs) / interval)}" if the data should be missing`,
      range: expectation.at.range,
    });
  }
}

/** A scenario without a check before its data is gone is not a test. */
function checkIsBefore(scenario: Scenario, lastMs: number, issues: TestIssueSink): void {
  const [first] = [...scenario.expectations].sort((a, b) => a.at.value - b.at.value);
  if (first === undefined || first.at.value <= lastMs + LOOKBACK_MS) return;
  if (!scenario.expectations.every(expectsNothing)) return;
  issues({
    code: 'input-too-short',
    message: `the input ends at ${formatDurationMs(lastMs)}, but the first expectation is at ${first.at.node.text}`,
    why: 'a series disappears five minutes after its last sample: no alert can fire at that time',
    help: 'check an earlier time, or write more samples',
    range: first.at.range,
  });
}

/** Series say nothing to a rule of Loki; and no lines at all are said by an empty map. */
function checkLokiInput(scenario: Scenario, file: ScenarioFile, issues: TestIssueSink): void {
  if (scenario.hasLogs) return;
  issues({
    code: 'missing-key',
    message: `${file.alert.value} is ${file.about === 'query' ? 'a query' : 'an alert'} of Loki, but this scenario has no "logs"`,
    help: 'add "logs:" with streams and their lines, or "logs: {}" to test without log lines',
    range: scenario.range,
  });
}

function expectsNothing(expectation: Expectation): boolean {
  switch (expectation.kind) {
    case 'state':
      return expectation.state.value === 'inactive';
    case 'first':
      return false;
    case 'alerts':
      return expectation.alerts.length === 0;
    case 'expr':
      return expectation.samples.length === 0;
    case 'lines':
      return true;
    // After the end of the input, resolved alerts and reminders of others are sent.
    case 'notifications':
    case 'message':
      return true;
  }
}
