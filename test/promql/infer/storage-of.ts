import type { GeneratedSeries } from '../../../scripts/differential/series-arbitrary.ts';
import { Storage } from '../../../src/promql/eval/index.ts';
import { expandSequence, parseSeriesDescription } from '../../../src/promql/eval/series/index.ts';

/** Late enough that no subquery reaches back before 1970. */
export const START_MS = 86_400_000;
export const STEP_MS = 30_000;

/** A storage with the samples of generated series, one each `STEP_MS` from `START_MS` on. */
export function storageOf(series: readonly GeneratedSeries[]): Storage {
  const storage = new Storage();
  for (const each of series) {
    const { labels, items } = parseSeriesDescription(`${each.series} ${each.values}`);
    let timeMs = START_MS;
    for (const sample of expandSequence(items)) {
      if (sample.kind === 'float') storage.append(labels, timeMs, sample.value);
      else if (sample.kind === 'histogram') storage.appendHistogram(labels, timeMs, sample.value);
      else if (sample.kind === 'stale') storage.appendStale(labels, timeMs);
      timeMs += STEP_MS;
    }
  }
  return storage;
}
