import fc from 'fast-check';
import { expect, test } from 'vitest';
import { seriesArbitrary } from '../../../scripts/differential/series-arbitrary.ts';
import type { GeneratedSeries } from '../../../scripts/differential/series-arbitrary.ts';
import { Storage } from '../../../src/promql/eval/index.ts';
import { expandSequence, parseSeriesDescription } from '../../../src/promql/eval/series/index.ts';
import { inferenceExpressions } from './arbitrary.ts';
import { EVERYTHING_KNOWN, GAUGES_KNOWN } from './environments.ts';
import { wrongFacts } from './wrong-facts.ts';

/** RULECHECK_INFERENCE_RUNS=20000 is the long run. */
const RUNS = Number(process.env['RULECHECK_INFERENCE_RUNS'] ?? '60');
/** Late enough that no subquery reaches back before 1970. */
const START_MS = 86_400_000;
const STEP_MS = 30_000;

function storageOf(series: readonly GeneratedSeries[]): Storage {
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

test.each([
  ['a full catalogue', EVERYTHING_KNOWN],
  ['no catalogue', GAUGES_KNOWN],
])(`what is inferred with %s holds on random data`, { timeout: RUNS * 1000 }, (_, env) => {
  const expressions = fc.array(inferenceExpressions(), { minLength: 8, maxLength: 8 });
  const property = fc.property(seriesArbitrary(3), expressions, fc.nat(30), (series, texts, step) => {
    const storage = storageOf(series);
    const timeMs = START_MS + step * STEP_MS;
    expect(texts.flatMap((text) => wrongFacts(text, env, storage, timeMs))).toEqual([]);
  });
  fc.assert(property, { numRuns: RUNS, endOnFailure: false });
});
