import { instant, Labels, range, Storage } from '../../../src/promql/eval/index.ts';
import type { EvalErrorCode, EvalOptions, QueryResult } from '../../../src/promql/eval/index.ts';
import { EvalError } from '../../../src/promql/eval/index.ts';

export const MINUTE = 60_000;

/** A storage with a sample of every series each minute from 0; null leaves a gap, 'stale' writes a marker. */
export function storageOf(
  series: readonly (readonly [Record<string, string>, readonly (number | null | 'stale')[]])[],
): Storage {
  const storage = new Storage();
  for (const [labels, points] of series) {
    const set = Labels.of(labels);
    for (const [i, point] of points.entries()) {
      if (point === 'stale') storage.appendStale(set, i * MINUTE);
      else if (point !== null) storage.append(set, i * MINUTE, point);
    }
  }
  return storage;
}

/** An instant vector as text, one `{labels} value` a series, in the order of the result. */
export function vectorText(query: string, storage: Storage, timeMs: number, options?: EvalOptions): string[] {
  const { value } = instant(query, storage, timeMs, options);
  if (value.type !== 'vector') throw new TypeError(`${query} gave a ${value.type}`);
  return value.samples.map(({ labels, value: sample }) => `${labels.toString()} ${sample}`);
}

/** A range query's result as `{labels} minute:value ...`. */
export function rangeText(query: string, storage: Storage, endMs: number, options?: EvalOptions): string[] {
  const { value } = range(query, storage, 0, endMs, MINUTE, options);
  return value.series.map(({ labels, floats }) => {
    const points = Array.from(floats.timesMs, (time, i) => `${time / MINUTE}:${floats.values[i]!}`);
    return `${labels.toString()} ${points.join(' ')}`;
  });
}

/** The code of the error that an evaluation ends with. */
export function errorCode(run: () => QueryResult): EvalErrorCode | undefined {
  try {
    run();
    return undefined;
  } catch (error) {
    if (error instanceof EvalError) return error.code;
    throw error;
  }
}
