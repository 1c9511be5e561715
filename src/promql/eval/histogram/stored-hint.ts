import { detectReset } from './reset.ts';
import { sameBounds } from './custom-bounds.ts';
import type { CounterResetHint, FloatHistogram } from './types.ts';

/**
 * The hint under which Prometheus's storage gives back a histogram. `previous` is the sample right before it in
 * the series, as stored; undefined where there is none or it is a float or a stale marker. Within a chunk every
 * histogram but the first is known not to follow a reset, and whatever starts a chunk (a reset among others) comes
 * back as unknown.
 */
export function storedHint(
  histogram: FloatHistogram,
  previous: FloatHistogram | undefined,
): CounterResetHint {
  if (histogram.counterResetHint === 'gauge') return 'gauge';
  if (previous === undefined || previous.counterResetHint === 'gauge') return 'unknown';
  return startsChunk(histogram, previous) ? 'unknown' : 'not_reset';
}

function startsChunk(histogram: FloatHistogram, previous: FloatHistogram): boolean {
  return (
    histogram.counterResetHint === 'reset' ||
    histogram.schema !== previous.schema ||
    histogram.zeroThreshold !== previous.zeroThreshold ||
    !sameBounds(histogram.customValues, previous.customValues) ||
    detectReset({ ...histogram, counterResetHint: 'unknown' }, previous)
  );
}

/**
 * The hint that a histogram has below histogram_count, histogram_sum and histogram_avg (not in a subquery): there
 * Prometheus reads samples without buckets, and so detects resets while it reads. `previous` is the histogram
 * before it in the series.
 */
export function hintWhileReading(
  histogram: FloatHistogram,
  previous: FloatHistogram | undefined,
): CounterResetHint {
  if (histogram.counterResetHint !== 'unknown' || previous === undefined) return histogram.counterResetHint;
  return detectReset(histogram, previous) ? 'reset' : 'not_reset';
}
