import type { MonotonicityFix } from '../annotations/annotation.ts';

/** One bucket of a classic histogram: the count of observations up to a bound. */
export interface ClassicBucket {
  readonly upperBound: number;
  count: number;
}

/** Relative differences this small between neighbouring counts come from floating point, not from data. */
const SMALL_DELTA = 1e-12;
const SMALLEST_NORMAL = 2 ** -1022;

export interface ClassicQuantile {
  readonly value: number;
  /** How far counts had to be raised so that they do not fall; undefined where they did not fall. */
  readonly fix: Omit<MonotonicityFix, 'fromMs' | 'toMs' | 'samples'> | undefined;
}

/** The q-quantile of a classic histogram, interpolated linearly within a bucket. Sorts and changes `buckets`. */
export function bucketQuantile(q: number, buckets: ClassicBucket[]): ClassicQuantile {
  if (Number.isNaN(q)) return { value: NaN, fix: undefined };
  if (q < 0 || q > 1) return { value: q < 0 ? -Infinity : Infinity, fix: undefined };
  const merged = sortedBuckets(buckets);
  if (merged === undefined) return { value: NaN, fix: undefined };
  const fix = makeMonotonic(merged);
  return { value: merged.length < 2 ? NaN : interpolatedQuantile(q, merged), fix };
}

function interpolatedQuantile(q: number, buckets: readonly ClassicBucket[]): number {
  const last = buckets.length - 1;
  const observations = buckets[last]!.count;
  if (observations === 0) return NaN;
  const rank = q * observations;
  const found = buckets.findIndex(({ count }, i) => i === last || count >= rank);
  if (found === last) return buckets[last - 1]!.upperBound;
  const { upperBound, count } = buckets[found]!;
  if (found === 0 && upperBound <= 0) return upperBound;
  const below = found === 0 ? { upperBound: 0, count: 0 } : buckets[found - 1]!;
  const share = (rank - below.count) / (count - below.count);
  return below.upperBound + (upperBound - below.upperBound) * share;
}

/** The share of observations between two bounds. Sorts and changes `buckets`. */
export function bucketFraction(lower: number, upper: number, buckets: ClassicBucket[]): number {
  const merged = sortedBuckets(buckets);
  const total = merged?.at(-1)?.count ?? 0;
  if (merged === undefined || total === 0 || Number.isNaN(lower) || Number.isNaN(upper)) return NaN;
  if (lower >= upper) return 0;
  const rank = (bound: number): number => Math.min(rankOf(bound, merged) ?? total, total);
  return (rank(upper) - rank(lower)) / total;
}

/** How many observations lie below a bound; undefined above the last bucket. */
function rankOf(bound: number, buckets: readonly ClassicBucket[]): number | undefined {
  let rank = 0;
  let from = buckets[0]!.upperBound <= 0 ? -Infinity : 0;
  for (const { upperBound, count } of buckets) {
    if (from >= bound) return rank;
    if (upperBound > bound) {
      // Nothing is known of the spread within a bucket that begins at -Inf.
      if (from === -Infinity) return count;
      return rank + ((count - rank) * (bound - from)) / (upperBound - from);
    }
    rank = count;
    from = upperBound;
  }
  return undefined;
}

/** By bound, buckets of the same bound added up; undefined where the last one is not +Inf. */
function sortedBuckets(buckets: ClassicBucket[]): ClassicBucket[] | undefined {
  buckets.sort((a, b) => (a.upperBound < b.upperBound ? -1 : a.upperBound > b.upperBound ? 1 : 0));
  if (buckets.at(-1)?.upperBound !== Infinity) return undefined;
  const merged: ClassicBucket[] = [];
  for (const bucket of buckets) {
    const last = merged.at(-1);
    if (last?.upperBound === bucket.upperBound) last.count += bucket.count;
    else merged.push(bucket);
  }
  return merged;
}

/** Raises counts that are lower than one before; tiny differences are levelled without a word. */
function makeMonotonic(buckets: ClassicBucket[]): ClassicQuantile['fix'] {
  let fix: ClassicQuantile['fix'];
  let previous = buckets[0]!.count;
  for (const bucket of buckets.slice(1)) {
    const { count, upperBound } = bucket;
    const small = almostEqual(previous, count);
    if (!small && !(count < previous)) {
      previous = count;
      continue;
    }
    bucket.count = previous;
    if (small) continue;
    fix = {
      minBucket: Math.min(fix?.minBucket ?? Infinity, upperBound),
      maxBucket: Math.max(fix?.maxBucket ?? -Infinity, upperBound),
      maxDiff: Math.max(fix?.maxDiff ?? 0, previous - count),
    };
  }
  return fix;
}

function almostEqual(a: number, b: number): boolean {
  if (a === b || (Number.isNaN(a) && Number.isNaN(b))) return true;
  const size = Math.abs(a) + Math.abs(b);
  const difference = Math.abs(a - b);
  if (a === 0 || b === 0 || size < SMALLEST_NORMAL) return difference < SMALL_DELTA * SMALLEST_NORMAL;
  return difference / Math.min(size, Number.MAX_VALUE) < SMALL_DELTA;
}
