import { lowerResolution, outsideThreshold } from './buckets.ts';
import { commonBounds, countsOnBounds, sameBounds } from './custom-bounds.ts';
import type { Buckets, FloatHistogram } from './types.ts';
import { usesCustomBuckets } from './types.ts';
import { zeroCountFor } from './zero-bucket.ts';

/**
 * Whether a counter reset is between two consecutive histograms of a series: the hint decides if it is known; otherwise any
 * count that fell, a populated bucket that vanished, a finer schema or a narrower zero bucket
 * proves one. Gauges are judged like counters, since PromQL lets people apply rate() to them.
 */
export function detectReset(current: FloatHistogram, previous: FloatHistogram): boolean {
  if (current.counterResetHint === 'reset') return true;
  if (current.counterResetHint === 'not_reset') return false;
  if (current.count < previous.count) return true;
  if (usesCustomBuckets(current) && usesCustomBuckets(previous)) return customReset(current, previous);
  if (current.schema > previous.schema || usesCustomBuckets(current)) return true;
  return exponentialReset(current, previous);
}

function customReset(current: FloatHistogram, previous: FloatHistogram): boolean {
  if (sameBounds(current.customValues, previous.customValues))
    return anyFell(current.positive, previous.positive);
  const bounds = commonBounds(current.customValues, previous.customValues);
  const before = countsOnBounds(previous.positive, previous.customValues, bounds);
  const now = countsOnBounds(current.positive, current.customValues, bounds);
  return now.some((count, i) => count < before[i]!);
}

function exponentialReset(current: FloatHistogram, previous: FloatHistogram): boolean {
  const { schema, zeroThreshold } = current;
  if (zeroThreshold < previous.zeroThreshold) return true;
  const before = zeroCountFor(previous, zeroThreshold);
  // The zero bucket cannot grow into the middle of a populated bucket without a reset.
  if (before.threshold !== zeroThreshold || current.zeroCount < before.count) return true;
  const side = (buckets: Buckets, own: number) =>
    outsideThreshold(lowerResolution(buckets, own, schema), schema, zeroThreshold);
  return (
    anyFell(side(current.positive, schema), side(previous.positive, previous.schema)) ||
    anyFell(side(current.negative, schema), side(previous.negative, previous.schema))
  );
}

function anyFell(current: Buckets, previous: Buckets): boolean {
  const now = new Map(current.indices.map((index, i) => [index, current.counts[i]!]));
  return previous.indices.some((index, i) => {
    const before = previous.counts[i]!;
    const count = now.get(index);
    return count === undefined ? before !== 0 : count < before;
  });
}
