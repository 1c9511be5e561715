import { type Labels, Storage } from '../../promql/eval/index.ts';
import type { FloatHistogram } from '../../promql/eval/histogram/index.ts';
import { equals } from '../../promql/eval/histogram/index.ts';

/** Why Prometheus's storage refuses a sample. */
export type AppendProblem = 'out of order sample' | 'duplicate sample for timestamp';

type Value = number | FloatHistogram | 'stale';

/**
 * A storage with the rules of Prometheus's head: a sample older than the newest of its series is refused, and so is
 * one of the same time with another value.
 */
export class SampleStore {
  readonly storage = new Storage();
  readonly #newest = new Map<string, { timeMs: number; value: Value }>();

  /** Adds a float, a native histogram or a stale marker; says why where it is refused. */
  append(labels: Labels, timeMs: number, value: Value): AppendProblem | undefined {
    const newest = this.#newest.get(labels.key);
    if (newest !== undefined && timeMs <= newest.timeMs) {
      if (timeMs < newest.timeMs) return 'out of order sample';
      return sameValue(newest.value, value) ? undefined : 'duplicate sample for timestamp';
    }
    if (newest === undefined) this.#newest.set(labels.key, { timeMs, value });
    else {
      newest.timeMs = timeMs;
      newest.value = value;
    }
    if (value === 'stale') this.storage.appendStale(labels, timeMs);
    else if (typeof value === 'number') this.storage.append(labels, timeMs, value);
    else this.storage.appendHistogram(labels, timeMs, value);
    return undefined;
  }
}

function sameValue(a: Value, b: Value): boolean {
  if (typeof a === 'object' && typeof b === 'object') return equals(a, b);
  return Object.is(a, b);
}
