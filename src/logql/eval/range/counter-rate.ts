import type { Point, Window } from './point.ts';

/**
 * The per-second increase of a counter over a window, extrapolated to its ends as Prometheus's rate() does; 0 for a
 * single point, where Prometheus has no value.
 */
export function extrapolatedRate(points: readonly Point[], { endMs, rangeMs }: Window): number {
  const [first, last] = [points[0]!, points.at(-1)!];
  if (points.length < 2) return 0;
  const increase = last.value - first.value + resets(points);
  const sampled = (last.timestampMs - first.timestampMs) / 1000;
  const between = sampled / (points.length - 1);
  let toStart = (first.timestampMs - (endMs - rangeMs)) / 1000;
  let toEnd = (endMs - last.timestampMs) / 1000;
  if (toStart >= between * 1.1) toStart = between / 2;
  // A counter does not start below zero.
  if (increase > 0 && first.value >= 0) toStart = Math.min(toStart, sampled * (first.value / increase));
  if (toEnd >= between * 1.1) toEnd = between / 2;
  return (increase * ((sampled + toStart + toEnd) / sampled)) / (rangeMs / 1000);
}

/**
 * The same in releases up to 3.7, which take the times of samples (nanoseconds) for milliseconds and the window to end at
 * the last sample: it is hardly extrapolated (pkg/logql/range_vector.go of v3.7.6).
 */
export function releasedRate(points: readonly Point[], { rangeMs }: Window): number {
  const [first, last] = [points[0]!, points.at(-1)!];
  if (points.length < 2) return 0;
  const increase = last.value - first.value + resets(points);
  const sampled = (last.timestampMs - first.timestampMs) * 1000;
  const between = sampled / (points.length - 1);
  let toStart = rangeMs / 1000;
  if (increase > 0 && first.value >= 0) toStart = Math.min(toStart, sampled * (first.value / increase));
  if (toStart >= between * 1.1) toStart = between / 2;
  return (increase * ((sampled + toStart) / sampled)) / (rangeMs / 1000);
}

function resets(points: readonly Point[]): number {
  let [lost, before] = [0, 0];
  for (const { value } of points) {
    if (value < before) lost += before;
    before = value;
  }
  return lost;
}
