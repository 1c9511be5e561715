import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { naturallyBefore } from '../../../src/promql/eval/functions/natural-order.ts';
import { expandTemplate } from '../../../src/promql/eval/functions/expand-template.ts';
import { parseFloat64 } from '../../../src/go/numbers/parse-float.ts';
import { bucketFraction, bucketQuantile } from '../../../src/promql/eval/functions/classic-buckets.ts';
import { goMax, goMin } from '../../../src/go/math/min-max.ts';
import { goPow } from '../../../src/go/math/pow.ts';
import { KahanMean, KahanSum, NaiveSum, RunningMean } from '../../../src/promql/eval/numbers/kahan.ts';
import { formatOpenMetricsFloat } from '../../../src/promql/eval/numbers/open-metrics.ts';
import { quantile } from '../../../src/promql/eval/numbers/quantile.ts';

describe('sums and means', () => {
  it('keep what a plain sum loses', () => {
    const [exact, naive] = [new KahanSum(), new NaiveSum(0)];
    for (const value of [1, 1e100, 1, -1e100]) {
      exact.add(value);
      naive.add(value);
    }
    expect(exact.total).toBe(2);
    expect(naive.total).toBe(0);
  });

  it('stay finite where the sum would overflow', () => {
    const mean = new KahanMean(1.7e308);
    mean.add(1.7e308);
    mean.add(1.7e308);
    expect(mean.total).toBeCloseTo(1.7e308, -300);
  });

  it('keep an infinite mean in version 2', () => {
    const mean = new RunningMean(Infinity);
    mean.add(5);
    expect(mean.total).toBe(Infinity);
    mean.add(-Infinity);
    expect(mean.total).toBeNaN();
  });
});

describe("Go's arithmetic", () => {
  it('raises 1 to anything as 1', () => {
    expect(goPow(1, NaN)).toBe(1);
    expect(goPow(-1, Infinity)).toBe(1);
    expect(goPow(2, 10)).toBe(1024);
  });

  it('prefers an infinity to NaN in Max and Min', () => {
    expect(goMax(NaN, Infinity)).toBe(Infinity);
    expect(goMax(NaN, 1)).toBeNaN();
    expect(goMin(-Infinity, NaN)).toBe(-Infinity);
  });

  it('writes and reads label floats', () => {
    expect([1, 0.99, 1e6, NaN].map(formatOpenMetricsFloat)).toEqual(['1.0', '0.99', '1e+06', 'NaN']);
    expect(['+Inf', '1e3', '.5', 'x', ''].map((text) => parseFloat64(text).value)).toEqual([
      Infinity,
      1000,
      0.5,
      undefined,
      undefined,
    ]);
  });
});

describe('quantile', () => {
  it('interpolates between ranks and puts NaN first', () => {
    expect(quantile(0.5, [4, 1, 3, 2])).toBe(2.5);
    expect(quantile(0, [1, NaN])).toBeNaN();
    expect(quantile(-1, [1])).toBe(-Infinity);
    expect(quantile(2, [1])).toBe(Infinity);
    expect(quantile(0.5, [])).toBeNaN();
  });
});

describe('classic buckets', () => {
  const buckets = () => [
    { upperBound: 2, count: 6 },
    { upperBound: Infinity, count: 8 },
    { upperBound: 1, count: 4 },
  ];

  it('give quantiles by linear interpolation', () => {
    expect(bucketQuantile(0.25, buckets()).value).toBe(0.5);
    expect(bucketQuantile(0.625, buckets()).value).toBe(1.5);
    expect(bucketQuantile(0.99, buckets()).value).toBe(2);
  });

  it('need a +Inf bucket', () => {
    expect(bucketQuantile(0.5, buckets().slice(2)).value).toBeNaN();
  });

  it('are made monotonic, and say how', () => {
    const { fix } = bucketQuantile(0.5, [
      { upperBound: 1, count: 5 },
      { upperBound: 2, count: 3 },
      { upperBound: Infinity, count: 9 },
    ]);
    expect(fix).toEqual({ minBucket: 2, maxBucket: 2, maxDiff: 2 });
  });

  it('give fractions that undo quantiles', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 0.74, noNaN: true }), (q) => {
        const { value } = bucketQuantile(q, buckets());
        expect(bucketFraction(-Infinity, value, buckets())).toBeCloseTo(q, 9);
      }),
    );
  });
});

describe('naturallyBefore', () => {
  it('takes runs of digits for numbers', () => {
    const sorted = ['node10', 'node2', 'node1', 'node02'].sort((a, b) => (naturallyBefore(a, b) ? -1 : 1));
    expect(sorted.slice(0, 1)).toEqual(['node1']);
    expect(sorted.at(-1)).toBe('node10');
    expect(naturallyBefore('a', 'a1')).toBe(true);
    expect(naturallyBefore('a1', 'a')).toBe(false);
    expect(naturallyBefore('99999999999999999999', '1')).toBe(false);
  });
});

describe('expandTemplate', () => {
  const groups: Record<string, string> = { 1: 'one', name: 'n', '1x': 'odd' };
  it.each([
    ['$1-${name}', 'one-n'],
    ['$1x', 'odd'],
    ['${1}x', 'onex'],
    ['$$1', '$1'],
    ['a$', 'a$'],
    ['$ {1}', '$ {1}'],
    ['${', '${'],
    ['$missing.', '.'],
  ])('%s', (template, expected) => {
    expect(expandTemplate(template, (group) => groups[group] ?? '')).toBe(expected);
  });
});
