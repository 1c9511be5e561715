import { filterBuckets } from './buckets.ts';
import { exponentialBound } from './bounds.ts';
import type { Buckets, FloatHistogram } from './types.ts';

/** A zero count and the threshold it belongs to. */
export interface ZeroCount {
  readonly count: number;
  readonly threshold: number;
}

/**
 * The zero count if the zero bucket were as wide as `threshold` (at least the histogram's own). A threshold
 * inside a populated bucket is widened to that bucket's far end, and its observations count too.
 */
export function zeroCountFor(histogram: FloatHistogram, threshold: number): ZeroCount {
  let wanted = threshold;
  if (wanted === histogram.zeroThreshold) return { count: histogram.zeroCount, threshold: wanted };
  for (;;) {
    const positive = countWithin(histogram.positive, histogram.schema, wanted);
    // Negative buckets mirror positive ones, so the same walk serves; a wider threshold starts over.
    const negative = countWithin(histogram.negative, histogram.schema, positive.threshold);
    if (negative.threshold === positive.threshold) {
      return { count: histogram.zeroCount + positive.count + negative.count, threshold: positive.threshold };
    }
    wanted = negative.threshold;
  }
}

function countWithin(buckets: Buckets, schema: number, threshold: number): ZeroCount {
  let count = 0;
  for (const [i, index] of buckets.indices.entries()) {
    if (exponentialBound(index - 1, schema) >= threshold) break;
    count += buckets.counts[i]!;
    const upper = exponentialBound(index, schema);
    if (upper > threshold) return { count, threshold: buckets.counts[i] === 0 ? threshold : upper };
  }
  return { count, threshold };
}

/**
 * The histogram with its zero bucket widened to at least `threshold`, its buckets inside moved into it, and
 * all other empty buckets dropped on the way, as Prometheus does.
 */
function widenZeroBucket(histogram: FloatHistogram, threshold: number): FloatHistogram {
  const zero = zeroCountFor(histogram, threshold);
  const outside = (count: number, index: number) =>
    count !== 0 && exponentialBound(index - 1, histogram.schema) >= zero.threshold;
  return {
    ...histogram,
    zeroCount: zero.count,
    zeroThreshold: zero.threshold,
    positive: filterBuckets(histogram.positive, outside),
    negative: filterBuckets(histogram.negative, outside),
  };
}

/**
 * Widens the zero buckets of two histograms until they agree: returns the first one changed, and the zero count
 * that the second would have. The buckets of the second inside the threshold are left to the caller.
 */
export function reconcileZeroBuckets(
  a: FloatHistogram,
  b: FloatHistogram,
): { a: FloatHistogram; zeroCountB: number } {
  let left = a;
  let right: ZeroCount = { count: b.zeroCount, threshold: b.zeroThreshold };
  while (left.zeroThreshold !== right.threshold) {
    if (left.zeroThreshold > right.threshold) right = zeroCountFor(b, left.zeroThreshold);
    if (right.threshold > left.zeroThreshold) left = widenZeroBucket(left, right.threshold);
  }
  return { a: left, zeroCountB: right.count };
}
