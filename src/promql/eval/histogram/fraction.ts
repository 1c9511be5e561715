import type { Interpolation } from './interpolate.ts';
import { fractionBelow } from './interpolate.ts';
import { allBuckets } from './iterate.ts';
import type { Bucket, FloatHistogram } from './types.ts';
import { usesCustomBuckets } from './types.ts';

export interface FractionResult {
  readonly value: number;
  /** The histogram holds NaN observations, which are in no bucket: Prometheus informs. */
  readonly nanObservations: boolean;
}

/**
 * Share of observations between `lower` and `upper`, interpolated as histogramQuantile does. NaN without
 * observations or with a NaN bound, 0 where lower >= upper.
 */
export function histogramFraction(
  lower: number,
  upper: number,
  histogram: FloatHistogram,
  interpolation: Interpolation = 'exponential',
): FractionResult {
  if (histogram.count === 0 || Number.isNaN(lower) || Number.isNaN(upper))
    return { value: NaN, nanObservations: false };
  if (lower >= upper) return { value: 0, nanObservations: false };
  const buckets = allBuckets(histogram);
  const linear = interpolation === 'linear' || usesCustomBuckets(histogram);
  const hasNan = Number.isNaN(histogram.sum);
  const counted = hasNan ? buckets.reduce((sum, bucket) => sum + bucket.count, 0) : histogram.count;
  const rankOf = (bound: number) =>
    Math.min(rankBelow(bound, buckets, histogram, linear) ?? counted, counted);
  const value = (rankOf(upper) - rankOf(lower)) / histogram.count;
  return { value, nanObservations: hasNan && counted < histogram.count };
}

/** Observations below `bound`, or undefined where it is above all buckets. */
function rankBelow(
  bound: number,
  buckets: readonly Bucket[],
  histogram: FloatHistogram,
  linear: boolean,
): number | undefined {
  let rank = 0;
  for (const each of buckets) {
    const aroundZero = each.lower <= 0 && each.upper >= 0;
    const bucket = aroundZero ? oneSided(each, histogram) : each;
    if (bucket.lower >= bound) return rank;
    if (bucket.upper > bound) {
      // Nothing is known of the spread inside a bucket from -Inf: all of it is below.
      const evenly = linear || aroundZero;
      if (evenly && bucket.lower === -Infinity) return bucket.count;
      return rank + bucket.count * fractionBelow(bucket, bound, evenly);
    }
    rank += bucket.count;
  }
  return undefined;
}

function oneSided(bucket: Bucket, { positive, negative }: FloatHistogram): Bucket {
  if (negative.indices.length === 0 && positive.indices.length > 0) return { ...bucket, lower: 0 };
  if (positive.indices.length === 0 && negative.indices.length > 0) return { ...bucket, upper: 0 };
  return bucket;
}
