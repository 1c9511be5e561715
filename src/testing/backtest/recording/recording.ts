import { METRIC_NAME } from '../../../promql/eval/index.ts';
import type { Labels, Storage } from '../../../promql/eval/index.ts';
import { BLOCK_SAMPLES } from './block.ts';
import { PackedSeries } from './packed-series.ts';

/** Why a sample is refused, in words that follow the name of its series. */
export type AddProblem = string;

export interface RecordingLimits {
  readonly series: number;
  readonly samples: number;
}

/** About 4 GB. */
const RECORDING_LIMITS: RecordingLimits = { series: 500_000, samples: 1_000_000_000 };

/** Without a sample of any series for so long, the data has a gap: Prometheus looks back for 5 minutes. */
const GAP_MS = 5 * 60_000;

/** A span without data. Milliseconds. */
export interface Gap {
  readonly fromMs: number;
  readonly toMs: number;
}

/** Recorded samples of many series, packed in memory. Each series is in the order of time. */
export class Recording {
  readonly #limits: RecordingLimits;
  readonly #byName = new Map<string, Map<string, PackedSeries>>();
  readonly #minutes = new Set<number>();
  #samples = 0;
  #series = 0;
  #firstMs = Infinity;
  #lastMs = -Infinity;
  #lastMinute = NaN;

  constructor(limits: RecordingLimits = RECORDING_LIMITS) {
    this.#limits = limits;
  }

  get samples(): number {
    return this.#samples;
  }

  get size(): number {
    return this.#series;
  }

  /** The instants of the first and the last sample; undefined for an empty recording. */
  get span(): Gap | undefined {
    return this.#samples === 0 ? undefined : { fromMs: this.#firstMs, toMs: this.#lastMs };
  }

  has(name: string): boolean {
    return this.#byName.has(name);
  }

  get names(): Iterable<string> {
    return this.#byName.keys();
  }

  /** Adds a sample; undefined is a stale marker. Says why where it is refused. */
  add(labels: Labels, timeMs: number, value: number | undefined): AddProblem | undefined {
    const series = this.#seriesOf(labels);
    if (typeof series === 'string') return series;
    const { lastMs } = series;
    if (timeMs < lastMs)
      return `is out of order: the sample at ${stamp(timeMs)} follows the one at ${stamp(lastMs)}`;
    if (timeMs === lastMs)
      return Object.is(series.lastValue, value)
        ? undefined
        : `has two values at ${stamp(timeMs)}: ${series.lastValue ?? 'a stale marker'} and ${value ?? 'a stale marker'}`;
    if (this.#samples >= this.#limits.samples)
      return `is beyond the limit of ${this.#limits.samples} samples`;
    series.push(timeMs, value);
    this.#count(timeMs);
    return undefined;
  }

  #seriesOf(labels: Labels): PackedSeries | AddProblem {
    const name = labels.get(METRIC_NAME);
    let ofName = this.#byName.get(name);
    let series = ofName?.get(labels.key);
    if (series !== undefined) return series;
    if (this.#series >= this.#limits.series) return `is beyond the limit of ${this.#limits.series} series`;
    if (ofName === undefined) this.#byName.set(name, (ofName = new Map<string, PackedSeries>()));
    series = new PackedSeries(labels);
    ofName.set(labels.key, series);
    this.#series++;
    return series;
  }

  #count(timeMs: number): void {
    this.#samples++;
    if (timeMs < this.#firstMs) this.#firstMs = timeMs;
    if (timeMs > this.#lastMs) this.#lastMs = timeMs;
    const minute = Math.floor(timeMs / 60_000);
    if (minute === this.#lastMinute) return;
    this.#lastMinute = minute;
    this.#minutes.add(minute);
  }

  /** Spans of at least five minutes without a sample of any series, to the minute. */
  gaps(): Gap[] {
    const minutes = [...this.#minutes].sort((a, b) => a - b);
    return minutes.flatMap((minute, i) => {
      const fromMs = ((minutes[i - 1] ?? minute) + 1) * 60_000;
      const toMs = minute * 60_000;
      return toMs - fromMs >= GAP_MS ? [{ fromMs, toMs }] : [];
    });
  }

  /**
   * Puts the samples of a span into a storage.
   *
   * @param fromMs from which instant on samples of a metric are needed; undefined: they are not needed
   */
  fill(storage: Storage, fromMs: (name: string) => number | undefined, toMs: number): void {
    const room = { timesMs: new Float64Array(BLOCK_SAMPLES), values: new Float64Array(BLOCK_SAMPLES) };
    for (const [name, ofName] of this.#byName) {
      const from = fromMs(name);
      if (from === undefined) continue;
      for (const series of ofName.values())
        series.each(from, toMs, room, (timeMs, value) => {
          if (value === undefined) storage.appendStale(series.labels, timeMs);
          else storage.append(series.labels, timeMs, value);
        });
    }
  }
}

const stamp = (ms: number): string => (Math.abs(ms) < 8.64e15 ? new Date(ms).toISOString() : `${ms} ms`);
