import { upperBound } from './bounds.ts';
import type { Bucket, FloatHistogram } from './types.ts';
import { usesCustomBuckets } from './types.ts';

/** Positive buckets in ascending order, empty ones included. Custom buckets are all here. */
export function positiveBuckets(histogram: FloatHistogram): Bucket[] {
  const { schema, customValues, positive } = histogram;
  const custom = usesCustomBuckets(histogram);
  return positive.indices.map((index, i) => {
    const lower = upperBound(index - 1, schema, customValues);
    const upper = upperBound(index, schema, customValues);
    return {
      lower,
      upper,
      lowerInclusive: custom && index === 0,
      upperInclusive: true,
      count: positive.counts[i]!,
    };
  });
}

/** Negative buckets from the one next to zero downwards, empty ones included. */
export function negativeBuckets(histogram: FloatHistogram): Bucket[] {
  const { schema, customValues, negative } = histogram;
  return negative.indices.map((index, i) => ({
    lower: -upperBound(index, schema, customValues),
    upper: -upperBound(index - 1, schema, customValues),
    lowerInclusive: true,
    upperInclusive: false,
    count: negative.counts[i]!,
  }));
}

/** The zero bucket of a histogram with exponential buckets. */
export function zeroBucket({ zeroThreshold, zeroCount }: FloatHistogram): Bucket {
  return {
    lower: -zeroThreshold,
    upper: zeroThreshold,
    lowerInclusive: true,
    upperInclusive: true,
    count: zeroCount,
  };
}

/**
 * All buckets in ascending order: negative, zero (where populated), positive. A bucket that overlaps the zero
 * bucket ends at the zero threshold.
 */
export function allBuckets(histogram: FloatHistogram): Bucket[] {
  const threshold = histogram.zeroThreshold;
  const clipped = (bucket: Bucket): Bucket => {
    if (bucket.upper < 0 && bucket.upper > -threshold) return { ...bucket, upper: -threshold };
    if (bucket.lower > 0 && bucket.lower < threshold) return { ...bucket, lower: threshold };
    return bucket;
  };
  const negative = negativeBuckets(histogram).reverse().map(clipped);
  const zero = histogram.zeroCount > 0 ? [zeroBucket(histogram)] : [];
  return [...negative, ...zero, ...positiveBuckets(histogram).map(clipped)];
}
