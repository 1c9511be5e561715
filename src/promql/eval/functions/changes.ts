import type { RangeWindow } from '../engine/window.ts';
import { detectReset, equals } from '../histogram/index.ts';
import type { FloatHistogram } from '../histogram/index.ts';
import { firstAfter } from '../storage/range-source.ts';
import { overWindow } from './implementation.ts';
import type { Implementation } from './implementation.ts';
import { startProvesReset } from './start-times.ts';

interface TimedSample {
  readonly time: number;
  readonly start: number;
  readonly value: number | FloatHistogram;
}

type Differs = (before: TimedSample, now: TimedSample) => boolean;

/** Counts the pairs of neighbouring samples for which `differs` holds. */
function countPairs(window: RangeWindow, differs: Differs): number | undefined {
  const first = firstIndices(window);
  if (first === undefined) return undefined;
  let before: TimedSample | undefined;
  let count = 0;
  for (const sample of inOrder(window, first.float, first.histogram)) {
    if (before !== undefined && differs(before, sample)) count++;
    before = sample;
  }
  return count;
}

/** Floats and histograms of a window by time. */
function* inOrder(window: RangeWindow, float: number, histogram: number): Generator<TimedSample> {
  const { floats, histograms, to, hTo } = window;
  let [i, j] = [float, histogram];
  while (i < to || j < hTo) {
    if (j >= hTo || (i < to && floats.times[i]! < histograms.times[j]!)) {
      yield { time: floats.times[i]!, start: floats.starts?.[i] ?? 0, value: floats.values[i]! };
      i++;
    } else {
      yield { time: histograms.times[j]!, start: histograms.starts?.[j] ?? 0, value: histograms.values[j]! };
      j++;
    }
  }
}

/**
 * Where counting begins. An anchored range begins with the newest sample at or before its start, of whatever
 * kind; undefined where no sample comes after that.
 */
function firstIndices(window: RangeWindow): { float: number; histogram: number } | undefined {
  const { floats, histograms, from, to, hFrom, hTo, startMs } = window;
  if (window.extension !== 'anchored') return { float: from, histogram: hFrom };
  const float = firstAfter(floats.times, from, to, startMs) - 1;
  const histogram = firstAfter(histograms.times, hFrom, hTo, startMs) - 1;
  if (float + 1 >= to && histogram + 1 >= hTo) return undefined;
  const floatTime = float < from ? -Infinity : floats.times[float]!;
  const histogramTime = histogram < hFrom ? -Infinity : histograms.times[histogram]!;
  if (floatTime === -Infinity && histogramTime === -Infinity) return { float: from, histogram: hFrom };
  return floatTime >= histogramTime ? { float, histogram: histogram + 1 } : { float: float + 1, histogram };
}

function isReset(window: RangeWindow, before: TimedSample, now: TimedSample): boolean {
  if (typeof before.value !== typeof now.value) return true;
  const { startTimestamps } = window.context.settings;
  if (startTimestamps && startProvesReset(before.start, before.time, now.start, now.time)) return true;
  if (typeof before.value === 'number' || typeof now.value === 'number') return now.value < before.value;
  return detectReset(now.value, before.value);
}

function isChange({ value: before }: TimedSample, { value: now }: TimedSample): boolean {
  if (typeof before === 'number' && typeof now === 'number') {
    return before !== now && !(Number.isNaN(before) && Number.isNaN(now));
  }
  if (typeof before === 'number' || typeof now === 'number') return true;
  return !equals(now, before);
}

export const CHANGES = {
  changes: overWindow((window) => countPairs(window, isChange), 'anchored'),
  resets: overWindow(
    (window) => countPairs(window, (before, now) => isReset(window, before, now)),
    'anchored',
  ),
} satisfies Record<string, Implementation>;
