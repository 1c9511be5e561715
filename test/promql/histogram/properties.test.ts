import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FloatHistogram } from '../../../src/promql/eval/histogram/index.ts';
import {
  add,
  compact,
  CUSTOM_BUCKETS_SCHEMA,
  denseBuckets,
  detectReset,
  EMPTY_HISTOGRAM,
  equals,
  formatHistogramLiteral,
  histogramFraction,
  histogramProblem,
  histogramQuantile,
  HistogramSum,
  negativeBuckets,
  positiveBuckets,
  reduceResolution,
  subtract,
  trim,
  usesCustomBuckets,
} from '../../../src/promql/eval/histogram/index.ts';
import { parseSeriesValues } from '../../../src/promql/eval/series/index.ts';

const counts = fc.array(fc.nat(9), { maxLength: 6 });

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

const exponential: fc.Arbitrary<FloatHistogram> = fc
  .record({
    schema: fc.integer({ min: -4, max: 8 }),
    // Bounds in every schema: elsewhere Prometheus counts observations twice when schemas differ too.
    zeroThreshold: fc.constantFrom(0, 2 ** -16, 1),
    zeroCount: fc.nat(5),
    sum: fc.integer({ min: -100, max: 100 }),
    positive: counts,
    negative: counts,
    first: fc.integer({ min: -4, max: 4 }),
  })
  .map(({ positive, negative, first, ...rest }) => ({
    ...EMPTY_HISTOGRAM,
    ...rest,
    count: total(positive) + total(negative) + rest.zeroCount,
    positive: denseBuckets(first, positive),
    negative: denseBuckets(-first, negative),
  }))
  // An observation inside of the zero bucket is counted there and nowhere else.
  .filter((histogram) =>
    [...positiveBuckets(histogram), ...negativeBuckets(histogram)].every(
      ({ lower, upper }) => Math.min(Math.abs(lower), Math.abs(upper)) >= histogram.zeroThreshold,
    ),
  );

const custom: fc.Arbitrary<FloatHistogram> = fc
  .record({
    own: fc.array(fc.nat(9), { minLength: 3, maxLength: 3 }),
    bounds: fc.constantFrom([1, 5], [1, 7], [-2, 5]),
  })
  .map(({ own, bounds }) => ({
    ...EMPTY_HISTOGRAM,
    schema: CUSTOM_BUCKETS_SCHEMA,
    count: total(own),
    sum: total(own),
    positive: denseBuckets(0, own),
    customValues: bounds,
  }));

const any = fc.oneof(exponential, custom);
const pair = fc.oneof(fc.tuple(exponential, exponential), fc.tuple(custom, custom));

function observations({ positive, negative, zeroCount }: FloatHistogram): number {
  return total(positive.counts) + total(negative.counts) + zeroCount;
}

/** Differences in layout that only empty buckets make are left out. */
function expectSame(a: FloatHistogram, b: FloatHistogram): void {
  expect(formatHistogramLiteral(a)).toBe(formatHistogramLiteral(b));
}

describe('histograms', () => {
  it('are read as they are written', () => {
    fc.assert(
      fc.property(any, (histogram) => {
        const [item] = parseSeriesValues(formatHistogramLiteral(histogram)).items;
        expect(item?.kind === 'histogram' && equals(compact(item.value), compact(histogram))).toBe(true);
        expect(histogramProblem(histogram)).toBeUndefined();
      }),
    );
  });

  it('can be added in either order and lose no observation', () => {
    fc.assert(
      fc.property(pair, ([a, b]) => {
        const sum = add(a, b)!.histogram;
        expectSame(sum, add(b, a)!.histogram);
        expect(observations(sum)).toBe(observations(a) + observations(b));
      }),
    );
  });

  it('sum up to the same with compensation', () => {
    fc.assert(
      fc.property(pair, ([a, b]) => {
        const sum = new HistogramSum(a);
        sum.add(b);
        sum.add(a);
        expectSame(sum.total(), add(add(a, b)!.histogram, a)!.histogram);
      }),
    );
  });

  it('are what they were after an addition is taken back', () => {
    fc.assert(
      fc.property(any, (a) => {
        expectSame(subtract(add(a, a)!.histogram, a)!.histogram, a);
      }),
    );
  });

  it('have resets exactly where observations vanish', () => {
    fc.assert(
      fc.property(any, (a) => {
        const doubled = add(a, a)!.histogram;
        expect(detectReset(doubled, a)).toBe(false);
        expect(detectReset(a, doubled)).toBe(observations(a) > 0);
      }),
    );
  });

  it('keep their observations in a coarser schema', () => {
    fc.assert(
      fc.property(exponential, fc.integer({ min: 0, max: 4 }), (a, less) => {
        const coarse = reduceResolution(a, Math.max(a.schema - less, -4));
        expect(observations(coarse)).toBe(observations(a));
      }),
    );
  });
});

describe('estimates', () => {
  const q = fc.double({ min: 0, max: 1, noNaN: true });
  const populated = any.filter((histogram) => histogram.count > 0);

  it('have quantiles that rise', () => {
    fc.assert(
      fc.property(populated, q, q, (histogram, p, r) => {
        const [low, high] = [Math.min(p, r), Math.max(p, r)].map(
          (each) => histogramQuantile(each, histogram).value,
        );
        const slack = 1e-9 * Math.max(Math.abs(low!), Math.abs(high!));
        expect(low! - high!).toBeLessThanOrEqual(Number.isFinite(slack) ? slack : 0);
      }),
    );
  });

  it('split into fractions that make a whole', () => {
    fc.assert(
      fc.property(populated, fc.double({ min: -20, max: 20, noNaN: true }), (histogram, at) => {
        const below = histogramFraction(-Infinity, at, histogram).value;
        const above = histogramFraction(at, Infinity, histogram).value;
        expect(below + above).toBeCloseTo(1, 9);
      }),
    );
  });

  it('lose nothing between the two halves of a trim', () => {
    // Prometheus drops what a cut leaves in a bucket without bounds, so only exponential buckets add up.
    fc.assert(
      fc.property(exponential, fc.double({ min: -20, max: 20, noNaN: true }), (histogram, at) => {
        const [below, above] = [trim(histogram, at, 'below'), trim(histogram, at, 'above')];
        expect(usesCustomBuckets(below)).toBe(false);
        expect(observations(below) + observations(above)).toBeCloseTo(observations(histogram), 9);
      }),
    );
  });
});
