import type { RuleDocument } from '../../documents/rules/types.ts';
import type { EvalOptions } from '../../promql/eval/index.ts';
import { formatDurationMs } from '../../util/duration.ts';
import { groupOrder, orderGroups } from '../group-order.ts';
import type { Failure } from '../result.ts';
import type { RuleFiles } from '../rule-files.ts';
import type { AlertingRuleState } from '../rules/alerting-rule.ts';
import { type Played, play } from '../rules/play.ts';
import { RuleError } from '../rules/rule-error.ts';
import { type GotAlert, compareAlerts } from './compare-alerts.ts';
import { checkExpr } from './compare-samples.ts';
import type { FileEngine, FileVerdict } from './engine.ts';
import type { PromtoolFile, PromtoolTest } from './types.ts';

/** Runs promtool's unit-test files in process, with promtool's semantics. */
export function embeddedFileEngine(ruleFiles: RuleFiles, options: EvalOptions): FileEngine {
  return {
    name: 'embedded',
    async run(files) {
      const verdicts: FileVerdict[] = [];
      for (const file of files) verdicts.push(await runFile(file, ruleFiles, options));
      return verdicts;
    },
  };
}

async function runFile(file: PromtoolFile, ruleFiles: RuleFiles, options: EvalOptions): Promise<FileVerdict> {
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
  const tests = file.tests.map((test): Failure[] => {
    const problems = found.problems.map(({ path, message }): Failure => ({
      code: 'rules-rejected',
      range: test.range,
      message: `${path}: ${message}`,
      diff: [],
    }));
    return problems.length > 0 ? problems : runTest(file, test, found.documents, options);
  });
  return { tests, file: [] };
}

function runTest(
  file: PromtoolFile,
  test: PromtoolTest,
  documents: readonly RuleDocument[],
  options: EvalOptions,
): Failure[] {
  const failures: Failure[] = [];
  let played: Played;
  try {
    played = play({
      groups: orderGroups(documents, evaluationOrder(file, documents)),
      series: test.series,
      startMs: test.startMs,
      durationMs: Math.max(0, ...[...test.alertTests, ...test.exprTests].map(({ atMs }) => atMs)),
      intervalMs: test.intervalMs,
      evaluationIntervalMs: file.evaluationIntervalMs,
      externalLabels: Object.fromEntries(test.externalLabels),
      externalUrl: test.externalUrl,
      asPromtool: true,
      options,
      onEvaluated: (sinceMs, alerting, nextMs) => {
        for (const alertTest of test.alertTests) {
          if (alertTest.atMs < sinceMs || alertTest.atMs >= nextMs) continue;
          failures.push(...compareAlerts(alertTest, firing(alerting, alertTest.alertname)));
        }
      },
    });
  } catch (error) {
    if (!(error instanceof RuleError)) throw error;
    return [{ code: 'rules-rejected', range: test.range, message: error.message, diff: [] }];
  }
  if (played.failures.length > 0) {
    const broken = played.failures.map(({ rule, sinceStartMs, message }): Failure => ({
      code: 'rules-rejected',
      range: test.range,
      message: `rule ${rule} cannot be evaluated at ${formatDurationMs(sinceStartMs)}: ${message}`,
      diff: [],
    }));
    return [...failures, ...broken];
  }
  for (const exprTest of test.exprTests) {
    failures.push(...checkExpr(exprTest, test.startMs + exprTest.atMs, played.context, file.fuzzyCompare));
  }
  return failures;
}

/**
 * The order of groups: as the file says; the rest comes with the first of them, producers before consumers. promtool
 * takes the rest in random order.
 */
function evaluationOrder(file: PromtoolFile, documents: readonly RuleDocument[]): string[] {
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
