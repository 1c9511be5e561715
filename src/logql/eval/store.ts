import type { StreamSelector } from '../syntax/ast.ts';
import { matcherTest } from '../syntax/matchers.ts';
import type { Labels } from './labels.ts';
import { labelsKey, labelsOf, labelValue, withoutEmpty } from './labels.ts';

/** One log line. */
export interface LogEntry {
  /** Milliseconds since the epoch; fractions carry micro- and nanoseconds. */
  readonly timestampMs: number;
  readonly line: string;
  /** Structured metadata. */
  readonly metadata: Labels;
}

/** The lines that share their stream labels. */
export interface LogStream {
  readonly labels: Labels;
  /** In the order of time. */
  readonly entries: readonly LogEntry[];
}

/** Log lines in memory, by stream. Equal lines of a stream at one time count once, as in Loki's chunks. */
export class LogStore {
  readonly #streams = new Map<string, { labels: Labels; entries: LogEntry[]; clean: boolean }>();

  /** Adds a line; lines may come in any order. Empty stream labels count as absent, as Loki stores them. */
  add(labels: Iterable<readonly [string, string]>, entry: LogEntry): void {
    const own = withoutEmpty(labelsOf(labels));
    const key = labelsKey(own);
    const stream = this.#streams.get(key) ?? { labels: own, entries: [], clean: true };
    const last = stream.entries.at(-1);
    if (last !== undefined && last.timestampMs >= entry.timestampMs) stream.clean = false;
    stream.entries.push(entry);
    this.#streams.set(key, stream);
  }

  /** The streams that a selector picks. */
  select(selector: StreamSelector): LogStream[] {
    const tests = selector.matchers.map((matcher) => ({ name: matcher.name, test: matcherTest(matcher) }));
    const picked: LogStream[] = [];
    for (const stream of this.#streams.values()) {
      if (!tests.every(({ name, test }) => test(labelValue(stream.labels, name)))) continue;
      if (!stream.clean) stream.entries = inOrder(stream.entries);
      stream.clean = true;
      picked.push(stream);
    }
    return picked;
  }
}

/** The entries in the order of time, and each once; entries of one time keep their order. */
function inOrder(entries: readonly LogEntry[]): LogEntry[] {
  const sorted = [...entries].sort((a, b) => a.timestampMs - b.timestampMs);
  let seen = new Set<string>();
  return sorted.filter(({ timestampMs, line, metadata }, i) => {
    if (sorted[i - 1]?.timestampMs !== timestampMs) seen = new Set();
    const key = JSON.stringify([line, metadata]);
    const first = !seen.has(key);
    seen.add(key);
    return first;
  });
}
