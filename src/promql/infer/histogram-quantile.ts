import type { LabelSet } from './facts.ts';
import { ANY, interval, NOT_A_NUMBER, point } from './interval.ts';
import type { Interval } from './interval.ts';
import { labelFact } from './label-set.ts';

/**
 * The values of histogram_quantile: between zero and the highest finite bucket where the buckets are known, as
 * nothing is interpolated beyond it; infinities for a quantile outside 0 to 1.
 */
export function histogramQuantileValue(labels: LabelSet, q: Interval): Interval {
  const bounds = bucketBounds(labels);
  if (bounds === undefined || q.nan || !(q.lo >= 0 && q.hi <= 1)) return outside(q);
  const finite = bounds.filter((bound) => bound !== Infinity);
  if (finite.length === 0 || !bounds.includes(Infinity)) return NOT_A_NUMBER;
  return interval(Math.min(0, ...finite), Math.max(...finite), { nan: true });
}

function outside(q: Interval): Interval {
  if (q.nan) return ANY;
  if (q.hi < 0) return { ...point(-Infinity), nan: true };
  return q.lo > 1 ? { ...point(Infinity), nan: true } : ANY;
}

/** The bounds that `le` can have, where classic buckets are all that can be there. */
export function bucketBounds(labels: LabelSet): readonly number[] | undefined {
  const le = labelFact(labels, 'le');
  if (le.values === undefined || le.presence === 'maybe' || le.presence === 'never') return undefined;
  const bounds = [...le.values].map(parseBound);
  return bounds.some(Number.isNaN) ? undefined : bounds;
}

function parseBound(text: string): number {
  if (/^\+?inf(?:inity)?$/i.test(text)) return Infinity;
  return /^[-+]?[\d.]+(?:e[-+]?\d+)?$/i.test(text) ? Number(text) : NaN;
}
