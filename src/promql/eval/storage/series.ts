import type { FloatHistogram } from '../histogram/types.ts';
import type { Labels } from '../labels/labels.ts';
import { firstAfter, NO_FLOATS, NO_HISTOGRAMS } from './range-source.ts';
import type { Points, RangeSource } from './range-source.ts';
import { statisticsOf } from './statistics.ts';

/** What one stored sample is. */
export const FLOAT = 0;
export const HISTOGRAM = 1;
export const STALE = 2;

const FIRST_CAPACITY = 16;

/** One series: times ascend, values stand in typed arrays, native histograms beside them. */
export class StoredSeries {
  readonly labels: Labels;
  /** The series' place in the order of creation, in which selectors yield series. */
  readonly ordinal: number;
  #length = 0;
  #times = new Float64Array(FIRST_CAPACITY);
  #values = new Float64Array(FIRST_CAPACITY);
  #kinds = new Uint8Array(FIRST_CAPACITY);
  #histograms: FloatHistogram[] | undefined;
  #starts: Float64Array | undefined;
  #source: RangeSource | undefined;
  #statistics: RangeSource | undefined;
  /** No sample but floats was ever written, so there is nothing to sort out for range functions. */
  #floatsOnly = true;

  constructor(labels: Labels, ordinal: number) {
    this.labels = labels;
    this.ordinal = ordinal;
  }

  get length(): number {
    return this.#length;
  }

  /** Time of the newest sample in milliseconds; -Infinity for an empty series. */
  get lastTimeMs(): number {
    return this.#length === 0 ? -Infinity : this.#times[this.#length - 1]!;
  }

  /** @internal */
  push(
    timeMs: number,
    kind: number,
    value: number,
    histogram: FloatHistogram | undefined,
    startMs: number,
  ): void {
    if (this.#length === this.#times.length) this.#grow();
    const at = this.#slot(timeMs);
    this.#times[at] = timeMs;
    this.#values[at] = value;
    this.#kinds[at] = kind;
    if (histogram !== undefined) {
      this.#histograms ??= [];
      this.#histograms[at] = histogram;
    }
    if (startMs !== 0) this.#starts ??= new Float64Array(this.#times.length);
    if (this.#starts !== undefined) this.#starts[at] = startMs;
    if (kind !== FLOAT) this.#floatsOnly = false;
    this.#source = undefined;
    this.#statistics = undefined;
  }

  /** Where a sample of that time belongs: at the end, in place of one of the same time, or between two. */
  #slot(timeMs: number): number {
    if (timeMs > this.lastTimeMs) return this.#length++;
    const at = firstAfter(this.#times, 0, this.#length, timeMs);
    if (at > 0 && this.#times[at - 1] === timeMs) return at - 1;
    this.#times.copyWithin(at + 1, at, this.#length);
    this.#values.copyWithin(at + 1, at, this.#length);
    this.#kinds.copyWithin(at + 1, at, this.#length);
    this.#starts?.copyWithin(at + 1, at, this.#length);
    this.#histograms?.copyWithin(at + 1, at, this.#length);
    this.#length++;
    return at;
  }

  #grow(): void {
    const capacity = this.#length * 2;
    this.#times = enlarged(this.#times, new Float64Array(capacity));
    this.#values = enlarged(this.#values, new Float64Array(capacity));
    this.#kinds = enlarged(this.#kinds, new Uint8Array(capacity));
    if (this.#starts !== undefined) this.#starts = enlarged(this.#starts, new Float64Array(capacity));
    if (this.#histograms !== undefined) this.#histograms.length = capacity;
  }

  /** The index of the newest sample at or before a time, or -1; searched from `from` on. */
  indexAt(timeMs: number, from = 0): number {
    return firstAfter(this.#times, from, this.#length, timeMs) - 1;
  }

  timeAt(index: number): number {
    return this.#times[index]!;
  }

  /** FLOAT, HISTOGRAM or STALE. */
  kindAt(index: number): number {
    return this.#kinds[index]!;
  }

  valueAt(index: number): number {
    return this.#values[index]!;
  }

  histogramAt(index: number): FloatHistogram | undefined {
    return this.#kinds[index] === HISTOGRAM ? this.#histograms?.[index] : undefined;
  }

  /** The histogram with its statistics only; see `statisticsOf`. */
  statisticsAt(index: number): FloatHistogram {
    return statisticsOf(this.histogramAt(index)!, this.histogramAt(index - 1));
  }

  /** Start timestamp in milliseconds, 0 where unknown. */
  startAt(index: number): number {
    return this.#starts?.[index] ?? 0;
  }

  /** The series as range functions read it; made once and kept until the next sample arrives. */
  rangeSource(): RangeSource {
    this.#source ??= {
      labels: this.labels,
      dropName: false,
      floats: this.#floatPoints(),
      histograms: this.#histogramPoints(),
    };
    return this.#source;
  }

  /** The same with histograms reduced to their statistics. */
  statisticsSource(): RangeSource {
    this.#statistics ??= this.#reduced(this.rangeSource());
    return this.#statistics;
  }

  #reduced(source: RangeSource): RangeSource {
    if (source.histograms.length === 0) return source;
    const values = this.#indicesOf(HISTOGRAM).map((index) => this.statisticsAt(index));
    return { ...source, histograms: { ...source.histograms, values } };
  }

  #floatPoints(): Points<Float64Array> {
    if (this.#floatsOnly) {
      // The usual case: the stored arrays themselves serve.
      return { times: this.#times, values: this.#values, starts: this.#starts, length: this.#length };
    }
    const indices = this.#indicesOf(FLOAT);
    if (indices.length === 0) return NO_FLOATS;
    return {
      times: Float64Array.from(indices, (i) => this.#times[i]!),
      values: Float64Array.from(indices, (i) => this.#values[i]!),
      starts: this.#startsOf(indices),
      length: indices.length,
    };
  }

  #histogramPoints(): Points<readonly FloatHistogram[]> {
    if (this.#histograms === undefined) return NO_HISTOGRAMS;
    const indices = this.#indicesOf(HISTOGRAM);
    return {
      times: Float64Array.from(indices, (i) => this.#times[i]!),
      values: indices.map((i) => this.#histograms![i]!),
      starts: this.#startsOf(indices),
      length: indices.length,
    };
  }

  #startsOf(indices: readonly number[]): Float64Array | undefined {
    return this.#starts && Float64Array.from(indices, (i) => this.#starts![i]!);
  }

  #indicesOf(kind: number): number[] {
    const indices: number[] = [];
    for (let i = 0; i < this.#length; i++) if (this.#kinds[i] === kind) indices.push(i);
    return indices;
  }
}

function enlarged<T extends Float64Array | Uint8Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
