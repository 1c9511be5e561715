import { counterResetCollision, mixedFloatsHistograms } from '../annotations/remarks.ts';
import type { RangeWindow } from '../engine/window.ts';
import { HistogramMean, HistogramSum } from '../histogram/index.ts';
import type { Added, FloatHistogram } from '../histogram/index.ts';
import { KahanMean, KahanSum, RunningMean } from '../numbers/kahan.ts';
import { incompatible, remarkReconciled } from './histogram-remarks.ts';
import { overWindow } from './implementation.ts';
import type { Implementation } from './implementation.ts';

/** A sum or mean over a window that is all floats or all histograms. */
function overEither(
  ofFloats: (window: RangeWindow) => number,
  ofHistograms: (window: RangeWindow) => FloatHistogram | undefined,
): Implementation {
  return overWindow((window) => {
    if (window.histogramCount === 0) return ofFloats(window);
    if (window.floatCount === 0) return ofHistograms(window);
    window.annotate(mixedFloatsHistograms(window.metricName, window.range));
    return undefined;
  });
}

function sumOfFloats({ floats: { values }, from, to }: RangeWindow): number {
  const sum = new KahanSum();
  for (let i = from; i < to; i++) sum.add(values[i]!);
  return Math.abs(sum.sum) === Infinity ? sum.sum : sum.total;
}

function meanOfFloats({ floats: { values }, from, to, context }: RangeWindow): number {
  const first = values[from]!;
  const mean = context.settings.version === 2 ? new RunningMean(first, true) : new KahanMean(first);
  for (let i = from + 1; i < to; i++) mean.add(values[i]!);
  return mean.total;
}

function sumOfHistograms(window: RangeWindow): FloatHistogram | undefined {
  const sum = new HistogramSum(window.histograms.values[window.hFrom]!);
  return foldHistograms(window, (histogram) => sum.add(histogram)) ? sum.total() : undefined;
}

function meanOfHistograms(window: RangeWindow): FloatHistogram | undefined {
  const mean = new HistogramMean(window.histograms.values[window.hFrom]!);
  return foldHistograms(window, (histogram) => mean.add(histogram)) ? mean.mean() : undefined;
}

/** Adds all histograms but the first; false, with an annotation, where layouts do not fit together. */
function foldHistograms(window: RangeWindow, add: (histogram: FloatHistogram) => Added | undefined): boolean {
  const { histograms, hFrom, hTo, range } = window;
  const members = histograms.values.slice(hFrom, hTo);
  for (const histogram of members.slice(1)) {
    const added = add(histogram);
    if (added === undefined) {
      incompatible(window);
      return false;
    }
    remarkReconciled(window, 'aggregation', added);
  }
  const hints = new Set(members.map(({ counterResetHint }) => counterResetHint));
  if (hints.has('reset') && hints.has('not_reset'))
    window.annotate(counterResetCollision('aggregation', range));
  return true;
}

export const SUMS_OVER_TIME = {
  sum_over_time: overEither(sumOfFloats, sumOfHistograms),
  avg_over_time: overEither(meanOfFloats, meanOfHistograms),
} satisfies Record<string, Implementation>;
