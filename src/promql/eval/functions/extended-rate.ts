import { nativeHistogramNotCounter, nativeHistogramNotGauge } from '../annotations/remarks.ts';
import { incompatible, remarkReconciled } from './histogram-remarks.ts';
import { edgesOf, edgeValues } from '../engine/edges.ts';
import type { Edges } from '../engine/edges.ts';
import { interpolateHistograms } from '../engine/interpolate.ts';
import type { RangeWindow } from '../engine/window.ts';
import {
  add,
  compact,
  detectReset,
  divide,
  subtract,
  usesCustomBuckets,
  withHint,
} from '../histogram/index.ts';
import type { FloatHistogram } from '../histogram/index.ts';
import type { RateKind } from './rate-kind.ts';

/**
 * rate, increase and delta over `anchored` and `smoothed` selectors: between the values at the very edges of the
 * range, taken from the sample before (anchored) or interpolated (smoothed). Nothing is extrapolated.
 */
export function extendedRate(window: RangeWindow, kind: RateKind): number | FloatHistogram | undefined {
  return window.from < window.to ? floatRate(window, kind) : histogramRate(window, kind);
}

/** A smoothed range that ends before the first sample, which only its lookahead found. */
function beyondRange(window: RangeWindow, times: Float64Array, { first }: Edges): boolean {
  return window.extension === 'smoothed' && times[first]! > window.endMs;
}

function floatRate(window: RangeWindow, { counter, perSecond }: RateKind): number | undefined {
  const { times, values } = window.floats;
  const edges = edgesOf(window, times, window.from, window.to);
  if (edges === undefined || beyondRange(window, times, edges)) return undefined;
  const [left, right] = edgeValues(window, edges, counter);
  let growth = right - left;
  if (counter) {
    // Resets at the edges are in the interpolated values already; only samples inside the range are looked at.
    const from = times[edges.first]! <= window.startMs ? edges.first + 1 : edges.first;
    const to = times[edges.last]! >= window.endMs ? edges.last : edges.last + 1;
    let before = left;
    for (let i = from; i < to; i++) {
      if (values[i]! < before) growth += before;
      before = values[i]!;
    }
    if (right < before) growth += before;
  }
  return perSecond ? growth / (window.lengthMs / 1000) : growth;
}

function histogramRate(window: RangeWindow, { counter, perSecond }: RateKind): FloatHistogram | undefined {
  const { times } = window.histograms;
  const edges = edgesOf(window, times, window.hFrom, window.hTo);
  if (edges === undefined || beyondRange(window, times, edges)) return undefined;
  if (!checkLayouts(window, edges, counter)) return undefined;
  const [left, right] = histogramEdges(window, edges, counter);
  if (left === undefined || right === undefined) {
    incompatible(window);
    return;
  }
  if (!counter && (left.counterResetHint !== 'gauge' || right.counterResetHint !== 'gauge')) {
    window.annotate(nativeHistogramNotGauge(window.metricName, window.range));
  }
  const difference = subtract(right, left);
  if (difference === undefined) {
    incompatible(window);
    return;
  }
  remarkReconciled(window, 'subtraction', difference);
  let growth: FloatHistogram | undefined = difference.histogram;
  if (counter) growth = addResets(window, edges, left, right, growth);
  if (growth === undefined) return undefined;
  if (perSecond) growth = divide(growth, window.lengthMs / 1000);
  return compact(withHint(growth, 'gauge'));
}

function checkLayouts(window: RangeWindow, { first, last }: Edges, counter: boolean): boolean {
  const { values } = window.histograms;
  const custom = usesCustomBuckets(values[first]!);
  for (let i = first; i <= last; i++) {
    if (usesCustomBuckets(values[i]!) !== custom) {
      incompatible(window);
      return false;
    }
    if (counter && values[i]!.counterResetHint === 'gauge') {
      window.annotate(nativeHistogramNotCounter(window.metricName, window.range));
    }
  }
  return true;
}

function histogramEdges(
  window: RangeWindow,
  { first, last }: Edges,
  counter: boolean,
): [FloatHistogram | undefined, FloatHistogram | undefined] {
  const { times, values } = window.histograms;
  const { startMs, endMs, context, range } = window;
  const between = (i: number, time: number): FloatHistogram | undefined => {
    const pair = { t1: times[i]!, v1: values[i]!, t2: times[i + 1]!, v2: values[i + 1]! };
    return interpolateHistograms(pair, time, counter, context, range);
  };
  if (window.extension !== 'smoothed') return [values[first], values[last]];
  const left = times[first]! < startMs ? between(first, startMs) : values[first];
  const right = last > window.hFrom && times[last]! > endMs ? between(last - 1, endMs) : values[last];
  return [left, right];
}

/** Adds what the counter had before each reset inside the range. */
function addResets(
  window: RangeWindow,
  edges: Edges,
  left: FloatHistogram,
  right: FloatHistogram,
  growth: FloatHistogram,
): FloatHistogram | undefined {
  const { times, values } = window.histograms;
  let from = edges.first + 1;
  let before = left;
  const interpolated = window.extension === 'smoothed' && times[edges.first]! < window.startMs;
  if (interpolated && detectReset(values[edges.first + 1]!, values[edges.first]!)) {
    // The left value is interpolated across this reset, so the reset is in it already.
    before = values[edges.first + 1]!;
    from++;
  }
  // The last sample is left out: the right value has its hint and would be compared with itself.
  const to = edges.last;
  if (from > to) return growth;
  let total = growth;
  const correct = (): boolean => {
    const sum = add(total, before);
    if (sum === undefined) return false;
    remarkReconciled(window, 'addition', sum);
    total = sum.histogram;
    return true;
  };
  for (let i = from; i < to; i++) {
    if (detectReset(values[i]!, before) && !correct()) {
      incompatible(window);
      return;
    }
    before = values[i]!;
  }
  if (detectReset(right, before) && !correct()) {
    incompatible(window);
    return;
  }
  return total;
}
