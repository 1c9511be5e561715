import { firstAfter } from '../storage/range-source.ts';
import { interpolate } from './interpolate.ts';
import type { RangeWindow } from './window.ts';

/** Indices of the samples that stand for the edges of the range; undefined where nothing can be measured. */
export interface Edges {
  readonly first: number;
  readonly last: number;
}

/** The samples from `from` to `to` that stand for the edges of an extended range. */
export function edgesOf(
  window: RangeWindow,
  times: Float64Array,
  from: number,
  to: number,
): Edges | undefined {
  const smoothed = window.extension === 'smoothed';
  const { startMs, endMs } = window;
  let last = to - 1;
  const first = Math.max(from, firstAfter(times, from, last, startMs) - 1);
  if (smoothed) last = firstAfter(times, from, last, endMs - 0.5);
  return times[last]! <= startMs ? undefined : { first, last };
}

/** The values at the edges of the range. */
export function edgeValues(window: RangeWindow, { first, last }: Edges, counter: boolean): [number, number] {
  const { times, values } = window.floats;
  const between = (i: number, time: number): number => {
    const pair = { t1: times[i]!, v1: values[i]!, t2: times[i + 1]!, v2: values[i + 1]! };
    return interpolate(pair, time, counter);
  };
  if (window.extension !== 'smoothed') return [values[first]!, values[last]!];
  const { startMs, endMs } = window;
  const left = times[first]! < startMs ? between(first, startMs) : values[first]!;
  const right = last > window.from && times[last]! > endMs ? between(last - 1, endMs) : values[last]!;
  return [left, right];
}
