import type { VectorScalarPlan } from '../../plan/plan.ts';
import { ABSENT, ColumnBuilder, FLOAT } from '../column.ts';
import type { Column } from '../column.ts';
import type { EvalContext } from '../context.ts';
import { evalScalar, evalVector } from '../evaluate.ts';
import { mergeResults } from '../results.ts';
import { operate } from './element.ts';
import { arithmetic, isArithmetic, isComparison } from './operations.ts';

/** An operator between an instant vector and a scalar. */
export function evalVectorScalar(plan: VectorScalarPlan, context: EvalContext): readonly Column[] {
  const columns = evalVector(plan.vector, context);
  const scalar = evalScalar(plan.scalar, context);
  const results: Column[] = [];
  for (const column of columns) {
    const result =
      isArithmetic(plan.op) && column.histograms === undefined
        ? floatArithmetic(plan, column, scalar, context)
        : anyOperation(plan, column, scalar, context);
    if (result !== undefined) results.push(result);
  }
  return mergeResults(results, context);
}

/** The frequent case: arithmetic on a series of floats leaves its gaps where they are. */
function floatArithmetic(
  plan: VectorScalarPlan,
  column: Column,
  scalar: Float64Array,
  context: EvalContext,
): Column | undefined {
  if (!isArithmetic(plan.op)) return undefined;
  const apply = arithmetic(plan.op);
  const values = new Float64Array(context.steps);
  for (let step = 0; step < values.length; step++) {
    const [vector, other] = [column.values[step]!, scalar[step]!];
    values[step] = plan.swapped ? apply(other, vector) : apply(vector, other);
  }
  const labels = context.nameless(column.labels);
  return { labels, dropName: true, kinds: column.kinds, values, histograms: undefined };
}

function anyOperation(
  plan: VectorScalarPlan,
  column: Column,
  scalar: Float64Array,
  context: EvalContext,
): Column | undefined {
  const { op, bool, swapped, range } = plan;
  const builder = new ColumnBuilder(context.steps);
  for (let step = 0; step < context.steps; step++) {
    const kind = column.kinds[step]!;
    if (kind === ABSENT) continue;
    const own = kind === FLOAT ? column.values[step]! : column.histograms![step]!;
    const other = scalar[step]!;
    const result = swapped
      ? operate(op, other, own, context, range)
      : operate(op, own, other, context, range);
    if (result === undefined) continue;
    if (bool) builder.setFloat(step, result.keep ? 1 : 0);
    // A comparison passes the vector's sample on, whichever side it is on.
    else if (result.keep) builder.set(step, isComparison(op) ? own : result.value);
  }
  if (builder.filled === 0) return undefined;
  const dropsName = isArithmetic(op) || bool;
  const labels = dropsName ? context.nameless(column.labels) : column.labels;
  return builder.finish(labels, dropsName || column.dropName);
}
