import type { Range } from '../../../source/range.ts';
import type { Remark } from '../annotations/annotation.ts';
import type { FloatHistogram } from '../histogram/types.ts';
import { firstAfter } from '../storage/range-source.ts';
import type { Points, RangeSource } from '../storage/range-source.ts';
import type { EvalContext } from './context.ts';

export type Extension = 'anchored' | 'smoothed' | undefined;

/**
 * The samples of one series that a range function sees at one step: indices into the series' own arrays, nothing
 * is copied. One window moves over all steps of all series of a call.
 */
export class RangeWindow {
  readonly context: EvalContext;
  /** The position of the argument in the text: annotations point there. */
  readonly range: Range;
  readonly extension: Extension;
  /** Length of the range in milliseconds. */
  readonly lengthMs: number;
  /** The scalar arguments by step, in order. */
  readonly scalars: readonly Float64Array[];
  source!: RangeSource;
  floats!: Points<Float64Array>;
  histograms!: Points<readonly FloatHistogram[]>;
  /** Floats `from` to `to` (exclusive) are in the window, likewise histograms. */
  from = 0;
  to = 0;
  hFrom = 0;
  hTo = 0;
  step = 0;
  /** End of the range in milliseconds: the step's time less the offset, or bound by `@`. */
  endMs = 0;

  constructor(
    context: EvalContext,
    range: Range,
    extension: Extension,
    lengthMs: number,
    scalars: readonly Float64Array[],
  ) {
    this.context = context;
    this.range = range;
    this.extension = extension;
    this.lengthMs = lengthMs;
    this.scalars = scalars;
  }

  /** Start of the range in milliseconds. */
  get startMs(): number {
    return this.endMs - this.lengthMs;
  }

  /** The time of evaluation in milliseconds. */
  get timeMs(): number {
    return this.context.timeAt(this.step);
  }

  get metricName(): string {
    return this.source.labels.metricName;
  }

  get floatCount(): number {
    return this.to - this.from;
  }

  get histogramCount(): number {
    return this.hTo - this.hFrom;
  }

  /** The value of the nth scalar argument at this step. */
  scalar(index: number): number {
    return this.scalars[index]![this.step]!;
  }

  annotate(remark: Remark): void {
    this.context.annotate(remark);
  }

  /** Turns to another series, before its first step. */
  open(source: RangeSource): void {
    this.source = source;
    this.floats = source.floats;
    this.histograms = source.histograms;
    this.from = this.to = this.hFrom = this.hTo = 0;
  }

  /**
   * Moves the window forward to a step whose range ends at `endMs`. `before` and `after` widen the window of
   * extended selectors; `closed` takes in a sample exactly at the start, as version 2 does.
   */
  move(step: number, endMs: number, before: number, after: number, closed: boolean): void {
    this.step = step;
    this.endMs = endMs;
    const last = endMs + after;
    const first = endMs - this.lengthMs - before;
    const { times, length } = this.floats;
    // Far from the beginning of a long series a search beats a walk.
    let to = step === 0 ? firstAfter(times, 0, length, last) : this.to;
    let from = step === 0 ? firstAfter(times, 0, to, first - 1) : this.from;
    while (to < length && times[to]! <= last) to++;
    while (from < to && (closed ? times[from]! < first : times[from]! <= first)) from++;
    this.to = to;
    this.from = from;
    if (this.histograms.length > 0) this.#moveHistograms(first, last, closed);
  }

  #moveHistograms(first: number, last: number, closed: boolean): void {
    const { times, length } = this.histograms;
    while (this.hTo < length && times[this.hTo]! <= last) this.hTo++;
    while (this.hFrom < this.hTo && (closed ? times[this.hFrom]! < first : times[this.hFrom]! <= first)) {
      this.hFrom++;
    }
  }
}
