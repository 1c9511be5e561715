import { histogramIgnoredInAggregation } from '../../annotations/remarks.ts';
import type { AggregatePlan } from '../../plan/plan.ts';
import { ABSENT, FLOAT } from '../column.ts';
import type { Column } from '../column.ts';
import type { EvalContext } from '../context.ts';
import { groupColumns } from './grouping.ts';
import type { Group } from './grouping.ts';
import { countParameter } from './parameter.ts';
import { Selection } from './selection.ts';

/** `topk` and `bottomk`: of each group the k largest or smallest floats, the best first. */
export function topK(
  columns: readonly Column[],
  parameter: Float64Array,
  plan: AggregatePlan,
  context: EvalContext,
): readonly Column[] {
  const counts = countParameter(parameter, plan);
  if (counts === undefined) return [];
  const selection = new Selection(context);
  const groups = groupColumns(columns, plan);
  for (let step = 0; step < context.steps; step++) {
    if (counts[step]! < 1) continue;
    for (const group of groups) pickBest(group, counts[step]!, step, plan, context, selection);
  }
  return selection.columns();
}

function pickBest(
  { columns }: Group,
  count: number,
  step: number,
  plan: AggregatePlan,
  context: EvalContext,
  selection: Selection,
): void {
  const floats: Column[] = [];
  for (const column of columns) {
    const kind = column.kinds[step];
    if (kind === FLOAT) floats.push(column);
    else if (kind !== ABSENT) context.annotate(histogramIgnoredInAggregation(plan.op, plan.range));
  }
  const largest = plan.op === 'topk';
  // Sorting is stable, so of equal values the earlier series wins; NaN is worse than everything.
  floats.sort((a, b) => {
    const [x, y] = [a.values[step]!, b.values[step]!];
    if (Number.isNaN(x) || Number.isNaN(y)) return Number(Number.isNaN(x)) - Number(Number.isNaN(y));
    if (x === y) return 0;
    return x > y === largest ? -1 : 1;
  });
  for (const column of floats.slice(0, count)) selection.pick(column, step);
}
