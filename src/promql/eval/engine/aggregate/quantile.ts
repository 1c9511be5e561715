import { invalidQuantile } from '../../annotations/remarks.ts';
import { quantile } from '../../numbers/quantile.ts';
import type { AggregatePlan } from '../../plan/plan.ts';
import { ColumnBuilder } from '../column.ts';
import type { EvalContext } from '../context.ts';
import type { GroupAggregation } from './group-aggregation.ts';
import { forEachFloat } from './simple.ts';
import { dropsName } from './sums.ts';

/** `quantile(q, ...)` with the values of q by step; reports values that are not quantiles. */
export function quantileOf(q: Float64Array, plan: AggregatePlan, context: EvalContext): GroupAggregation {
  remarkInvalid(q, plan, context);
  return ({ labels, columns }) => {
    const values: number[][] = [];
    forEachFloat(columns, 'quantile', context, plan.operand.range, (step, value) => {
      (values[step] ??= []).push(value);
    });
    const builder = new ColumnBuilder(context.steps);
    for (let step = 0; step < context.steps; step++) {
      const present = values[step];
      if (present !== undefined) builder.setFloat(step, quantile(q[step]!, present));
    }
    return builder.filled === 0 ? undefined : builder.finish(labels, dropsName(columns));
  };
}

function remarkInvalid(q: Float64Array, plan: AggregatePlan, context: EvalContext): void {
  const range = plan.param?.range ?? plan.range;
  if (q.some(Number.isNaN)) {
    context.annotate(invalidQuantile(NaN, range));
    return;
  }
  const largest = q.reduce((a, b) => Math.max(a, b));
  const smallest = q.reduce((a, b) => Math.min(a, b));
  if (largest > 1) context.annotate(invalidQuantile(largest, range));
  if (smallest < 0) context.annotate(invalidQuantile(smallest, range));
}
