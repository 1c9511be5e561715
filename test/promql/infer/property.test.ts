import fc from 'fast-check';
import { expect, test } from 'vitest';
import { seriesArbitrary } from '../../../scripts/differential/series-arbitrary.ts';
import { inferenceExpressions } from './arbitrary.ts';
import { EVERYTHING_KNOWN, GAUGES_KNOWN } from './environments.ts';
import { START_MS, STEP_MS, storageOf } from './storage-of.ts';
import { wrongFacts } from './wrong-facts.ts';

/** RULECHECK_INFERENCE_RUNS=20000 is the long run. */
const RUNS = Number(process.env['RULECHECK_INFERENCE_RUNS'] ?? '60');
test.each([
  ['a full catalogue', EVERYTHING_KNOWN],
  ['no catalogue', GAUGES_KNOWN],
])(`facts inferred with %s hold on random data`, { timeout: RUNS * 1000 }, (_, env) => {
  const expressions = fc.array(inferenceExpressions(), { minLength: 8, maxLength: 8 });
  const property = fc.property(seriesArbitrary(3), expressions, fc.nat(30), (series, texts, step) => {
    const storage = storageOf(series);
    const timeMs = START_MS + step * STEP_MS;
    expect(texts.flatMap((text) => wrongFacts(text, env, storage, timeMs))).toEqual([]);
  });
  fc.assert(property, { numRuns: RUNS, endOnFailure: false });
});
