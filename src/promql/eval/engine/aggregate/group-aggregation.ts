import type { AggregatePlan } from '../../plan/plan.ts';
import type { Column } from '../column.ts';
import type { EvalContext } from '../context.ts';
import type { Group } from './grouping.ts';

/** Aggregates one group into one series; undefined where it has no sample at any step. */
export type GroupAggregation = (
  group: Group,
  plan: AggregatePlan,
  context: EvalContext,
) => Column | undefined;
