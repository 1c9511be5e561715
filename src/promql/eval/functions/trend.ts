import { formatGoFloat } from '../../../go/numbers/format-float.ts';
import type { RangeWindow } from '../engine/window.ts';
import { EvalError } from '../errors.ts';
import { KahanSum } from '../numbers/kahan.ts';
import { overWindow } from './implementation.ts';
import type { Implementation } from './implementation.ts';
import { remarkIgnored } from './over-time.ts';

/** Functions that need two floats at least. */
function overTrend(run: (window: RangeWindow) => number): Implementation {
  return overWindow((window) => {
    if (window.floatCount === 0) return undefined;
    remarkIgnored(window);
    return window.floatCount < 2 ? undefined : run(window);
  });
}

/** Least squares over a window's floats: slope per second, and the value at `interceptMs`. */
function regression(window: RangeWindow, interceptMs: number): { slope: number; intercept: number } {
  const { floats, from, to } = window;
  const { times, values } = floats;
  const first = values[from]!;
  const [x, y, xy, xx] = [new KahanSum(), new KahanSum(), new KahanSum(), new KahanSum()];
  let constant = true;
  for (let i = from; i < to; i++) {
    const value = values[i]!;
    if (value !== first) constant = false;
    const seconds = (times[i]! - interceptMs) / 1000;
    x.add(seconds);
    y.add(value);
    xy.add(seconds * value);
    xx.add(seconds * seconds);
  }
  if (constant) {
    return Math.abs(first) === Infinity ? { slope: NaN, intercept: NaN } : { slope: 0, intercept: first };
  }
  const n = to - from;
  const covariance = xy.total - (x.total * y.total) / n;
  const variance = xx.total - (x.total * x.total) / n;
  const slope = covariance / variance;
  return { slope, intercept: y.total / n - (slope * x.total) / n };
}

function predictLinear(window: RangeWindow): number {
  const { slope, intercept } = regression(window, window.timeMs);
  return slope * window.scalar(0) + intercept;
}

function checkFactor(window: RangeWindow, index: number, what: string, letters: string): number {
  const factor = window.scalar(index);
  if (!(factor <= 0 || factor >= 1)) return factor;
  const text = `invalid ${what} factor. Expected: 0 < ${letters} < 1, got: ${formatGoFloat(factor, 'f', 6)}`;
  throw new EvalError('smoothing-factor', text, window.range);
}

/** Holt's linear method: a smoothed value and a smoothed trend. */
function doubleExponentialSmoothing(window: RangeWindow): number | undefined {
  const smoothing = checkFactor(window, 0, 'smoothing', 'sf');
  const trendFactor = checkFactor(window, 1, 'trend', 'tf');
  if (window.floatCount === 0) return undefined;
  remarkIgnored(window);
  if (window.floatCount < 2) return undefined;
  const { floats, from, to } = window;
  const { values } = floats;
  let before = 0;
  let level = values[from]!;
  let trend = values[from + 1]! - values[from]!;
  for (let i = from + 1; i < to; i++) {
    if (i > from + 1) trend = trendFactor * (level - before) + (1 - trendFactor) * trend;
    const smoothed = smoothing * values[i]! + (1 - smoothing) * (level + trend);
    before = level;
    level = smoothed;
  }
  return level;
}

export const TRENDS = {
  deriv: overTrend((window) => regression(window, window.floats.times[window.from]!).slope),
  double_exponential_smoothing: overWindow(doubleExponentialSmoothing),
  /** The name of double_exponential_smoothing in version 2. */
  holt_winters: overWindow(doubleExponentialSmoothing),
  predict_linear: overTrend(predictLinear),
} satisfies Record<string, Implementation>;
