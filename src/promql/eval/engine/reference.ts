import { resolveAt, resolveOffset } from '../plan/durations.ts';
import type { AtPlan, DurationPlan } from '../plan/plan.ts';
import type { EvalContext } from './context.ts';

/** When a selector looks: at the step's time or, bound by `@`, at a fixed one; in both cases less the offset. */
export interface Reference {
  readonly atMs: number | undefined;
  readonly offsetMs: number;
}

export function referenceOf(
  plan: { readonly at: AtPlan | undefined; readonly offset: DurationPlan },
  context: EvalContext,
): Reference {
  const { times } = context.state;
  return { atMs: resolveAt(plan.at, times), offsetMs: resolveOffset(plan.offset, times) };
}

/** The time that a selector looks at in the given step, in milliseconds. */
export function referenceTime({ atMs, offsetMs }: Reference, context: EvalContext, step: number): number {
  return (atMs ?? context.timeAt(step)) - offsetMs;
}
