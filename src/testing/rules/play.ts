import type { RuleGroup } from '../../documents/rules/types.ts';
import type { EvalOptions } from '../../promql/eval/index.ts';
import { formatDurationMs } from '../../util/duration.ts';
import { AlertingRuleState } from './alerting-rule.ts';
import type { RuleContext } from './context.ts';
import { GroupState, type RuleFailure } from './group-state.ts';
import { Input } from './input.ts';
import { RuleError } from './rule-error.ts';
import { SampleStore } from './sample-store.ts';

/** Rules, input and time, ready to be played. Times are milliseconds. */
export interface Play {
  /** In the order of evaluation. */
  readonly groups: readonly RuleGroup[];
  readonly series: readonly { readonly selector: string; readonly values: string }[];
  readonly startMs: number;
  /** How long to play, from the start. */
  readonly durationMs: number;
  readonly intervalMs: number;
  readonly evaluationIntervalMs: number;
  readonly externalLabels: Readonly<Record<string, string>>;
  readonly externalUrl: string;
  /** Templates run as in promtool's tests; default: as in Prometheus. */
  readonly asPromtool?: boolean;
  readonly options: EvalOptions;
  /** Called after each evaluation of all groups, with the time since the start. */
  readonly onEvaluated: (sinceStartMs: number, alerting: readonly AlertingRuleState[]) => void;
}

/** More evaluations than this are refused: a test of ten years at one second is a mistake. */
const MAX_EVALUATIONS = 1_000_000;

/** What is left after a play: the storage to query, and the failures that ended it early. */
export interface Played {
  readonly context: RuleContext;
  readonly failures: readonly (RuleFailure & { readonly sinceStartMs: number })[];
}

/**
 * Plays rules over input as promtool does: every group at every evaluation, one after the other; the input is fed up
 * to each evaluation, so samples after the last one are never seen. The first evaluation at which a rule fails ends
 * the play.
 *
 * @throws RuleError bad-rule, bad-input, too-many-evaluations
 */
export function play(options: Play): Played {
  const { startMs, durationMs, evaluationIntervalMs: step } = options;
  if (durationMs / step > MAX_EVALUATIONS) {
    const message = `${formatDurationMs(durationMs)} at one evaluation every ${formatDurationMs(step)} are more than ${MAX_EVALUATIONS} evaluations`;
    throw new RuleError('too-many-evaluations', message);
  }
  const context: RuleContext = {
    store: new SampleStore(),
    options: { ...options.options, noStepSubqueryIntervalMs: step },
    externalLabels: options.externalLabels,
    externalUrl: options.externalUrl,
    asPromtool: options.asPromtool ?? false,
  };
  const groups = options.groups.map((group) => new GroupState(group, context));
  const alerting = groups.flatMap((group) => group.rules.filter((rule) => rule instanceof AlertingRuleState));
  const input = new Input(options.series, startMs, options.intervalMs);
  for (let since = 0; since <= durationMs; since += step) {
    input.feed(context.store, startMs + since);
    const failures = groups.flatMap((group) => group.evaluate(startMs + since, context));
    if (failures.length > 0) return { context, failures: failures.map((failure) => ({ ...failure, sinceStartMs: since })) };
    options.onEvaluated(since, alerting);
  }
  return { context, failures: [] };
}
