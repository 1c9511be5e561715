import { describe, expect, it } from 'vitest';
import type { FloatHistogram } from '../../../src/promql/eval/histogram/index.ts';
import {
  add,
  allBuckets,
  compact,
  detectReset,
  divide,
  equals,
  formatHistogram,
  formatHistogramLiteral,
  histogramFraction,
  HistogramMean,
  histogramQuantile,
  histogramStandardDeviation,
  HistogramSum,
  multiply,
  reduceResolution,
  subtract,
  trim,
} from '../../../src/promql/eval/histogram/index.ts';
import { parseSeriesValues } from '../../../src/promql/eval/series/index.ts';

/** A histogram in the series notation, braces left out. */
function h(fields: string): FloatHistogram {
  const { items, errors } = parseSeriesValues(`{{${fields}}}`);
  const [item] = items;
  if (item?.kind !== 'histogram') throw new Error(JSON.stringify(errors));
  return item.value;
}

function literal(histogram: FloatHistogram | undefined): string | undefined {
  return histogram && formatHistogramLiteral(histogram).slice(2, -2);
}

describe('text forms', () => {
  it('prints buckets in ascending order with their bounds', () => {
    const histogram = h('count:10 sum:1.5 z_bucket:2 z_bucket_w:0.001 buckets:[1 0 3] n_buckets:[4]');
    expect(formatHistogram(histogram)).toBe(
      '{count:10, sum:1.5, [-1,-0.5):4, [-0.001,0.001]:2, (0.5,1]:1, (2,4]:3}',
    );
  });

  it('prints custom buckets, the first one closed below', () => {
    const histogram = h('schema:-53 count:6 sum:9 custom_values:[1 2] buckets:[1 2 3]');
    expect(formatHistogram(histogram)).toBe('{count:6, sum:9, [-Inf,1]:1, (1,2]:2, (2,+Inf]:3}');
  });

  it.each([
    'schema:1 count:3 sum:1e+06 z_bucket:1 z_bucket_w:0.5 counter_reset_hint:gauge offset:-3 buckets:[1 0 2] n_offset:2 n_buckets:[1.5]',
    'schema:-53 count:1 custom_values:[0.1 5] buckets:[0 1]'.replace('buckets:[0 1]', 'offset:1 buckets:[1]'),
    '',
  ])('writes %j as it was read', (text) => {
    expect(literal(h(text))).toBe(text);
  });

  it('does not fill the gap between hostile offsets', () => {
    const wide = add(h('buckets:[1]'), h('offset:2000000000 buckets:[1]'))!.histogram;
    expect(formatHistogramLiteral(wide)).toBe('{count:0, sum:0, (0.5,1]:1, (+Inf,+Inf]:1}');
  });

  it("uses Prometheus's bounds, which are not the nearest floats", () => {
    expect(formatHistogram(h('schema:1 count:1 buckets:[1]'))).toBe(
      '{count:1, sum:0, (0.7071067811865475,1]:1}',
    );
    expect(allBuckets(h('schema:-4 offset:64 buckets:[1]'))[0]?.upper).toBe(Number.MAX_VALUE);
    expect(allBuckets(h('offset:1024 buckets:[1 1]')).map((bucket) => bucket.upper)).toEqual([
      Number.MAX_VALUE,
      Infinity,
    ]);
  });
});

