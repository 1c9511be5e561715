import type { Range } from '../../../source/range.ts';
import { mismatchedCustomBuckets } from '../annotations/remarks.ts';
import { add, detectReset, multiply, subtract } from '../histogram/index.ts';
import type { FloatHistogram } from '../histogram/index.ts';
import type { EvalContext } from './context.ts';

/** Two samples of one series, times in milliseconds. */
export interface Pair<Value> {
  readonly t1: number;
  readonly v1: Value;
  readonly t2: number;
  readonly v2: Value;
}

/** The value at time `t` on the line between two samples. A counter that fell starts from zero. */
export function interpolate({ t1, v1, t2, v2 }: Pair<number>, t: number, counter: boolean): number {
  const from = counter && v2 < v1 ? 0 : v1;
  return from + ((v2 - from) * (t - t1)) / (t2 - t1);
}

/** The same for histograms; undefined where exponential and custom buckets meet. */
export function interpolateHistograms(
  { t1, v1, t2, v2 }: Pair<FloatHistogram>,
  t: number,
  counter: boolean,
  context: EvalContext,
  range: Range,
): FloatHistogram | undefined {
  if (t === t1) return v1;
  if (t === t2) return v2;
  const fraction = (t - t1) / (t2 - t1);
  if (counter && detectReset(v2, v1)) return multiply(v2, fraction);
  const difference = subtract(v2, v1);
  if (difference === undefined) return undefined;
  if (difference.boundsReconciled) context.annotate(mismatchedCustomBuckets('subtraction', range));
  const sum = add(multiply(difference.histogram, fraction), v1);
  if (sum?.boundsReconciled === true) context.annotate(mismatchedCustomBuckets('addition', range));
  return sum?.histogram;
}
