import { mixedFloatsHistograms, startTimeOverlap } from '../annotations/remarks.ts';
import type { RangeWindow } from '../engine/window.ts';
import { add, multiply } from '../histogram/index.ts';
import type { FloatHistogram } from '../histogram/index.ts';
import { extendedRate } from './extended-rate.ts';
import { histogramIncrease } from './histogram-rate.ts';
import { incompatible, remarkReconciled } from './histogram-remarks.ts';
import { overWindow } from './implementation.ts';
import type { Implementation } from './implementation.ts';
import { startOverlaps, startProvesReset } from './start-times.ts';
import type { RateKind } from './rate-kind.ts';

/** Growth between the first and the last sample, and what extrapolation needs to know of them. */
interface Observed {
  readonly growth: number | FloatHistogram | undefined;
  readonly firstMs: number;
  readonly lastMs: number;
  readonly samples: number;
  /** Start timestamp of the first sample, 0 where unknown. */
  readonly startMs: number;
  readonly firstValue: number | FloatHistogram;
}

/** rate, increase and delta: growth over the window, extrapolated to its edges as Prometheus does. */
function extrapolated(window: RangeWindow, kind: RateKind): number | FloatHistogram | undefined {
  if (window.from < window.to && window.hFrom < window.hTo) {
    window.annotate(mixedFloatsHistograms(window.metricName, window.range));
    return undefined;
  }
  if (window.extension !== undefined) return extendedRate(window, kind);
  const observed = window.from < window.to ? observeFloats(window, kind) : observeHistograms(window, kind);
  return observed && extrapolate(window, observed, kind);
}

function observeFloats(window: RangeWindow, { counter }: RateKind): Observed {
  const { floats, from, to } = window;
  const { times, values } = floats;
  const starts = counter ? startsOf(window) : undefined;
  let growth = values[to - 1]! - values[from]!;
  if (counter) {
    for (let i = from + 1; i < to; i++) {
      const previous = values[i - 1]!;
      const fell = values[i]! < previous;
      if (
        fell ||
        (starts !== undefined && startProvesReset(starts[i - 1]!, times[i - 1]!, starts[i]!, times[i]!))
      ) {
        growth += previous;
      }
    }
    if (starts !== undefined) remarkOverlap(window, times, starts, from, to);
  }
  return {
    growth,
    firstMs: times[from]!,
    lastMs: times[to - 1]!,
    samples: to - from,
    startMs: starts?.[from] ?? 0,
    firstValue: values[from]!,
  };
}

function observeHistograms(window: RangeWindow, { counter }: RateKind): Observed | undefined {
  const { times, values } = window.histograms;
  const { hFrom: from, hTo: to } = window;
  const samples = to - from;
  const starts = counter && window.context.settings.startTimestamps ? window.histograms.starts : undefined;
  const growth = samples > 1 ? histogramIncrease(window, counter, starts) : undefined;
  if (samples > 1 && growth === undefined) return undefined;
  if (starts !== undefined && samples > 1) remarkOverlap(window, times, starts, from, to);
  return {
    growth,
    firstMs: times[from]!,
    lastMs: times[to - 1]!,
    samples,
    startMs: starts?.[from] ?? 0,
    firstValue: values[from]!,
  };
}

function startsOf({ context, floats }: RangeWindow): Float64Array | undefined {
  return context.settings.startTimestamps ? floats.starts : undefined;
}

/** One remark per window, however many samples overlap. */
function remarkOverlap(
  window: RangeWindow,
  times: Float64Array,
  starts: Float64Array,
  from: number,
  to: number,
): void {
  for (let i = from + 1; i < to; i++) {
    if (!startOverlaps(starts[i - 1]!, times[i - 1]!, starts[i]!)) continue;
    window.annotate(startTimeOverlap(window.metricName, window.range));
    return;
  }
}

function extrapolate(
  window: RangeWindow,
  observed: Observed,
  { counter, perSecond }: RateKind,
): number | FloatHistogram | undefined {
  const { firstMs, lastMs, samples, startMs } = observed;
  let growth = observed.growth;
  let interval = (lastMs - firstMs) / 1000;
  const average = samples > 1 ? interval / (samples - 1) : 0;
  const threshold = average * 1.1;
  let toStart = (firstMs - window.startMs) / 1000;
  if (startMs !== 0 && startMs > window.startMs && startMs < firstMs) {
    // The counter began inside the window, so it was zero then: nothing to extrapolate on that side.
    toStart = 0;
    interval = (lastMs - startMs) / 1000;
    growth = withFirst(window, growth, observed.firstValue);
    if (growth === undefined) return undefined;
  } else if (samples < 2 || growth === undefined) {
    return undefined;
  } else {
    if (toStart >= threshold) toStart = average / 2;
    // Version 2 knows the zero point of float counters only.
    const hasZero = counter && (typeof growth === 'number' || window.context.settings.version !== 2);
    if (hasZero) toStart = Math.min(toStart, secondsToZero(growth, observed.firstValue, interval, toStart));
  }
  let toEnd = (window.endMs - lastMs) / 1000;
  if (toEnd >= threshold) toEnd = average / 2;
  let factor = interval === 0 ? 1 : (interval + toStart + toEnd) / interval;
  if (perSecond) factor /= window.lengthMs / 1000;
  return typeof growth === 'number' ? growth * factor : multiply(growth, factor);
}

/** Going back at the observed pace, after how many seconds the counter would have been at zero. */
function secondsToZero(
  growth: number | FloatHistogram,
  first: number | FloatHistogram,
  interval: number,
  otherwise: number,
): number {
  if (typeof growth === 'number') {
    if (typeof first !== 'number' || growth <= 0 || first < 0) return otherwise;
    const seconds = interval * (first / growth);
    return Number.isNaN(seconds) ? otherwise : seconds;
  }
  if (typeof first === 'number' || growth.count <= 0 || first.count < 0) return otherwise;
  return interval * (first.count / growth.count);
}

function withFirst(
  window: RangeWindow,
  growth: number | FloatHistogram | undefined,
  first: number | FloatHistogram,
): number | FloatHistogram | undefined {
  if (growth === undefined) return first;
  if (typeof growth === 'number') return typeof first === 'number' ? growth + first : undefined;
  if (typeof first === 'number') return undefined;
  const sum = add(growth, first);
  if (sum === undefined) {
    incompatible(window);
    return;
  }
  remarkReconciled(window, 'addition', sum);
  return sum.histogram;
}

export const RATES = {
  delta: overWindow(
    (window) => extrapolated(window, { counter: false, perSecond: false }),
    'anchored',
    'smoothed',
  ),
  increase: overWindow(
    (window) => extrapolated(window, { counter: true, perSecond: false }),
    'anchored',
    'smoothed',
  ),
  rate: overWindow(
    (window) => extrapolated(window, { counter: true, perSecond: true }),
    'anchored',
    'smoothed',
  ),
} satisfies Record<string, Implementation>;
