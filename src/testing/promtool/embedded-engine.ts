import type { Rule, RuleDocument } from '../../documents/rules/types.ts';
import type { EvalOptions } from '../../promql/eval/index.ts';
import { formatDurationMs } from '../../go/durations/prometheus-duration.ts';
import {
  crossGroupRead,
  groupOrderLine,
  groupOrder,
  orderGroups,
  RuleView,
} from '../../analysis/tests/index.ts';
import type { Failure } from '../result.ts';
import type { RuleFiles } from '../rule-files.ts';
import type { AlertingRuleState } from '../rules/alerting-rule.ts';
import { type OnEvaluated, type Played, playInSteps } from '../rules/play.ts';
import type { RuleObserver } from '../rules/observer.ts';
import { RuleError } from '../rules/rule-error.ts';
import { type GotAlert, compareAlerts } from './compare-alerts.ts';
import { Pace } from '../pace.ts';
import { checkExpr } from './compare-samples.ts';
import type { FileEngine, FileVerdict } from './engine.ts';
import { explainAlert, explainExpr } from './explain-failure.ts';
import type { PlayedTest } from './explain-failure.ts';
import type { PromtoolAlertTest, PromtoolFile, PromtoolTest } from '../../documents/promtool-test/types.ts';
import { allAtOnce } from '../../util/steps.ts';
import type { Steps } from '../../util/steps.ts';
import { largest } from '../../util/append.ts';

/** Runs promtool's unit-test files in process, with promtool's semantics. */
export function embeddedFileEngine(
  ruleFiles: RuleFiles,
  options: EvalOptions,
  pace = new Pace(),
  observer?: RuleObserver,
): FileEngine {
  return {
    name: 'embedded',
    async run(files) {
      const verdicts: FileVerdict[] = [];
      for (const file of files) verdicts.push(await runFile(file, ruleFiles, options, pace, observer));
      return verdicts;
    },
  };
}

async function runFile(
  file: PromtoolFile,
  ruleFiles: RuleFiles,
  options: EvalOptions,
  pace: Pace,
  observer: RuleObserver | undefined,
): Promise<FileVerdict> {
  const names = file.groupEvalOrder.map((name) => name.value);
  const repeated = file.groupEvalOrder.find((name, i) => names.indexOf(name.value) < i);
  if (repeated !== undefined) {
    const message = `group name repeated in evaluation order: ${repeated.value}`;
    return {
      tests: file.tests.map(() => []),
      file: [{ code: 'invalid-test', range: repeated.range, message, diff: [] }],
    };
  }
  const patterns = file.ruleFiles.map((pattern) => pattern.value);
  const found = await ruleFiles.find(patterns, file.file);
  const order = evaluationOrder(file, found.documents);
  const rules = new RuleView(found.documents);
  const orderDependent: boolean[] = [];
  const tests: Failure[][] = [];
  for (const test of file.tests) {
    orderDependent.push(false);
    const problems = found.problems.map(({ path, message }): Failure => ({
      code: 'rules-rejected',
      range: test.range,
      message: `${path}: ${message}`,
      diff: [],
    }));
    const base = { file, test, documents: found.documents, rules, options };
    const play = function* (): Steps<Failure[]> {
      const failures = yield* runInSteps({ ...base, order }, true, undefined, observer);
      if (names.length === 0 && crossGroupRead(rulesOf(test, rules), rules) !== undefined) {
        const other = yield* runInSteps({ ...base, order: [...order].reverse() }, false);
        orderDependent[orderDependent.length - 1] = saidBy(other) !== saidBy(failures);
      }
      return failures;
    };
    tests.push(problems.length > 0 ? problems : await pace.timeSteps(test, play()));
    pace.played();
  }
  return { tests, file: [], orderDependent, orderLine: groupOrderLine(found.documents) };
}

