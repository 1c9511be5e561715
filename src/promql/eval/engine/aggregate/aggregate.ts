import type { AggregatePlan } from '../../plan/plan.ts';
import type { Column } from '../column.ts';
import type { EvalContext } from '../context.ts';
import { countValues } from './count-values.ts';
import { groupColumns } from './grouping.ts';
import { limitK, limitRatio } from './limit.ts';
import { averageOf, sumOf } from './sums.ts';
import { quantileOf } from './quantile.ts';
import { countOf, deviationOf, extremeOf, groupOf } from './simple.ts';
import { topK } from './topk.ts';
import type { GroupAggregation } from './group-aggregation.ts';

/** Evaluates an aggregation at every step. */
export function evalAggregate(plan: AggregatePlan, context: EvalContext): readonly Column[] {
  const param = plan.param === undefined || plan.param.kind === 'string' ? undefined : plan.param;
  const parameter = param && context.scalar(param);
  const columns = context.vector(plan.operand);
  const values = parameter ?? new Float64Array(0);
  switch (plan.op) {
    case 'sum':
      return perGroup(sumOf, columns, plan, context);
    case 'avg':
      return perGroup(averageOf, columns, plan, context);
    case 'count':
      return perGroup(countOf, columns, plan, context);
    case 'group':
      return perGroup(groupOf, columns, plan, context);
    case 'min':
    case 'max':
      return perGroup(extremeOf, columns, plan, context);
    case 'stddev':
    case 'stdvar':
      return perGroup(deviationOf, columns, plan, context);
    case 'quantile':
      return perGroup(quantileOf(values, plan, context), columns, plan, context);
    case 'topk':
    case 'bottomk':
      return topK(columns, values, plan, context);
    case 'limitk':
      return limitK(columns, values, plan, context);
    case 'limit_ratio':
      return limitRatio(columns, values, plan, context);
    case 'count_values':
      return countValues(columns, plan, context);
  }
}

function perGroup(
  aggregate: GroupAggregation,
  columns: readonly Column[],
  plan: AggregatePlan,
  context: EvalContext,
): readonly Column[] {
  const results: Column[] = [];
  for (const group of groupColumns(columns, plan)) {
    context.state.budget.checkTime();
    const result = aggregate(group, plan, context);
    if (result !== undefined) results.push(result);
  }
  return results;
}
