import { detectReset, usesCustomBuckets, withHint } from '../histogram/index.ts';
import type { FloatHistogram } from '../histogram/index.ts';

/**
 * The histogram with the counter reset hint that it has when it is read back from Prometheus's storage, which
 * keeps histograms in chunks without resets: within a chunk the hint is "not_reset", at its start "unknown", even
 * where a reset began it. `previous` is the sample stored before, where that is a histogram.
 */
export function withStoredHint(
  histogram: FloatHistogram,
  previous: FloatHistogram | undefined,
): FloatHistogram {
  if (histogram.counterResetHint === 'gauge') return histogram;
  const continues = previous !== undefined && continuesChunk(histogram, previous);
  return withHint(histogram, continues ? 'not_reset' : 'unknown');
}

function continuesChunk(histogram: FloatHistogram, previous: FloatHistogram): boolean {
  if (previous.counterResetHint === 'gauge' || histogram.counterResetHint === 'reset') return false;
  if (histogram.schema !== previous.schema || histogram.zeroThreshold !== previous.zeroThreshold)
    return false;
  if (usesCustomBuckets(histogram) && !sameBounds(histogram, previous)) return false;
  return !detectReset(withHint(histogram, 'unknown'), previous);
}

function sameBounds(a: FloatHistogram, b: FloatHistogram): boolean {
  return (
    a.customValues.length === b.customValues.length &&
    a.customValues.every((bound, i) => bound === b.customValues[i])
  );
}
