import type { RangeOp } from '../../syntax/ast.ts';
import { isAtLeast } from '../../../util/loki-release.ts';
import { extrapolatedRate, releasedRate } from './counter-rate.ts';
import type { Point, Window } from './point.ts';

/** The value of a range aggregation for the points of one series, of which there is at least one. */
export function aggregateRange(
  op: RangeOp,
  points: readonly Point[],
  window: Window,
  unwrapped: boolean,
  param: number,
): number {
  const seconds = window.rangeMs / 1000;
  switch (op) {
    case 'count_over_time':
      return points.length;
    case 'rate':
      return (unwrapped ? sum(points) : points.length) / seconds;
    case 'rate_counter':
      return isAtLeast(window.release, 'next')
        ? extrapolatedRate(points, window)
        : releasedRate(points, window);
    case 'bytes_rate':
      return sum(points) / seconds;
    case 'bytes_over_time':
    case 'sum_over_time':
      return sum(points);
    case 'avg_over_time':
      return mean(points.map(({ value }) => value));
    case 'min_over_time':
      return points.reduce((least, { value }) => (value < least || Number.isNaN(least) ? value : least), NaN);
    case 'max_over_time':
      return points.reduce((most, { value }) => (value > most || Number.isNaN(most) ? value : most), NaN);
    case 'stdvar_over_time':
      return variance(points.map(({ value }) => value));
    case 'stddev_over_time':
      return Math.sqrt(variance(points.map(({ value }) => value)));
    case 'quantile_over_time':
      return quantile(
        param,
        points.map(({ value }) => value),
      );
    case 'first_over_time':
      return points[0]!.value;
    case 'last_over_time':
      return points.at(-1)!.value;
    case 'absent_over_time':
      return 1;
  }
}

function sum(points: readonly Point[]): number {
  return points.reduce((total, { value }) => total + value, 0);
}

/** The running mean; once it is infinite, finite values no longer move it. */
function mean(values: readonly number[]): number {
  let result = 0;
  for (const [i, value] of values.entries()) {
    const infinite = Math.abs(result) === Infinity;
    if (infinite && (value === result || Number.isFinite(value))) continue;
    result += value / (i + 1) - result / (i + 1);
  }
  return result;
}

/** Welford's algorithm, as Loki computes it. */
export function variance(values: readonly number[]): number {
  let [result, average] = [0, 0];
  for (const [i, value] of values.entries()) {
    const delta = value - average;
    average += delta / (i + 1);
    result += delta * (value - average);
  }
  return result / values.length;
}

function quantile(q: number, values: readonly number[]): number {
  if (q < 0) return -Infinity;
  if (q > 1) return Infinity;
  // NaN sorts first.
  const sorted = [...values].sort((a, b) => (Number.isNaN(a) ? -1 : Number.isNaN(b) ? 1 : a - b));
  const rank = q * (sorted.length - 1);
  const lower = Math.max(0, Math.floor(rank));
  const upper = Math.min(sorted.length - 1, lower + 1);
  const weight = rank - Math.floor(rank);
  return sorted[lower]! * (1 - weight) + sorted[upper]! * weight;
}
