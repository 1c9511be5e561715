import { exponentialBound, indexInSchema } from './bounds.ts';
import type { Buckets } from './types.ts';
import { NO_BUCKETS } from './types.ts';

/** Buckets with consecutive indices from `first` on. */
export function denseBuckets(first: number, counts: readonly number[]): Buckets {
  return { indices: counts.map((_, i) => first + i), counts };
}

/** Each count changed by `change`; the layout stays. */
export function mapCounts(buckets: Buckets, change: (count: number) => number): Buckets {
  return buckets.counts.length === 0
    ? buckets
    : { indices: buckets.indices, counts: buckets.counts.map(change) };
}

/** Without the buckets that `keep` refuses. */
export function filterBuckets(buckets: Buckets, keep: (count: number, index: number) => boolean): Buckets {
  const indices: number[] = [];
  const counts: number[] = [];
  for (const [i, index] of buckets.indices.entries()) {
    const count = buckets.counts[i]!;
    if (!keep(count, index)) continue;
    indices.push(index);
    counts.push(count);
  }
  return indices.length === buckets.indices.length ? buckets : { indices, counts };
}

/** Without empty buckets. */
export function compactBuckets(buckets: Buckets): Buckets {
  return filterBuckets(buckets, (count) => count !== 0);
}

/** Buckets of `schema` merged into those of the coarser `targetSchema`. */
export function lowerResolution(buckets: Buckets, schema: number, targetSchema: number): Buckets {
  if (schema === targetSchema || buckets.indices.length === 0) return buckets;
  const indices: number[] = [];
  const counts: number[] = [];
  for (const [i, index] of buckets.indices.entries()) {
    const target = indexInSchema(index, schema, targetSchema);
    const last = indices.length - 1;
    if (indices[last] === target) {
      counts[last]! += buckets.counts[i]!;
    } else {
      indices.push(target);
      counts.push(buckets.counts[i]!);
    }
  }
  return { indices, counts };
}

/** `a` plus (or minus) `b`, on the union of both layouts. */
export function combineBuckets(a: Buckets, b: Buckets, sign: 1 | -1): Buckets {
  if (b.indices.length === 0) return a;
  const indices: number[] = [];
  const counts: number[] = [];
  for (const [index, inA, inB] of mergedIndices(a, b)) {
    indices.push(index);
    counts.push((a.counts[inA] ?? 0) + sign * (b.counts[inB] ?? 0));
  }
  return { indices, counts };
}

/**
 * Every index of two layouts in ascending order, with its position in either, -1 where it is absent there.
 */
function* mergedIndices(a: Buckets, b: Buckets): Generator<[index: number, inA: number, inB: number]> {
  let i = 0;
  let j = 0;
  while (i < a.indices.length || j < b.indices.length) {
    const left = a.indices[i] ?? Infinity;
    const right = b.indices[j] ?? Infinity;
    if (left === right) yield [left, i++, j++];
    else if (left < right) yield [left, i++, -1];
    else yield [right, -1, j++];
  }
}

/**
 * Without the leading buckets that lie inside the zero bucket: Prometheus ignores those of the right operand,
 * since their observations were added to the zero count. Custom buckets have no threshold and stay whole.
 */
export function outsideThreshold(buckets: Buckets, schema: number, threshold: number): Buckets {
  if (threshold === 0) return buckets;
  const first = buckets.indices.findIndex((index) => exponentialBound(index, schema) > threshold);
  if (first === 0) return buckets;
  if (first < 0) return NO_BUCKETS;
  return { indices: buckets.indices.slice(first), counts: buckets.counts.slice(first) };
}
