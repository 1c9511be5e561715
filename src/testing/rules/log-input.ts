import { LogStore, labelsOf } from '../../logql/eval/index.ts';
import type { LabelSet } from '../../routing/labels.ts';

/** Lines of a stream: the same text several times, or once. Times are milliseconds since the start. */
export interface LogInput {
  readonly labels: LabelSet;
  readonly line: string;
  /** Structured metadata. */
  readonly metadata: LabelSet;
  readonly fromMs: number;
  readonly everyMs: number;
  readonly count: number;
}

/** Log lines in a storage, every repetition written out. */
export function logStoreOf(inputs: readonly LogInput[]): LogStore {
  const store = new LogStore();
  for (const { labels, line, metadata, fromMs, everyMs, count } of inputs) {
    const own = labelsOf(metadata);
    for (let i = 0; i < count; i++)
      store.add(labels, { timestampMs: fromMs + i * everyMs, line, metadata: own });
  }
  return store;
}
