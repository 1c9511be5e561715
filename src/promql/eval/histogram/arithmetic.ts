import { combineBuckets, compactBuckets, lowerResolution, mapCounts, outsideThreshold } from './buckets.ts';
import { commonBounds, countsOnBounds, populatedBuckets, sameBounds } from './custom-bounds.ts';
import type { Buckets, CounterResetHint, FloatHistogram } from './types.ts';
import { NO_BUCKETS, usesCustomBuckets } from './types.ts';
import { reconcileZeroBuckets } from './zero-bucket.ts';

/** Result of adding or subtracting two histograms. */
export interface Combined {
  readonly histogram: FloatHistogram;
  /** One side is a counter reset and the other says that it did not occur: Prometheus warns. */
  readonly counterResetCollision: boolean;
  /** Custom buckets with different bounds were reduced to the common ones: Prometheus informs. */
  readonly boundsReconciled: boolean;
}

/**
 * Sum of two histograms, or undefined when one has exponential and the other custom buckets, which cannot be
 * combined. Schemas and zero buckets are brought to the coarser one. Empty buckets stay: see `compact`.
 */
export function add(a: FloatHistogram, b: FloatHistogram): Combined | undefined {
  return combine(a, b, 1);
}

/**
 * Difference of two histograms, like `add`. The counter reset hint is that of a sum; the `-` operator of
 * PromQL marks its result as a gauge afterwards.
 */
export function subtract(a: FloatHistogram, b: FloatHistogram): Combined | undefined {
  return combine(a, b, -1);
}

function combine(a: FloatHistogram, b: FloatHistogram, sign: 1 | -1): Combined | undefined {
  if (usesCustomBuckets(a) !== usesCustomBuckets(b)) return undefined;
  const { hint, collision } = combinedHint(a.counterResetHint, b.counterResetHint);
  const totals = { counterResetHint: hint, count: a.count + sign * b.count, sum: a.sum + sign * b.sum };
  if (usesCustomBuckets(a)) {
    const custom = combineCustom(a, b, sign);
    const histogram = { ...a, ...totals, positive: custom.positive, customValues: custom.customValues };
    return { histogram, counterResetCollision: collision, boundsReconciled: custom.reconciled };
  }
  const histogram = { ...combineExponential(a, b, sign), ...totals };
  return { histogram, counterResetCollision: collision, boundsReconciled: false };
}

function combineExponential(a: FloatHistogram, b: FloatHistogram, sign: 1 | -1): FloatHistogram {
  const { a: left, zeroCountB } = reconcileZeroBuckets(a, b);
  const schema = Math.min(a.schema, b.schema);
  const side = (mine: Buckets, theirs: Buckets) =>
    combineBuckets(
      lowerResolution(mine, a.schema, schema),
      outsideThreshold(lowerResolution(theirs, b.schema, schema), schema, left.zeroThreshold),
      sign,
    );
  return {
    ...left,
    schema,
    zeroCount: left.zeroCount + sign * zeroCountB,
    positive: side(left.positive, b.positive),
    negative: side(left.negative, b.negative),
  };
}

function combineCustom(a: FloatHistogram, b: FloatHistogram, sign: 1 | -1) {
  if (sameBounds(a.customValues, b.customValues)) {
    return {
      positive: combineBuckets(a.positive, b.positive, sign),
      customValues: a.customValues,
      reconciled: false,
    };
  }
  const bounds = commonBounds(a.customValues, b.customValues);
  const counts = countsOnBounds(a.positive, a.customValues, bounds);
  for (const [i, count] of countsOnBounds(b.positive, b.customValues, bounds).entries())
    counts[i]! += sign * count;
  return { positive: populatedBuckets(counts), customValues: bounds, reconciled: true };
}

/**
 * The hint of a sum: gauge wins, then unknown; a reset against "no reset" is unknown and a collision.
 */
export function combinedHint(
  a: CounterResetHint,
  b: CounterResetHint,
): { hint: CounterResetHint; collision: boolean } {
  if (a === b) return { hint: a, collision: false };
  if (a === 'gauge' || b === 'gauge') return { hint: 'gauge', collision: false };
  return { hint: 'unknown', collision: a !== 'unknown' && b !== 'unknown' };
}

/** Every count and the sum times `factor`; a negative factor makes a gauge. */
export function multiply(histogram: FloatHistogram, factor: number): FloatHistogram {
  return scaled(histogram, (x) => x * factor, factor);
}

/** Every count and the sum divided by `divisor`; division by zero leaves no buckets, as in Prometheus. */
export function divide(histogram: FloatHistogram, divisor: number): FloatHistogram {
  const result = scaled(histogram, (x) => x / divisor, divisor);
  return divisor === 0 ? { ...result, positive: NO_BUCKETS, negative: NO_BUCKETS } : result;
}

function scaled(histogram: FloatHistogram, scale: (x: number) => number, factor: number): FloatHistogram {
  return {
    ...histogram,
    counterResetHint: factor < 0 ? 'gauge' : histogram.counterResetHint,
    zeroCount: usesCustomBuckets(histogram) ? 0 : scale(histogram.zeroCount),
    count: scale(histogram.count),
    sum: scale(histogram.sum),
    positive: mapCounts(histogram.positive, scale),
    negative: mapCounts(histogram.negative, scale),
  };
}

/** Without empty buckets. */
export function compact(histogram: FloatHistogram): FloatHistogram {
  const positive = compactBuckets(histogram.positive);
  const negative = compactBuckets(histogram.negative);
  if (positive === histogram.positive && negative === histogram.negative) return histogram;
  return { ...histogram, positive, negative };
}

/** The histogram in a coarser exponential schema (`schema` <= its own); custom buckets stay as they are. */
export function reduceResolution(histogram: FloatHistogram, schema: number): FloatHistogram {
  if (histogram.schema === schema || usesCustomBuckets(histogram)) return histogram;
  return {
    ...histogram,
    schema,
    // As upstream's CopyToSchema: the copy does not keep the hint.
    counterResetHint: 'unknown',
    positive: lowerResolution(histogram.positive, histogram.schema, schema),
    negative: lowerResolution(histogram.negative, histogram.schema, schema),
  };
}