/** The rules that the expectations of a test are about. */
function rulesOf(test: PromtoolTest, rules: RuleView): Rule[] {
  const read = test.exprTests.flatMap(({ expr }) => [...(rules.readsOf(expr) ?? [])]);
  return [
    ...test.alertTests.flatMap(({ alertname }) => rules.alerts(alertname)),
    ...read.flatMap((name) => rules.records(name)),
  ];
}

/** What the failures say, whatever explains them. */
function saidBy(failures: readonly Failure[]): string {
  return JSON.stringify(failures.map(({ message, range, diff }) => [message, range, diff]));
}

/**
 * Plays one test and compares.
 *
 * @param explain failures are explained, which plays the test once more
 * @param onEvaluated who looks at the alerts besides
 * @param observer who notes what the rules do
 */
export function runTest(
  setup: PlayedTest,
  explain: boolean,
  onEvaluated?: OnEvaluated,
  observer?: RuleObserver,
): Failure[] {
  return allAtOnce(runInSteps(setup, explain, onEvaluated, observer));
}

function* runInSteps(
  setup: PlayedTest,
  explain: boolean,
  onEvaluated?: OnEvaluated,
  observer?: RuleObserver,
): Steps<Failure[]> {
  const { file, test, documents, order, options } = setup;
  const found: { failure: Failure; of: PromtoolAlertTest }[] = [];
  let played: Played;
  try {
    played = yield* playInSteps({
      groups: orderGroups(documents, order),
      series: test.series,
      startMs: test.startMs,
      durationMs: largest(
        [...test.alertTests, ...test.exprTests].map(({ atMs }) => atMs),
        0,
      ),
      intervalMs: test.intervalMs,
      evaluationIntervalMs: file.evaluationIntervalMs,
      externalLabels: Object.fromEntries(test.externalLabels),
      externalUrl: test.externalUrl,
      asPromtool: true,
      options,
      observer,
      onEvaluated: (sinceMs, alerting, nextMs) => {
        onEvaluated?.(sinceMs, alerting, nextMs);
        for (const of of test.alertTests) {
          if (of.atMs < sinceMs || of.atMs >= nextMs) continue;
          for (const failure of compareAlerts(of, firing(alerting, of.alertname)))
            found.push({ failure, of });
        }
      },
    });
  } catch (error) {
    if (!(error instanceof RuleError)) throw error;
    return [{ code: 'rules-rejected', range: test.range, message: error.message, diff: [] }];
  }
  const { context } = played;
  const alerts = found.map(({ failure, of }) => (explain ? explainAlert(failure, of, setup) : failure));
  if (played.failures.length > 0) {
    const broken = played.failures.map(({ rule, sinceStartMs, message }): Failure => ({
      code: 'rules-rejected',
      range: test.range,
      message: `rule ${rule} cannot be evaluated at ${formatDurationMs(sinceStartMs)}: ${message}`,
      diff: [],
    }));
    return [...alerts, ...broken];
  }
  const exprs = test.exprTests.flatMap((of) =>
    checkExpr(of, test.startMs + of.atMs, context, file.fuzzyCompare).map((failure) =>
      explain && failure.code === 'samples' ? explainExpr(failure, of, setup) : failure,
    ),
  );
  return [...alerts, ...exprs];
}

/**
 * The order of groups: as the file says; the rest comes with the first of them, producers before consumers. promtool
 * takes the rest in random order.
 */
export function evaluationOrder(file: PromtoolFile, documents: readonly RuleDocument[]): string[] {
  return file.groupEvalOrder.length === 0
    ? groupOrder(documents)
    : file.groupEvalOrder.map((name) => name.value);
}

function firing(alerting: readonly AlertingRuleState[], name: string): GotAlert[] {
  return alerting
    .filter((rule) => rule.name === name)
    .flatMap((rule) => rule.active)
    .filter((alert) => alert.state === 'firing')
    .map(({ labels, annotations }) => ({ labels: new Map(labels), annotations }));
}
