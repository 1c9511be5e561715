import { METRIC_NAME } from '../../../promql/eval/index.ts';
import type { Labels } from '../../../promql/eval/index.ts';
import { LogStore } from '../../../logql/eval/index.ts';
import { Recording } from '../recording/recording.ts';
import type { Gap, RecordingLimits } from '../recording/recording.ts';
import { DataError, excerpt, placeText } from './data-error.ts';
import type { Place } from './data-error.ts';

export interface IntakeOptions {
  /** Whether a metric is read by the rules; unused metrics take no memory. */
  readonly isWanted: (metric: string) => boolean;
  /** Whether the rules record a metric themselves: what the data has of it is another's answer. */
  readonly isComputed: (metric: string) => boolean;
  /** Samples before or after are left out. Milliseconds. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly limits?: RecordingLimits | undefined;
}

/** More labels or characters than this are a fault of the data, not a series. */
const MOST_LABELS = 256;
const MOST_CHARACTERS = 64 * 1024;
/** So many metrics that nobody reads are remembered, for messages. */
const MOST_UNREAD = 20;

/** Takes recorded samples and lines in, whatever format they come from, and refuses what Prometheus would refuse. */
export class Intake {
  readonly recording: Recording;
  readonly logs = new LogStore();
  /** Metrics of the data that the rules record themselves: they were left out. */
  readonly computed = new Set<string>();
  /** Metrics with native histograms, which no text format of recorded data carries whole: they were left out. */
  readonly histograms = new Set<string>();
  readonly #options: IntakeOptions;
  readonly #held = new Map<string, HeldNaN>();
  readonly #unread = new Set<string>();
  #lines = 0;
  #firstLineMs = Infinity;
  #lastLineMs = -Infinity;

  constructor(options: IntakeOptions) {
    this.#options = options;
    this.recording = new Recording(options.limits);
  }

  /** Some of the metrics that no rule reads. */
  get leftOut(): readonly string[] {
    return [...this.#unread];
  }

  /** When the first and the last log line were written; undefined without lines. */
  get logSpan(): Gap | undefined {
    return this.#lines === 0 ? undefined : { fromMs: this.#firstLineMs, toMs: this.#lastLineMs };
  }

  /** How many log lines were taken in. */
  get lines(): number {
    return this.#lines;
  }

  /** Whether samples of a metric are taken; notes the rest out. */
  takes(metric: string): boolean {
    if (this.#options.isComputed(metric)) {
      this.computed.add(metric);
      return false;
    }
    if (this.#options.isWanted(metric)) return true;
    if (this.#unread.size < MOST_UNREAD) this.#unread.add(metric);
    return false;
  }

  /**
   * Adds a sample; undefined is a stale marker.
   * @throws DataError for a sample that is out of order or contradicts another, and for too much of anything
   */
  add(labels: Labels, timeMs: number, value: number | undefined, place: Place): void {
    const { fromMs, toMs } = this.#options;
    if (timeMs < fromMs || timeMs > toMs) return;
    const problem = this.recording.add(labels, timeMs, value);
    if (problem !== undefined) throw refused(labels, problem, place);
  }

  /**
   * Adds a sample of a format that writes stale markers as NaN: a NaN beside another is a value, a lone one a marker,
   * since Prometheus writes one marker where a series ends.
   */
  addDumped(labels: Labels, timeMs: number, value: number, place: Place): void {
    const held = this.#held.get(labels.key);
    if (!Number.isNaN(value)) {
      if (held !== undefined) this.#release(held, held.inRun ? NaN : undefined);
      this.add(labels, timeMs, value, place);
      return;
    }
    if (held !== undefined) this.#release(held, NaN);
    this.#held.set(labels.key, { labels, timeMs, place, inRun: held !== undefined });
  }

  #release({ labels, timeMs, place }: HeldNaN, value: number | undefined): void {
    this.#held.delete(labels.key);
    this.add(labels, timeMs, value, place);
  }

  /** The end of a file: nothing follows what was held back. */
  finish(): void {
    for (const held of [...this.#held.values()]) this.#release(held, held.inRun ? NaN : undefined);
  }

  addLine(labels: readonly (readonly [string, string])[], timestampMs: number, line: string): void {
    const { fromMs, toMs } = this.#options;
    if (timestampMs < fromMs || timestampMs > toMs) return;
    this.logs.add(labels, { timestampMs, line, metadata: [] });
    this.#lines++;
    if (timestampMs < this.#firstLineMs) this.#firstLineMs = timestampMs;
    if (timestampMs > this.#lastLineMs) this.#lastLineMs = timestampMs;
  }
}

interface HeldNaN {
  readonly labels: Labels;
  readonly timeMs: number;
  readonly place: Place;
  /** The sample before it is NaN too. */
  readonly inRun: boolean;
}

/** @throws DataError for a label set that no server would have taken */
export function refuseHuge(labels: Labels, place: Place): void {
  let characters = 0;
  for (const [name, value] of labels) characters += name.length + value.length;
  if (labels.size <= MOST_LABELS && characters <= MOST_CHARACTERS) return;
  throw new DataError(
    `${placeText(place)}: a series of "${labels.get(METRIC_NAME)}" has ${labels.size} labels of ${characters} characters`,
    `at most ${MOST_LABELS} labels and ${MOST_CHARACTERS} characters are read; remove the series from the data`,
  );
}

function refused(labels: Labels, problem: string, place: Place): DataError {
  return new DataError(`${placeText(place)}: ${excerpt(nameOf(labels), 120)} ${problem}`, HELP(problem));
}

function HELP(problem: string): string {
  if (problem.includes('out of order'))
    return 'sort the samples of each series by time; name files in the order of time';
  if (problem.includes('two values')) return 'remove one of them: Prometheus rejects the second sample too';
  return 'export fewer series or a shorter time';
}

function nameOf(labels: Labels): string {
  return `${labels.get(METRIC_NAME)}${labels.filter((name) => name !== METRIC_NAME).toString()}`;
}
