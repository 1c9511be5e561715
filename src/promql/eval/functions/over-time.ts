import { histogramIgnoredInMixedRange, invalidQuantile } from '../annotations/remarks.ts';
import type { RangeWindow } from '../engine/window.ts';
import type { FloatHistogram } from '../histogram/index.ts';
import { KahanSum } from '../numbers/kahan.ts';
import { quantile } from '../numbers/quantile.ts';
import { overWindow } from './implementation.ts';
import type { Implementation, WindowFunction } from './implementation.ts';

/** Functions of the floats in a window; without floats they have no result, and histograms are ignored. */
function overFloats(run: (window: RangeWindow) => number): Implementation {
  return overWindow((window) => {
    if (window.floatCount === 0) return undefined;
    remarkIgnored(window);
    return run(window);
  });
}

/** Says so where a range with floats has histograms too, which the function ignores. */
export function remarkIgnored(window: RangeWindow): void {
  if (window.histogramCount > 0)
    window.annotate(histogramIgnoredInMixedRange(window.metricName, window.range));
}

/** Index of the float that `better` prefers over all before it; NaN gives way to anything. */
function best(
  { floats: { values }, from, to }: RangeWindow,
  better: (a: number, b: number) => boolean,
): number {
  let index = from;
  for (let i = from; i < to; i++) {
    if (better(values[i]!, values[index]!) || Number.isNaN(values[index]!)) index = i;
  }
  return index;
}

function floatsOf({ floats, from, to }: RangeWindow): number[] {
  return Array.from(floats.values.subarray(from, to));
}

function variance({ floats: { values }, from, to }: RangeWindow): number {
  const mean = new KahanSum();
  const squares = new KahanSum();
  for (let i = from; i < to; i++) {
    const delta = values[i]! - mean.total;
    mean.add(delta / (i - from + 1));
    squares.add(delta * (values[i]! - mean.total));
  }
  return squares.total / (to - from);
}

/** The median distance from the median; NaN as soon as any value is. */
function medianDeviation(window: RangeWindow): number {
  const values = floatsOf(window);
  if (values.some(Number.isNaN)) return NaN;
  const median = quantile(0.5, values);
  return quantile(
    0.5,
    values.map((value) => Math.abs(value - median)),
  );
}

function quantileOverTime(window: RangeWindow): number {
  const q = window.scalar(0);
  if (!(q >= 0 && q <= 1)) window.annotate(invalidQuantile(q, window.range));
  return quantile(q, floatsOf(window));
}

/** The oldest (`newest` false) or newest sample of a window, a histogram where times are equal. */
function edge(window: RangeWindow, newest: boolean): { time: number; value: number | FloatHistogram } {
  const { floats, histograms, from, to, hFrom, hTo } = window;
  const i = newest ? to - 1 : from;
  const j = newest ? hTo - 1 : hFrom;
  const float = { time: floats.times[i]!, value: floats.values[i]! };
  if (window.histogramCount === 0) return float;
  const histogram = { time: histograms.times[j]!, value: histograms.values[j]! };
  if (window.floatCount === 0) return histogram;
  const floatWins = newest ? float.time > histogram.time : float.time < histogram.time;
  return floatWins ? float : histogram;
}

/** The result is a sample of the series itself, so it keeps the metric's name. */
function keepingName(run: WindowFunction): Implementation {
  return { kind: 'window', run, keepsName: true, extensions: [] };
}

const larger = (a: number, b: number): boolean => a > b;
const smaller = (a: number, b: number): boolean => a < b;
const largerOrEqual = (a: number, b: number): boolean => a >= b;
const smallerOrEqual = (a: number, b: number): boolean => a <= b;

export const OVER_TIME = {
  count_over_time: overWindow((window) => window.floatCount + window.histogramCount),
  first_over_time: keepingName((window) => edge(window, false).value),
  last_over_time: keepingName((window) => edge(window, true).value),
  mad_over_time: overFloats(medianDeviation),
  max_over_time: overFloats((window) => window.floats.values[best(window, larger)]!),
  min_over_time: overFloats((window) => window.floats.values[best(window, smaller)]!),
  present_over_time: overWindow(() => 1),
  quantile_over_time: overFloats(quantileOverTime),
  stddev_over_time: overFloats((window) => Math.sqrt(variance(window))),
  stdvar_over_time: overFloats(variance),
  ts_of_first_over_time: overWindow((window) => edge(window, false).time / 1000),
  ts_of_last_over_time: overWindow((window) => edge(window, true).time / 1000),
  ts_of_max_over_time: overFloats((window) => window.floats.times[best(window, largerOrEqual)]! / 1000),
  ts_of_min_over_time: overFloats((window) => window.floats.times[best(window, smallerOrEqual)]! / 1000),
} satisfies Record<string, Implementation>;
