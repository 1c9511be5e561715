import type { FloatHistogram } from '../../src/promql/eval/histogram/index.ts';
import { histogramProblem } from '../../src/promql/eval/histogram/index.ts';
import type { Labels } from '../../src/promql/eval/labels/labels.ts';
import { expandSequence, expandStartTimestamps } from '../../src/promql/eval/series/index.ts';
import type { Storage } from '../../src/promql/eval/storage/storage.ts';
import { customBucketSeries } from './nhcb.ts';
import type { LoadCommand, ScriptSeries } from './script.ts';
import { ScriptError } from './script.ts';

/** One sample of a load command. */
export interface LoadedSample {
  readonly timeMs: number;
  readonly startMs: number;
  readonly value: number | FloatHistogram | 'stale';
}

/** A series of a load command, expanded. */
export interface LoadedSeries {
  readonly labels: Labels;
  readonly samples: readonly LoadedSample[];
}

/** Stores the samples of a load command. */
export function runLoad(command: LoadCommand, storage: Storage): void {
  const loaded = command.series.map((series) => expand(series, command.stepMs));
  const all = command.withNhcb ? [...loaded, ...customBucketSeries(loaded)] : loaded;
  for (const { labels, samples } of all) {
    for (const sample of samples) store(storage, labels, sample, command.line);
  }
}

function expand({ labels, items, starts }: ScriptSeries, stepMs: number): LoadedSeries {
  const offsets = starts === undefined ? undefined : expandStartTimestamps(starts);
  const samples: LoadedSample[] = [];
  let timeMs = 0;
  for (const place of expandSequence(items)) {
    const offset = offsets?.next().value as number | undefined;
    const startMs = offset !== undefined ? timeMs + offset : 0;
    if (place.kind === 'stale') samples.push({ timeMs, startMs, value: 'stale' });
    else if (place.kind !== 'gap') samples.push({ timeMs, startMs, value: place.value });
    timeMs += stepMs;
  }
  return { labels, samples };
}

function store(
  storage: Storage,
  labels: Labels,
  { timeMs, startMs, value }: LoadedSample,
  line: number,
): void {
  if (value === 'stale') {
    storage.appendStale(labels, timeMs);
  } else if (typeof value === 'number') {
    storage.append(labels, timeMs, value, startMs);
  } else {
    const problem = histogramProblem(value);
    if (problem !== undefined) throw new ScriptError(line, problem);
    storage.appendHistogram(labels, timeMs, value, startMs);
  }
}
