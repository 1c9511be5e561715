import type { Buckets } from './types.ts';
import { NO_BUCKETS } from './types.ts';

/** Whether two histograms with custom buckets share their bounds. */
export function sameBounds(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((bound, i) => bound === b[i]);
}

/** The bounds that both lists (ascending) have. */
export function commonBounds(a: readonly number[], b: readonly number[]): number[] {
  const other = new Set(b);
  return a.filter((bound) => other.has(bound));
}

/**
 * Populations of custom buckets re-counted on coarser `bounds` (a subset of their own): one number for each
 * bound and one for the bucket up to +Inf.
 */
export function countsOnBounds(
  buckets: Buckets,
  ownBounds: readonly number[],
  bounds: readonly number[],
): number[] {
  const counts = new Array<number>(bounds.length + 1).fill(0);
  let target = 0;
  for (const [i, index] of buckets.indices.entries()) {
    const own = ownBounds[index];
    while (own !== undefined && target < bounds.length && bounds[target]! < own) target++;
    if (own === undefined) target = bounds.length;
    counts[target]! += buckets.counts[i]!;
  }
  return counts;
}

/** Populated entries of a dense list as buckets. */
export function populatedBuckets(counts: readonly number[]): Buckets {
  const indices = counts.flatMap((count, i) => (count === 0 ? [] : [i]));
  return indices.length === 0 ? NO_BUCKETS : { indices, counts: indices.map((i) => counts[i]!) };
}
