import {
  mixedFloatsHistograms,
  nativeHistogramNotCounter,
  nativeHistogramNotGauge,
} from '../annotations/remarks.ts';
import type { RangeWindow } from '../engine/window.ts';
import { compact, detectReset, divide, subtract, withHint } from '../histogram/index.ts';
import type { FloatHistogram } from '../histogram/index.ts';
import { incompatible, remarkReconciled } from './histogram-remarks.ts';
import { overWindow } from './implementation.ts';
import type { Implementation } from './implementation.ts';
import { startProvesReset } from './start-times.ts';

interface TimedSample {
  readonly time: number;
  readonly start: number;
  readonly value: number | FloatHistogram;
}

/** The last two samples of a window, floats and histograms together, oldest first. */
function lastTwo(window: RangeWindow): [TimedSample, TimedSample] | undefined {
  const { floats, histograms, from, to, hFrom, hTo, context } = window;
  const useStarts = context.settings.startTimestamps;
  const samples: TimedSample[] = [];
  for (const [points, first, end] of [
    [floats, from, to],
    [histograms, hFrom, hTo],
  ] as const) {
    for (let i = Math.max(first, end - 2); i < end; i++) {
      const start = useStarts ? (points.starts?.[i] ?? 0) : 0;
      samples.push({ time: points.times[i]!, start, value: points.values[i]! });
    }
  }
  if (samples.length < 2) return undefined;
  samples.sort((a, b) => a.time - b.time);
  return [samples.at(-2)!, samples.at(-1)!];
}

/** irate (`counter`) and idelta: the difference between the last two samples. */
function instantChange(window: RangeWindow, counter: boolean): number | FloatHistogram | undefined {
  const pair = lastTwo(window);
  if (pair === undefined || pair[0].time === pair[1].time) return undefined;
  const [before, last] = pair;
  const reset = counter && startProvesReset(before.start, before.time, last.start, last.time);
  const seconds = (last.time - before.time) / 1000;
  if (typeof last.value === 'number' && typeof before.value === 'number') {
    const fell = counter && last.value < before.value;
    const difference = fell || reset ? last.value : last.value - before.value;
    return counter ? difference / seconds : difference;
  }
  if (typeof last.value === 'number' || typeof before.value === 'number') {
    window.annotate(mixedFloatsHistograms(window.metricName, window.range));
    return undefined;
  }
  const change = histogramChange(window, before.value, last.value, counter, reset);
  return change && (counter ? divide(change, seconds) : change);
}

function histogramChange(
  window: RangeWindow,
  before: FloatHistogram,
  last: FloatHistogram,
  counter: boolean,
  startReset: boolean,
): FloatHistogram | undefined {
  const { metricName, range } = window;
  const gauges = [before, last].filter(({ counterResetHint }) => counterResetHint === 'gauge').length;
  if (counter && gauges > 0) window.annotate(nativeHistogramNotCounter(metricName, range));
  if (!counter && gauges < 2) window.annotate(nativeHistogramNotGauge(metricName, range));
  if (counter && (startReset || detectReset(last, before))) return compact(withHint(last, 'gauge'));
  const difference = subtract(last, before);
  if (difference === undefined) {
    incompatible(window);
    return;
  }
  remarkReconciled(window, 'subtraction', difference);
  return compact(withHint(difference.histogram, 'gauge'));
}

export const INSTANT_RATES = {
  irate: overWindow((window) => instantChange(window, true)),
  idelta: overWindow((window) => instantChange(window, false)),
} satisfies Record<string, Implementation>;
