import { mismatchedCustomBuckets, mixedExponentialCustomHistograms } from '../annotations/remarks.ts';
import type { HistogramOperation } from '../annotations/remarks.ts';
import type { RangeWindow } from '../engine/window.ts';

/** Says that exponential and custom buckets met in a window; there is no result then. */
export function incompatible(window: RangeWindow): undefined {
  window.annotate(mixedExponentialCustomHistograms(window.metricName, window.range));
  return undefined;
}

/** Says so where custom buckets with different bounds had to be reduced to the common ones. */
export function remarkReconciled(
  window: RangeWindow,
  operation: HistogramOperation,
  { boundsReconciled }: { readonly boundsReconciled: boolean },
): void {
  if (boundsReconciled) window.annotate(mismatchedCustomBuckets(operation, window.range));
}
