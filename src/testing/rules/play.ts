import type { RuleGroup } from '../../documents/rules/types.ts';
import { DEFAULT_LIMITS, LogStore } from '../../logql/eval/index.ts';
import type { QueryLimits } from '../../logql/eval/index.ts';
import { type LokiRelease, NEWEST_LOKI } from '../../util/loki-release.ts';
import type { EvalOptions } from '../../promql/eval/index.ts';
import { formatDurationMs } from '../../go/durations/prometheus-duration.ts';
import { allAtOnce } from '../../util/steps.ts';
import type { Steps } from '../../util/steps.ts';
import { AlertingRuleState } from './alerting-rule.ts';
import type { RuleContext } from './context.ts';
import { GroupState, type RuleFailure } from './group-state.ts';
import { Input } from './input.ts';
import type { RuleObserver } from './observer.ts';
import { RuleError } from './rule-error.ts';
import { SampleStore } from './sample-store.ts';

/** Rules, input and time, ready to be played. Times are milliseconds. */
export interface Play {
  /** In the order of evaluation. */
  readonly groups: readonly RuleGroup[];
  readonly series: readonly { readonly selector: string; readonly values: string }[];
  /** What rules of Loki see; default nothing. */
  readonly logs?: LogStore;
  /** The Loki that evaluates these rules; default the newest release. */
  readonly lokiRelease?: LokiRelease;
  readonly lokiLimits?: QueryLimits;
  readonly startMs: number;
  /** How long to play, from the start. */
  readonly durationMs: number;
  readonly intervalMs: number;
  readonly evaluationIntervalMs: number;
  /** Each group at an interval of its own; default: all of them at `evaluationIntervalMs`, as promtool does. */
  readonly intervalOf?: ((group: RuleGroup) => number) | undefined;
  readonly externalLabels: Readonly<Record<string, string>>;
  readonly externalUrl: string;
  /** Templates run as in promtool's tests; default: as in Prometheus. */
  readonly asPromtool?: boolean;
  readonly options: EvalOptions;
  readonly onEvaluated: OnEvaluated;
  /** Who notes what the rules do. */
  readonly observer?: RuleObserver | undefined;
}

/**
 * Called after an evaluation. Times are milliseconds since the start.
 *
 * @param alerting the alerting rules of all groups; those that were not due are as they were
 * @param nextMs when groups are evaluated next: questions about an instant before that are answered now
 */
export type OnEvaluated = (sinceMs: number, alerting: readonly AlertingRuleState[], nextMs: number) => void;

/** More evaluations than this are refused: a test of ten years at one second is a mistake. */
const MAX_EVALUATIONS = 1_000_000;

/** The rest after a play: the storage to query, and the failures that ended it early. */
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
  return allAtOnce(playInSteps(options));
}

/** The same, each evaluation a step. @throws RuleError at a step */
export function* playInSteps(options: Play): Steps<Played> {
  const { startMs, durationMs, intervalOf } = options;
  const context = contextOf(options);
  const timers = timersOf(options, context);
  const alerting = timers.flatMap(({ group }) =>
    (group?.rules ?? []).filter((rule) => rule instanceof AlertingRuleState),
  );
  const input = new Input(options.series, startMs, options.intervalMs);
  for (let sinceMs = 0; sinceMs <= durationMs;) {
    input.feed(context.store, startMs + sinceMs);
    const failures = timers.flatMap((timer) => ring(timer, sinceMs, startMs, context));
    if (failures.length > 0)
      return { context, failures: failures.map((failure) => ({ ...failure, sinceStartMs: sinceMs })) };
    const nextMs = Math.min(...timers.map((timer) => timer.nextMs));
    options.onEvaluated(sinceMs, alerting, nextMs);
    sinceMs = nextMs;
    yield;
  }
  // promtool sees nothing after its last evaluation; with intervals of their own that may be long ago.
  if (intervalOf !== undefined) input.feed(context.store, startMs + durationMs);
  return { context, failures: [] };
}

function contextOf({ options, ...play }: Play): RuleContext {
  return {
    store: new SampleStore(),
    logs: play.logs ?? new LogStore(),
    lokiRelease: play.lokiRelease ?? NEWEST_LOKI,
    lokiLimits: play.lokiLimits ?? DEFAULT_LIMITS,
    options: { ...options, noStepSubqueryIntervalMs: play.evaluationIntervalMs },
    externalLabels: play.externalLabels,
    externalUrl: play.externalUrl,
    asPromtool: play.asPromtool ?? false,
    observer: play.observer,
  };
}

/** A group and when it is evaluated; without a group, time goes on all the same. */
interface Timer {
  readonly group: GroupState | undefined;
  readonly stepMs: number;
  nextMs: number;
}

function timersOf(options: Play, context: RuleContext): Timer[] {
  const { groups, durationMs, evaluationIntervalMs, intervalOf } = options;
  const timers = groups.map((group): Timer => ({
    group: new GroupState(group, context),
    stepMs: intervalOf?.(group) ?? evaluationIntervalMs,
    nextMs: 0,
  }));
  if (timers.length === 0) timers.push({ group: undefined, stepMs: evaluationIntervalMs, nextMs: 0 });
  const stepMs = Math.min(...timers.map((timer) => timer.stepMs));
  if (durationMs / stepMs <= MAX_EVALUATIONS) return timers;
  const message = `${formatDurationMs(durationMs)} at one evaluation every ${formatDurationMs(stepMs)} are more than ${MAX_EVALUATIONS} evaluations`;
  throw new RuleError('too-many-evaluations', message);
}

function ring(timer: Timer, sinceMs: number, startMs: number, context: RuleContext): RuleFailure[] {
  if (timer.nextMs > sinceMs) return [];
  timer.nextMs = sinceMs + timer.stepMs;
  return timer.group?.evaluate(startMs + sinceMs, context) ?? [];
}
