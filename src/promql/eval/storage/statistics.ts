import { detectReset, NO_BUCKETS, withHint } from '../histogram/index.ts';
import type { FloatHistogram } from '../histogram/index.ts';

/**
 * A histogram without its buckets, for functions that need count and sum only. As Prometheus does then, resets
 * are looked for while the buckets are still there, and the hint says what was found.
 */
export function statisticsOf(
  histogram: FloatHistogram,
  previous: FloatHistogram | undefined,
): FloatHistogram {
  const bare = {
    ...histogram,
    zeroThreshold: 0,
    zeroCount: 0,
    positive: NO_BUCKETS,
    negative: NO_BUCKETS,
    customValues: [],
  };
  if (histogram.counterResetHint !== 'unknown' || previous === undefined) return bare;
  return withHint(bare, detectReset(histogram, previous) ? 'reset' : 'not_reset');
}
