import { nativeHistogramNotCounter, nativeHistogramNotGauge } from '../annotations/remarks.ts';
import { incompatible, remarkReconciled } from './histogram-remarks.ts';
import type { RangeWindow } from '../engine/window.ts';
import {
  add,
  compact,
  detectReset,
  EMPTY_HISTOGRAM,
  reduceResolution,
  subtract,
  usesCustomBuckets,
  withHint,
} from '../histogram/index.ts';
import type { FloatHistogram } from '../histogram/index.ts';
import { startProvesReset } from './start-times.ts';

/**
 * Growth from the first to the last histogram of a window with at least two, as a gauge; undefined, with an
 * annotation, where bucket layouts do not fit together.
 */
export function histogramIncrease(
  window: RangeWindow,
  counter: boolean,
  starts: Float64Array | undefined,
): FloatHistogram | undefined {
  const { times, values } = window.histograms;
  const { hFrom: from, hTo: to } = window;
  const isReset = (i: number, before: FloatHistogram): boolean =>
    (starts !== undefined && startProvesReset(starts[i - 1]!, times[i - 1]!, starts[i]!, times[i]!)) ||
    detectReset(values[i]!, before);

  if (counter) remarkGauges(window);
  let first = values[from]!;
  // After a reset the first sample's buckets do not matter, so its layout may not either.
  if (counter && isReset(from + 1, first)) {
    const { schema, customValues } = values[from + 1]!;
    first = { ...EMPTY_HISTOGRAM, schema, customValues };
  }
  const last = values[to - 1]!;
  const schema = commonSchema(window, first, counter);
  const difference = schema === undefined ? undefined : subtract(reduceResolution(last, schema), first);
  if (difference === undefined) {
    incompatible(window);
    return;
  }
  remarkReconciled(window, 'subtraction', difference);
  let growth = difference.histogram;
  let before = first;
  for (let i = from + 1; counter && i < to; i++) {
    if (isReset(i, before)) {
      const sum = add(growth, before);
      if (sum === undefined) {
        incompatible(window);
        return;
      }
      remarkReconciled(window, 'addition', sum);
      growth = sum.histogram;
    }
    before = values[i]!;
  }
  if (!counter && !(isGauge(values[from]!) && isGauge(last))) {
    window.annotate(nativeHistogramNotGauge(window.metricName, window.range));
  }
  return compact(withHint(growth, 'gauge'));
}

/** The coarsest schema that the result needs; undefined where exponential and custom buckets are mixed. */
function commonSchema(
  { histograms: { values }, hFrom, hTo }: RangeWindow,
  first: FloatHistogram,
  counter: boolean,
): number | undefined {
  const last = values[hTo - 1]!;
  const custom = usesCustomBuckets(first);
  let schema = Math.min(first.schema, last.schema);
  if (usesCustomBuckets(last) !== custom) return undefined;
  for (let i = hFrom + 1; counter && i < hTo - 1; i++) {
    if (usesCustomBuckets(values[i]!) !== custom) return undefined;
    schema = Math.min(schema, values[i]!.schema);
  }
  return schema;
}

/** A gauge has no resets to correct for: say so. */
function remarkGauges(window: RangeWindow): void {
  const { histograms, hFrom, hTo, metricName, range } = window;
  const gauge = histograms.values.slice(hFrom, hTo).some(isGauge);
  if (gauge) window.annotate(nativeHistogramNotCounter(metricName, range));
}

function isGauge({ counterResetHint }: FloatHistogram): boolean {
  return counterResetHint === 'gauge';
}