describe('arithmetic', () => {
  it('adds on the coarser schema', () => {
    const sum = add(h('schema:1 count:6 sum:3 buckets:[1 2 3]'), h('count:3 sum:2 buckets:[1 2]'));
    expect(literal(sum?.histogram)).toBe('count:9 sum:5 buckets:[2 7]');
  });

  it('widens the narrower zero bucket to a bound outside populated buckets', () => {
    const narrow = h('count:7 z_bucket:1 z_bucket_w:0.1 buckets:[2 4]');
    const wide = h('count:2 z_bucket:2 z_bucket_w:0.6');
    const expected = 'count:9 z_bucket:5 z_bucket_w:1 offset:1 buckets:[4]';
    expect(literal(add(narrow, wide)?.histogram)).toBe(expected);
    expect(literal(add(wide, narrow)?.histogram)).toBe(expected);
  });

  it('reduces custom buckets to their common bounds and says so', () => {
    const a = h('schema:-53 count:6 custom_values:[1 2 4] buckets:[1 1 2 2]');
    const b = h('schema:-53 count:3 custom_values:[2 3] buckets:[1 1 1]');
    const sum = add(a, b);
    expect(sum?.boundsReconciled).toBe(true);
    expect(literal(sum?.histogram)).toBe('schema:-53 count:9 custom_values:[2] buckets:[3 6]');
    expect(literal(subtract(a, b)?.histogram)).toBe('schema:-53 count:3 custom_values:[2] buckets:[1 2]');
  });

  it('does not mix exponential and custom buckets', () => {
    expect(add(h(''), h('schema:-53'))).toBeUndefined();
    expect(new HistogramSum(h('')).add(h('schema:-53'))).toBeUndefined();
  });

  it.each([
    ['gauge', 'reset', 'gauge', false],
    ['unknown', 'reset', 'unknown', false],
    ['not_reset', 'not_reset', 'not_reset', false],
    ['not_reset', 'reset', 'unknown', true],
  ])('combines hints %s and %s to %s', (a, b, hint, collision) => {
    const sum = add(h(`counter_reset_hint:${a}`), h(`counter_reset_hint:${b}`))!;
    expect([sum.histogram.counterResetHint, sum.counterResetCollision]).toEqual([hint, collision]);
  });

  it('makes a gauge of a negative multiple, and no buckets of a division by zero', () => {
    const histogram = h('count:2 sum:4 buckets:[1 1]');
    expect(literal(multiply(histogram, -2))).toBe('count:-4 sum:-8 counter_reset_hint:gauge buckets:[-2 -2]');
    expect(literal(divide(histogram, 0))).toBe('count:+Inf sum:+Inf z_bucket:NaN');
  });

  it('drops empty buckets only when it compacts', () => {
    const histogram = h('buckets:[0 1 0]');
    expect(equals(histogram, h('offset:1 buckets:[1]'))).toBe(false);
    expect(equals(compact(histogram), h('offset:1 buckets:[1]'))).toBe(true);
    expect(literal(reduceResolution(h('schema:2 offset:-3 buckets:[1 1 1 1 1]'), 0))).toBe('buckets:[4 1]');
  });

  it('sums with compensation, across schemas and zero buckets', () => {
    const sum = new HistogramSum(h('schema:1 count:1e16 z_bucket:1e16 z_bucket_w:0.1 buckets:[1]'));
    for (let i = 0; i < 10; i++) sum.add(h('count:1 z_bucket:1 z_bucket_w:0.1'));
    sum.add(h('count:-1e16 z_bucket:-1e16 z_bucket_w:1'));
    expect(literal(sum.total())).toBe('count:10 z_bucket:11 z_bucket_w:1');
  });

  it('averages what would overflow as a sum', () => {
    const mean = new HistogramMean(h('count:1e308 sum:1 buckets:[1e308]'));
    mean.add(h('count:1e308 sum:2 buckets:[1e308]'));
    mean.add(h('count:1e308 sum:3 buckets:[1e308]'));
    const { count, sum } = mean.mean();
    expect(count / 1e308).toBeCloseTo(1, 12);
    expect(sum).toBeCloseTo(2, 12);
  });
});

