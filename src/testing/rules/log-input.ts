import { LogStore, labelsOf } from '../../logql/eval/index.ts';
import { ingested } from '../../logql/ingest/index.ts';
import type { IngestSettings } from '../../logql/ingest/index.ts';
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

/** Log lines in a storage as Loki takes them in, every repetition written out. */
export function logStoreOf(inputs: readonly LogInput[], settings: IngestSettings): LogStore {
  const store = new LogStore();
  for (const input of inputs) {
    const { line, fromMs, everyMs, count } = input;
    const { labels, metadata } = ingested(input, settings);
    const own = labelsOf(metadata);
    for (let i = 0; i < count; i++)
      store.add(labels, { timestampMs: fromMs + i * everyMs, line, metadata: own });
  }
  return store;
}
