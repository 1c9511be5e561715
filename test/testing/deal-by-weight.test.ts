import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { dealByWeight } from '../../src/testing/observe/deal-by-weight.ts';

describe('dealByWeight', () => {
  it('gives the heavy ones to different hands', () => {
    expect(dealByWeight([1, 1, 1, 1, 9, 9], 2, 40)).toEqual([
      [0, 2, 4],
      [1, 3, 5],
    ]);
  });

  it('makes more hands where one would be too large, and no empty ones', () => {
    expect(dealByWeight([1, 1, 1, 1, 1], 2, 2).map((hand) => hand.length)).toEqual([2, 2, 1]);
    expect(dealByWeight([5], 2, 40)).toEqual([[0]]);
    expect(dealByWeight([], 2, 40)).toEqual([]);
  });

  it('deals every item once, and no hand is heavier than a fair share and one item', () => {
    const weights = fc.array(fc.nat(1000), { maxLength: 60 });
    fc.assert(
      fc.property(weights, fc.integer({ min: 1, max: 4 }), (all, hands) => {
        const dealt = dealByWeight(all, hands, 100);
        expect(dealt.flat().sort((a, b) => a - b)).toEqual([...all.keys()]);
        const sum = (items: readonly number[]): number => items.reduce((total, i) => total + all[i]!, 0);
        const fair = sum([...all.keys()]) / hands + Math.max(0, ...all);
        for (const hand of dealt) expect(sum(hand)).toBeLessThanOrEqual(fair);
      }),
    );
  });
});
