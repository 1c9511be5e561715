import type { FloatHistogram } from '../histogram/types.ts';
import type { Labels } from '../labels/labels.ts';

/** Samples of one kind, by time. Only the first `length` entries count. */
export interface Points<Values> {
  readonly times: Float64Array;
  readonly values: Values;
  /** Start timestamps in milliseconds, 0 where unknown; undefined where no sample has one. */
  readonly starts: Float64Array | undefined;
  readonly length: number;
}

/** One series as range functions read it: without stale markers, floats and histograms apart. */
export interface RangeSource {
  readonly labels: Labels;
  /** The metric's name is to be dropped at the end of the query (results of subqueries). */
  readonly dropName: boolean;
  readonly floats: Points<Float64Array>;
  readonly histograms: Points<readonly FloatHistogram[]>;
}

export const NO_FLOATS: Points<Float64Array> = {
  times: new Float64Array(0),
  values: new Float64Array(0),
  starts: undefined,
  length: 0,
};

export const NO_HISTOGRAMS: Points<readonly FloatHistogram[]> = {
  times: new Float64Array(0),
  values: [],
  starts: undefined,
  length: 0,
};

/** The first index in `times[from..to)` whose time is greater than `time`; `to` without one. */
export function firstAfter(times: Float64Array, from: number, to: number, time: number): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (times[middle]! > time) high = middle;
    else low = middle + 1;
  }
  return low;
}
