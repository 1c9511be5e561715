import type { Interpolation } from './interpolate.ts';
import { valueAt } from './interpolate.ts';
import { allBuckets } from './iterate.ts';
import type { Bucket, FloatHistogram } from './types.ts';
import { usesCustomBuckets } from './types.ts';

/**
 * `nan-result`: the quantile is among NaN observations. `nan-skew`: NaN observations count as +Inf and skew
 * the quantile. Prometheus attaches an info annotation for either.
 */
export type QuantileNote = 'nan-result' | 'nan-skew';

export interface QuantileResult {
  readonly value: number;
  readonly note?: QuantileNote;
}

/**
 * The q-quantile of a native histogram: linear interpolation inside custom buckets and the zero bucket,
 * exponential elsewhere (linear everywhere in Prometheus 2). NaN without observations, -Inf for q < 0, +Inf
 * for q > 1.
 */
export function histogramQuantile(
  q: number,
  histogram: FloatHistogram,
  interpolation: Interpolation = 'exponential',
): QuantileResult {
  if (q < 0) return { value: -Infinity };
  if (q > 1) return { value: Infinity };
  if (histogram.count === 0 || Number.isNaN(q)) return { value: NaN };

  // NaN observations are in no bucket, so only counting from below is right then.
  const forward = Number.isNaN(histogram.sum) || q < 0.5;
  const buckets = forward ? allBuckets(histogram) : allBuckets(histogram).reverse();
  const rank = (forward ? q : 1 - q) * histogram.count;
  const found = findRank(buckets, rank);
  if (usesCustomBuckets(histogram) && found.bucket.lower === -Infinity && found.bucket.upper <= 0) {
    return { value: found.bucket.upper };
  }
  if (usesCustomBuckets(histogram) && found.bucket.lower !== -Infinity && found.bucket.upper === Infinity) {
    return { value: found.bucket.lower };
  }
  const count = Math.min(found.count, histogram.count);
  if (count < rank) {
    return Number.isNaN(histogram.sum) ? { value: NaN, note: 'nan-result' } : { value: found.bucket.upper };
  }
  const bucket = withNaturalBound(found.bucket, histogram);
  const inBucket = forward ? rank - (count - bucket.count) : count - rank;
  const linear = interpolation === 'linear' || usesCustomBuckets(histogram);
  if (!Number.isNaN(histogram.sum)) return { value: interpolate(bucket, inBucket, linear) };

  const rest = buckets.slice(found.position + 1);
  const total = rest.reduce((sum, each) => sum + each.count, count);
  // Upstream goes on with the last bucket it looked at while it counted, not with the one of the quantile.
  const value = interpolate(rest.at(-1) ?? bucket, inBucket, linear);
  return total < histogram.count ? { value, note: 'nan-skew' } : { value };
}

function interpolate(bucket: Bucket, inBucket: number, linear: boolean): number {
  const fraction = inBucket / bucket.count;
  const aroundZero = bucket.lower <= 0 && bucket.upper >= 0;
  return linear || aroundZero
    ? bucket.lower + (bucket.upper - bucket.lower) * fraction
    : valueAt(bucket, fraction);
}

/** The first bucket at which the running count reaches `rank`, else the last one. */
function findRank(
  buckets: readonly Bucket[],
  rank: number,
): { bucket: Bucket; count: number; position: number } {
  let bucket: Bucket = { lower: 0, upper: 0, lowerInclusive: false, upperInclusive: false, count: 0 };
  let count = 0;
  for (const [position, each] of buckets.entries()) {
    bucket = each;
    if (each.count === 0) continue;
    count += each.count;
    if (count >= rank) return { bucket, count, position };
  }
  return { bucket, count, position: buckets.length };
}

/** Zero as the bound of a bucket around zero where the histogram has buckets on one side of it only. */
function withNaturalBound(bucket: Bucket, histogram: FloatHistogram): Bucket {
  if (usesCustomBuckets(histogram)) return bucket.lower === -Infinity ? { ...bucket, lower: 0 } : bucket;
  if (bucket.lower >= 0 || bucket.upper <= 0) return bucket;
  const hasNegative = histogram.negative.indices.length > 0;
  const hasPositive = histogram.positive.indices.length > 0;
  if (hasPositive && !hasNegative) return { ...bucket, lower: 0 };
  if (hasNegative && !hasPositive) return { ...bucket, upper: 0 };
  return bucket;
}
