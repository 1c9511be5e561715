import { kahanAdd } from '../../../util/kahan.ts';
import { allBuckets } from './iterate.ts';
import type { Bucket, FloatHistogram } from './types.ts';
import { usesCustomBuckets } from './types.ts';

/** Mean of the observations; NaN without any. */
export function histogramAverage({ sum, count }: FloatHistogram): number {
  return sum / count;
}

/**
 * Estimated variance of the observations: each bucket counts at its mean, arithmetic for custom buckets,
 * geometric for exponential ones, zero for the zero bucket.
 */
export function histogramVariance(histogram: FloatHistogram): number {
  const mean = histogramAverage(histogram);
  let sum = 0;
  let compensation = 0;
  for (const bucket of allBuckets(histogram)) {
    if (bucket.count === 0) continue;
    const delta = representative(bucket, usesCustomBuckets(histogram)) - mean;
    [sum, compensation] = kahanAdd(bucket.count * delta * delta, sum, compensation);
  }
  return (sum + compensation) / histogram.count;
}

/** Estimated standard deviation of the observations: the root of the variance. */
export function histogramStandardDeviation(histogram: FloatHistogram): number {
  return Math.sqrt(histogramVariance(histogram));
}

function representative({ lower, upper }: Bucket, custom: boolean): number {
  if (custom) return (upper + lower) / 2;
  if (lower <= 0 && upper >= 0) return 0;
  const mean = Math.sqrt(upper * lower);
  return upper < 0 ? -mean : mean;
}
