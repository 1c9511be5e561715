import type { FloatHistogram } from '../histogram/types.ts';
import type { Labels } from '../labels/labels.ts';
import type { Matcher } from './matcher.ts';
import { withStoredHint } from './reset-hint.ts';
import { FLOAT, HISTOGRAM, STALE, StoredSeries } from './series.ts';

interface Selection {
  readonly generation: number;
  readonly series: readonly StoredSeries[];
}

/**
 * Series in memory, with an index from label values to series. Samples may be added at any time, between queries
 * too; a sample of the same series and time replaces the one before.
 */
export class Storage {
  readonly #byKey = new Map<string, StoredSeries>();
  readonly #series: StoredSeries[] = [];
  readonly #index = new Map<string, Map<string, StoredSeries[]>>();
  #last: StoredSeries | undefined;
  readonly #selections = new WeakMap<readonly Matcher[], Selection>();

  /** The number of series. */
  get size(): number {
    return this.#series.length;
  }

  /** Every series, in the order in which they were first written. */
  get series(): readonly StoredSeries[] {
    return this.#series;
  }

  /**
   * Adds a float sample.
   * @param timeMs milliseconds since the epoch
   * @param startMs the sample's start timestamp in milliseconds; 0 where unknown
   */
  append(labels: Labels, timeMs: number, value: number, startMs = 0): void {
    this.#seriesOf(labels).push(timeMs, FLOAT, value, undefined, startMs);
  }

  /** Adds a native histogram. Its counter reset hint becomes what Prometheus's storage would make of it. */
  appendHistogram(labels: Labels, timeMs: number, histogram: FloatHistogram, startMs = 0): void {
    const series = this.#seriesOf(labels);
    const previous = timeMs > series.lastTimeMs ? series.histogramAt(series.length - 1) : undefined;
    series.push(timeMs, HISTOGRAM, 0, withStoredHint(histogram, previous), startMs);
  }

  /** Adds a stale marker: from here on the series is gone until it has a sample again. */
  appendStale(labels: Labels, timeMs: number): void {
    this.#seriesOf(labels).push(timeMs, STALE, NaN, undefined, 0);
  }

  /**
   * The series that all matchers accept. The answer is remembered for the very array of matchers until a series
   * is added, so a rule that runs at every interval selects once.
   */
  select(matchers: readonly Matcher[]): readonly StoredSeries[] {
    const known = this.#selections.get(matchers);
    if (known?.generation === this.#series.length) return known.series;
    const series = this.#candidates(matchers)
      .filter(({ labels }) => matchers.every((matcher) => matcher.test(labels.get(matcher.name))))
      .sort((a, b) => a.ordinal - b.ordinal);
    this.#selections.set(matchers, { generation: this.#series.length, series });
    return series;
  }

  /** The smallest set of series that the index yields for one of the matchers. */
  #candidates(matchers: readonly Matcher[]): readonly StoredSeries[] {
    let best: readonly StoredSeries[] = this.#series;
    for (const { name, values } of matchers) {
      if (values === undefined) continue;
      const postings = this.#index.get(name);
      const found = [...new Set(values)].flatMap((value) => postings?.get(value) ?? []);
      if (found.length < best.length) best = found;
    }
    return best;
  }

  #seriesOf(labels: Labels): StoredSeries {
    // Samples of one series mostly come one after another.
    if (this.#last?.labels === labels) return this.#last;
    const known = this.#byKey.get(labels.key);
    if (known !== undefined) {
      this.#last = known;
      return known;
    }
    const series = new StoredSeries(labels, this.#series.length);
    this.#byKey.set(labels.key, series);
    this.#series.push(series);
    for (const [name, value] of labels) this.#addPosting(name, value, series);
    return series;
  }

  #addPosting(name: string, value: string, series: StoredSeries): void {
    let postings = this.#index.get(name);
    if (postings === undefined) this.#index.set(name, (postings = new Map<string, StoredSeries[]>()));
    const list = postings.get(value);
    if (list === undefined) postings.set(value, [series]);
    else list.push(series);
  }
}
