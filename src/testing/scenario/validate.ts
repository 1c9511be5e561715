import type { Located } from '../../documents/fields.ts';
import type { RuleDocument } from '../../documents/rules/types.ts';
import { didYouMeanText } from '../../util/did-you-mean.ts';
import { formatDurationMs } from '../../util/duration.ts';
import type { TestIssueSink } from '../../documents/test-issue.ts';
import { languageOf } from './plan.ts';
import type { ScenarioDefaults } from './plan.ts';
import type { Expectation, Scenario, ScenarioFile } from './types.ts';

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
  checkName(file.alert, known, issues);
  for (const scenario of file.scenarios) {
    for (const name of scenario.also) checkName(name, known, issues);
    for (const expectation of scenario.expectations) {
      if (expectation.kind !== 'alerts') continue;
      for (const { inhibitedBy } of expectation.alerts)
        if (inhibitedBy !== undefined) checkName(inhibitedBy, known, issues);
    }
    if (languageOf(documents, file.alert.value) === 'promql') checkInputLength(scenario, defaults, issues);
    else checkLokiInput(scenario, file, issues);
  }
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
    help:
      known.size === 0
        ? 'no alerting rule was found at all: check rule_files'
        : 'write the name as in the rule',
    range: name.range,
  });
}

function checkInputLength(scenario: Scenario, defaults: ScenarioDefaults, issues: TestIssueSink): void {
  const counts = scenario.series.flatMap(({ length }) => length ?? []);
  // Without input there is nothing that could end: an alert on absent() needs none.
  if (counts.length === 0 || counts.length < scenario.series.length) return;
  const interval = scenario.intervalMs ?? defaults.intervalMs;
  const lastMs = Math.max(0, Math.max(...counts) - 1) * interval;
  for (const expectation of scenario.expectations) {
    if (expectation.at.value <= lastMs + LOOKBACK_MS || expectsNothing(expectation)) continue;
    issues({
      code: 'input-too-short',
      message: `the input ends at ${formatDurationMs(lastMs)}, long before ${expectation.at.node.text}`,
      why: 'five minutes after its last sample a series is gone, so this would be a test of no data',
      help: `write more samples ("x${Math.ceil(expectation.at.value / interval)}" reaches it), or "_x${Math.ceil((expectation.at.value - lastMs) / interval)}" at the end where the data is meant to be missing`,
      range: expectation.at.range,
    });
  }
}

/** Series say nothing to a rule of Loki; and no lines at all are said by an empty map. */
function checkLokiInput(scenario: Scenario, file: ScenarioFile, issues: TestIssueSink): void {
  if (scenario.hasLogs) return;
  issues({
    code: 'missing-key',
    message: `${file.alert.value} is an alert of Loki, and this scenario has no "logs"`,
    help: 'add "logs:" with streams and their lines, or "logs: {}" where the point is that nothing is logged',
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
    // What is sent after the input has ended are resolved alerts and reminders of others.
    case 'notifications':
    case 'message':
      return true;
  }
}
