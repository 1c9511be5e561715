import type { ArithmeticOp } from '../../../syntax/ast.ts';
import type { VectorScalarPlan } from '../../plan/plan.ts';
import { ABSENT, ColumnBuilder, FLOAT } from '../column.ts';
import type { Column } from '../column.ts';
import type { EvalContext } from '../context.ts';
import { mergeResults } from '../results.ts';
import { operate } from './element.ts';
import { arithmetic, comparison, isArithmetic, isComparison } from './operations.ts';
import type { FloatComparison } from './operations.ts';

/** An operator between an instant vector and a scalar. */
export function evalVectorScalar(plan: VectorScalarPlan, context: EvalContext): readonly Column[] {
  const columns = context.vector(plan.vector);
  const scalar = context.scalar(plan.scalar);
  const results: Column[] = [];
  for (const column of columns) {
    const result = operateColumn(plan, column, scalar, context);
    if (result !== undefined) results.push(result);
  }
  return mergeResults(results, context);
}

function operateColumn(
  plan: VectorScalarPlan,
  column: Column,
  scalar: Float64Array,
  context: EvalContext,
): Column | undefined {
  if (column.histograms === undefined) {
    if (isArithmetic(plan.op)) return floatArithmetic(plan, plan.op, column, scalar, context);
    if (isComparison(plan.op)) return floatComparison(plan, plan.op, column, scalar, context);
  }
  return anyOperation(plan, column, scalar, context);
}

/** The frequent case: arithmetic on a series of floats leaves its gaps where they are. */
function floatArithmetic(
  plan: VectorScalarPlan,
  op: ArithmeticOp,
  column: Column,
  scalar: Float64Array,
  context: EvalContext,
): Column {
  const apply = arithmetic(op);
  const values = new Float64Array(context.steps);
  for (let step = 0; step < values.length; step++) {
    const [vector, other] = [column.values[step]!, scalar[step]!];
    values[step] = plan.swapped ? apply(other, vector) : apply(vector, other);
  }
  const labels = context.nameless(column.labels);
  return { labels, dropName: true, kinds: column.kinds, values, histograms: undefined };
}

/** The other frequent case: a series of floats compared with a scalar. */
function floatComparison(
  { bool, swapped }: VectorScalarPlan,
  op: FloatComparison,
  column: Column,
  scalar: Float64Array,
  context: EvalContext,
): Column | undefined {
  const compare = comparison(op);
  const builder = new ColumnBuilder(context.steps);
  for (let step = 0; step < context.steps; step++) {
    if (column.kinds[step] === ABSENT) continue;
    const [vector, other] = [column.values[step]!, scalar[step]!];
    const holds = swapped ? compare(other, vector) : compare(vector, other);
    if (bool) builder.setFloat(step, holds ? 1 : 0);
    else if (holds) builder.setFloat(step, vector);
  }
  if (builder.filled === 0) return undefined;
  return bool
    ? builder.finish(context.nameless(column.labels), true)
    : builder.finish(column.labels, column.dropName);
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
