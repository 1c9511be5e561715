import type { EvalOptions } from '../../promql/eval/index.ts';
import { orderGroups } from '../../analysis/tests/index.ts';
import { logStoreOf } from '../rules/log-input.ts';
import type { Play } from '../rules/play.ts';
import type { TestCase } from './types.ts';
import { largest } from '../../util/append.ts';

/** The last instant that a case asks about, in milliseconds. */
export function lastQuestion({ questions }: TestCase): number {
  return largest(
    questions.map((question) => question.atMs),
    0,
  );
}

/** How a case is played, but for how long and who looks. */
export function playOf(testCase: TestCase, options: EvalOptions): Omit<Play, 'durationMs' | 'onEvaluated'> {
  const { evaluationIntervalMs, intervals } = testCase;
  return {
    groups: orderGroups(testCase.rules, testCase.groupOrder),
    series: testCase.series,
    logs: logStoreOf(testCase.logs, testCase.loki),
    lokiRelease: testCase.loki.release,
    lokiLimits: testCase.loki.query,
    startMs: testCase.startMs,
    intervalMs: testCase.intervalMs,
    evaluationIntervalMs,
    intervalOf: intervals === 'group' ? (group) => group.interval?.value || evaluationIntervalMs : undefined,
    externalLabels: Object.fromEntries(testCase.externalLabels),
    externalUrl: testCase.externalUrl,
    options,
  };
}
