import type { Labels } from '../../promql/eval/index.ts';
import { expandSequence, parseSeriesLabels, parseSeriesValues } from '../../promql/eval/series/index.ts';
import type { SequenceValue } from '../../promql/eval/series/index.ts';
import { RuleError } from './rule-error.ts';
import type { SampleStore } from './sample-store.ts';

/** Values are made when their time has come, so a series may go on far beyond the end of its test, as in promtool. */
const MAX_SERIES_SAMPLES = 100_000_000;

interface Feed {
  readonly labels: Labels;
  readonly values: Iterator<SequenceValue>;
  nextMs: number;
  next: SequenceValue | undefined;
}

/**
 * The input of a test, fed into the storage as time goes on: a rule must not see samples of its future. As in
 * promtool, a series written twice is the last one.
 */
export class Input {
  readonly #feeds: Feed[];
  readonly #intervalMs: number;

  /** @throws RuleError where a series is not in promtool's notation */
  constructor(
    series: readonly { readonly selector: string; readonly values: string }[],
    startMs: number,
    intervalMs: number,
  ) {
    this.#intervalMs = intervalMs;
    const feeds = new Map<string, Feed>();
    for (const { selector, values } of series) {
      const metric = parseSeriesLabels(selector);
      const sequence = parseSeriesValues(values, MAX_SERIES_SAMPLES);
      const [error] = [...metric.errors, ...sequence.errors];
      if (error !== undefined)
        throw new RuleError('bad-input', `input series "${selector}": ${error.message}`);
      const expanded = expandSequence(sequence.items);
      feeds.set(metric.labels.key, {
        labels: metric.labels,
        values: expanded,
        nextMs: startMs,
        next: pull(expanded),
      });
    }
    this.#feeds = [...feeds.values()];
  }

  /** Adds every sample up to a time. */
  feed(store: SampleStore, untilMs: number): void {
    for (const feed of this.#feeds) {
      while (feed.next !== undefined && feed.nextMs <= untilMs) {
        const { next } = feed;
        if (next.kind !== 'gap')
          store.append(feed.labels, feed.nextMs, next.kind === 'stale' ? 'stale' : next.value);
        feed.nextMs += this.#intervalMs;
        feed.next = pull(feed.values);
      }
    }
  }
}

function pull(values: Iterator<SequenceValue>): SequenceValue | undefined {
  const next = values.next();
  return next.done === true ? undefined : next.value;
}
