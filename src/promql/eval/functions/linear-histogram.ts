import { allBuckets } from '../histogram/index.ts';
import type { Bucket, FloatHistogram } from '../histogram/index.ts';

/*
 * Quantiles and fractions of native histograms as version 2 computed them: linear interpolation in every bucket,
 * and not a word about NaN observations.
 */

/** The q-quantile of a native histogram in version 2. */
export function linearQuantile(q: number, histogram: FloatHistogram): number {
  if (q < 0 || q > 1) return q < 0 ? -Infinity : Infinity;
  if (histogram.count === 0 || Number.isNaN(q)) return NaN;
  const forward = Number.isNaN(histogram.sum) || q < 0.5;
  const buckets = forward ? allBuckets(histogram) : allBuckets(histogram).reverse();
  const rank = (forward ? q : 1 - q) * histogram.count;
  let counted = 0;
  let found: Bucket = { lower: 0, upper: 0, lowerInclusive: false, upperInclusive: false, count: 0 };
  for (const bucket of buckets) {
    found = bucket;
    counted += bucket.count;
    if (counted >= rank) break;
  }
  const { lower, upper, count } = oneSided(found, histogram);
  counted = Math.min(counted, histogram.count);
  if (counted < rank) return upper;
  const inBucket = forward ? rank - (counted - count) : counted - rank;
  return lower + (upper - lower) * (inBucket / count);
}

/** The share of observations between two bounds in version 2. */
export function linearFraction(lower: number, upper: number, histogram: FloatHistogram): number {
  if (histogram.count === 0 || Number.isNaN(lower) || Number.isNaN(upper)) return NaN;
  if (lower >= upper) return 0;
  const buckets = allBuckets(histogram).map((bucket) => oneSided(bucket, histogram));
  const rank = (bound: number): number =>
    Math.min(rankBelow(bound, buckets) ?? histogram.count, histogram.count);
  return (rank(upper) - rank(lower)) / histogram.count;
}

function rankBelow(bound: number, buckets: readonly Bucket[]): number | undefined {
  let rank = 0;
  for (const { lower, upper, count } of buckets) {
    if (lower >= bound) return rank;
    if (upper > bound) return rank + (count * (bound - lower)) / (upper - lower);
    rank += count;
  }
  return undefined;
}

/** Zero as a bound of the zero bucket where all other observations are on one side of it. */
function oneSided(bucket: Bucket, { positive, negative }: FloatHistogram): Bucket {
  if (bucket.lower >= 0 || bucket.upper <= 0) return bucket;
  const [above, below] = [positive.indices.length > 0, negative.indices.length > 0];
  if (above === below) return bucket;
  return above ? { ...bucket, lower: 0 } : { ...bucket, upper: 0 };
}
