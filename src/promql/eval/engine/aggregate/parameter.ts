import { formatGoFloat } from '../../../../go/numbers/format-float.ts';
import { EvalError } from '../../errors.ts';
import type { AggregatePlan } from '../../plan/plan.ts';

/** The largest float that Go converts to an int64 without overflow, and the smallest. */
const MAX_INT64 = 9223372036854774784;
const MIN_INT64 = -9223372036854775808;

/**
 * The k of topk, bottomk and limitk by step, as whole numbers; undefined where none of them is 1 or more.
 * @throws EvalError parameter-nan, parameter-out-of-range
 */
export function countParameter(values: Float64Array, plan: AggregatePlan): Float64Array | undefined {
  const range = plan.param?.range;
  if (values.some(Number.isNaN)) throw new EvalError('parameter-nan', 'Parameter value is NaN', range);
  const largest = values.reduce((a, b) => Math.max(a, b));
  const smallest = values.reduce((a, b) => Math.min(a, b));
  if (largest < 1) return undefined;
  if (smallest <= MIN_INT64) throw outOfRange(smallest, 'underflows', range);
  if (largest >= MAX_INT64) throw outOfRange(largest, 'overflows', range);
  return values.map(Math.trunc);
}

function outOfRange(value: number, how: string, range: AggregatePlan['range'] | undefined): EvalError {
  const text = `Scalar value ${formatGoFloat(value, 'g')} ${how} int64`;
  return new EvalError('parameter-out-of-range', text, range);
}
