import { sameBounds } from './custom-bounds.ts';
import type { Buckets, FloatHistogram } from './types.ts';
import { usesCustomBuckets } from './types.ts';

/**
 * Whether two histograms are the same data, layout included: an empty bucket differs from an absent one, 0
 * from -0, NaN equals NaN. The counter reset hint does not count.
 */
export function equals(a: FloatHistogram, b: FloatHistogram): boolean {
  return (
    a.schema === b.schema &&
    Object.is(a.count, b.count) &&
    Object.is(a.sum, b.sum) &&
    a.zeroThreshold === b.zeroThreshold &&
    Object.is(a.zeroCount, b.zeroCount) &&
    (!usesCustomBuckets(a) || sameBounds(a.customValues, b.customValues)) &&
    sameBuckets(a.positive, b.positive) &&
    sameBuckets(a.negative, b.negative)
  );
}

function sameBuckets(a: Buckets, b: Buckets): boolean {
  return (
    a.indices.length === b.indices.length &&
    a.indices.every((index, i) => index === b.indices[i]) &&
    a.counts.every((count, i) => Object.is(count, b.counts[i]))
  );
}
