import { compact } from './arithmetic.ts';
import { fractionBelow } from './interpolate.ts';
import { negativeBuckets, positiveBuckets, zeroBucket } from './iterate.ts';
import type { Bucket, FloatHistogram } from './types.ts';
import { usesCustomBuckets } from './types.ts';

/** Which observations a trim keeps: those below the value (`</`) or those above it (`>/`). */
export type TrimSide = 'below' | 'above';

/** The rest of a bucket: a count, and the value that its observations are taken to have. */
interface Kept {
  readonly count: number;
  readonly middle: number;
}

/** How observations spread over a bucket: evenly (custom buckets), or geometrically on either side of zero. */
type Spread = 'linear' | 'positive' | 'negative';

/**
 * The histogram without the observations beyond `value`: the operators `</` and `>/`. A bucket that contains
 * the value is interpolated; count and sum are estimated anew from the buckets where anything was removed.
 */
export function trim(histogram: FloatHistogram, value: number, side: TrimSide): FloatHistogram {
  const custom = usesCustomBuckets(histogram);
  const positive = positiveBuckets(histogram).map((b) =>
    trimBucket(b, value, side, custom ? 'linear' : 'positive'),
  );
  const negative = negativeBuckets(histogram).map((b) => trimBucket(b, value, side, 'negative'));
  const zero =
    histogram.zeroCount > 0 ? trimZero(histogram, value, side) : { count: histogram.zeroCount, middle: 0 };
  const unchanged =
    sameCounts(positive, histogram.positive.counts) &&
    sameCounts(negative, histogram.negative.counts) &&
    zero.count === histogram.zeroCount;
  if (unchanged) return histogram;
  const all = [...positive, ...negative, ...(histogram.zeroCount > 0 ? [zero] : [])].filter(
    (kept) => kept.count !== 0,
  );
  return compact({
    ...histogram,
    zeroCount: zero.count,
    count: all.reduce((total, kept) => total + kept.count, 0),
    sum: all.reduce((total, kept) => total + kept.middle * kept.count, 0),
    positive: { indices: histogram.positive.indices, counts: positive.map((kept) => kept.count) },
    negative: { indices: histogram.negative.indices, counts: negative.map((kept) => kept.count) },
  });
}

function sameCounts(kept: readonly Kept[], counts: readonly number[]): boolean {
  return kept.every(({ count }, i) => count === counts[i]);
}

function trimBucket(bucket: Bucket, value: number, side: TrimSide, spread: Spread): Kept {
  const { lower, upper, count } = bucket;
  const inside = side === 'below' ? upper <= value : lower >= value;
  if (count === 0 || inside) return { count, middle: middle(lower, upper, spread) };
  const split = side === 'below' ? lower < value : upper > value;
  if (!split) return { count: 0, middle: 0 };
  if (lower === -Infinity || upper === Infinity) return trimInfinite(bucket, value, side);
  const below = count * fractionBelow(bucket, value, spread === 'linear');
  return side === 'below'
    ? { count: below, middle: middle(lower, value, spread) }
    : { count: count - below, middle: middle(value, upper, spread) };
}

/**
 * A bucket with an infinite bound that the value cuts. Nothing is known of the spread inside, so Prometheus
 * drops it, except that a bucket from -Inf to a positive bound counts as one from zero, as in quantiles, and
 * that observations are kept whole towards the side of their infinite bound.
 */
function trimInfinite({ lower, upper, count }: Bucket, value: number, side: TrimSide): Kept {
  const dropped: Kept = { count: 0, middle: 0 };
  if (lower === -Infinity) {
    const fromZero = upper > 0 && upper !== Infinity;
    if (side === 'below') {
      if (value > 0 && fromZero) return { count: (count * value) / upper, middle: value / 2 };
      return upper <= 0 ? { count, middle: value } : dropped;
    }
    return value >= 0 && fromZero
      ? { count: count * (1 - value / upper), middle: (value + upper) / 2 }
      : dropped;
  }
  return side === 'above' ? { count, middle: value } : dropped;
}

function trimZero(histogram: FloatHistogram, value: number, side: TrimSide): Kept {
  const bucket = zeroBucket(histogram);
  const hasPositive = histogram.positive.counts.some((count) => count !== 0);
  const hasNegative = histogram.negative.counts.some((count) => count !== 0);
  const lower = hasPositive && !hasNegative ? 0 : bucket.lower;
  const upper = hasNegative && !hasPositive ? 0 : bucket.upper;
  const whole = { count: bucket.count, middle: (lower + upper) / 2 };
  const none = { count: 0, middle: 0 };
  if (value <= lower) return side === 'below' ? none : whole;
  if (value >= upper) return side === 'below' ? whole : none;
  const width = upper - lower;
  return side === 'below'
    ? { count: bucket.count * ((value - lower) / width), middle: (lower + value) / 2 }
    : { count: bucket.count * ((upper - value) / width), middle: (value + upper) / 2 };
}

function middle(lower: number, upper: number, spread: Spread): number {
  const infiniteUpper = Math.abs(upper) === Infinity;
  if (Math.abs(lower) === Infinity) {
    if (infiniteUpper) return 0;
    return upper > 0 ? upper / 2 : upper;
  }
  if (infiniteUpper) return lower;
  if (spread === 'linear') return (lower + upper) / 2;
  const geometric = Math.sqrt(Math.abs(lower * upper));
  return spread === 'positive' ? geometric : -geometric;
}