describe('estimates', () => {
  const histogram = h('schema:0 count:12 sum:100 z_bucket:2 z_bucket_w:0.001 buckets:[2 3 0 1 4]');

  it('interpolates quantiles exponentially, linearly around zero and in custom buckets', () => {
    expect(histogramQuantile(0.5, h('count:2 buckets:[0 2]')).value).toBeCloseTo(Math.SQRT2, 12);
    expect(histogramQuantile(1 / 12, histogram).value).toBeCloseTo(0.0005, 12);
    const custom = h('schema:-53 count:4 custom_values:[10 20] buckets:[2 2]');
    expect([0.25, 0.75, 1].map((q) => histogramQuantile(q, custom).value)).toEqual([5, 15, 20]);
    expect([-1, 2, NaN].map((q) => histogramQuantile(q, custom).value)).toEqual([-Infinity, Infinity, NaN]);
  });

  it('answers fractions as the inverse of quantiles', () => {
    for (const q of [0.05, 0.2, 0.5, 0.7, 0.95]) {
      expect(
        histogramFraction(-Infinity, histogramQuantile(q, histogram).value, histogram).value,
      ).toBeCloseTo(q, 12);
    }
    expect(histogramFraction(5, 1, histogram).value).toBe(0);
  });

  it('notes observations that are NaN', () => {
    const withNan = h('count:3 sum:NaN buckets:[1 1]');
    expect(histogramQuantile(0.9, withNan)).toEqual({ value: NaN, note: 'nan-result' });
    expect(histogramQuantile(0.1, withNan).note).toBe('nan-skew');
    expect(histogramFraction(-Infinity, Infinity, withNan)).toEqual({ value: 2 / 3, nanObservations: true });
  });

  it('estimates the standard deviation from bucket means', () => {
    const two = h('schema:-53 count:2 sum:30 custom_values:[10 20 30] buckets:[0 1 1]');
    expect(histogramStandardDeviation(two)).toBe(Math.sqrt((0 + 100) / 2));
  });
});

describe('counter resets', () => {
  it.each([
    ['count:2 buckets:[2]', 'count:1 buckets:[1]', true],
    ['count:2 buckets:[1 1]', 'count:3 buckets:[3]', true],
    ['count:1 buckets:[1]', 'count:2 buckets:[1 1]', false],
    ['schema:1 count:2 buckets:[1 1]', 'count:3 buckets:[2 1]', false],
    ['count:2 buckets:[1 1]', 'schema:1 count:3 buckets:[1 1 1]', true],
    ['count:2 z_bucket_w:0.5 z_bucket:2', 'count:3 z_bucket:3', true],
    ['count:2 offset:-2 buckets:[2]', 'count:3 z_bucket_w:0.5 z_bucket:3', false],
    ['count:2 buckets:[2]', 'count:3 z_bucket_w:0.7 z_bucket:3', true],
    ['count:5', 'count:1 counter_reset_hint:not_reset', false],
    ['count:1', 'count:5 counter_reset_hint:reset', true],
    [
      'schema:-53 count:4 custom_values:[1 2] buckets:[2 2]',
      'schema:-53 count:5 custom_values:[2] buckets:[5]',
      false,
    ],
    [
      'schema:-53 count:4 custom_values:[1 2] buckets:[2 2]',
      'schema:-53 count:5 custom_values:[1] buckets:[1 4]',
      true,
    ],
  ])('from %j to %j: %s', (previous, current, reset) => {
    expect(detectReset(h(current), h(previous))).toBe(reset);
  });
});

describe('trimming', () => {
  it('keeps the part of a bucket on the right side of the value', () => {
    const custom = h('schema:-53 count:4 sum:40 custom_values:[10 20] buckets:[2 2]');
    expect(literal(trim(custom, 15, 'below'))).toBe(
      'schema:-53 count:3 sum:22.5 custom_values:[10 20] buckets:[2 1]',
    );
    expect(literal(trim(custom, 15, 'above'))).toBe(
      'schema:-53 count:1 sum:17.5 custom_values:[10 20] offset:1 buckets:[1]',
    );
  });

  it('returns the same histogram if nothing is beyond', () => {
    const histogram = h('count:3 sum:5 buckets:[1 2]');
    expect(trim(histogram, 2, 'below')).toBe(histogram);
    expect(literal(trim(histogram, 0, 'below'))).toBe('');
  });
});
