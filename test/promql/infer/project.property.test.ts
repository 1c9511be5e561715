import fc from 'fast-check';
import { expect, test } from 'vitest';
import { seriesArbitrary } from '../../../scripts/differential/series-arbitrary.ts';
import { DEFAULT_CONFIG } from '../../../src/config/types.ts';
import { factsOf } from '../../../src/analysis/expression/facts.ts';
import { readProject } from '../../../src/project/read-project.ts';
import { compileExpr, EvalError, instant, Labels, METRIC_NAME } from '../../../src/promql/eval/index.ts';
import type { Storage, VectorSample } from '../../../src/promql/eval/index.ts';
import { inferenceExpressions } from './arbitrary.ts';
import { START_MS, STEP_MS, storageOf } from './storage-of.ts';
import { FEATURES, SYNTAX, wrongFacts } from './wrong-facts.ts';
import { parseExpr } from '../../../src/promql/syntax/parse.ts';

const RUNS = Number(process.env['RULECHECK_INFERENCE_RUNS'] ?? '30');

interface Recording {
  readonly record: string;
  readonly expr: string;
  readonly labels: Readonly<Record<string, string>>;
}

const labels = fc.constantFrom<Recording['labels']>(
  {},
  {},
  { room: 'z' },
  { job: '' },
  { fresh: 'x', job: 'a' },
);
/** The second rule may use what the first records, and a name may be recorded twice. */
const recordings = fc
  .tuple(
    fc.record({ record: fc.constant('a:one'), expr: inferenceExpressions(), labels }),
    fc.record({ record: fc.constantFrom('a:one', 'a:two'), expr: inferenceExpressions(['a:one']), labels }),
    fc.record({
      record: fc.constantFrom('a:two', 'a:three'),
      expr: inferenceExpressions(['a:one', 'a:two']),
      labels,
    }),
  )
  .map((rules): readonly Recording[] => rules);

const SETTINGS = {
  ...DEFAULT_CONFIG.settings,
  prometheus: { version: 3, features: FEATURES },
} as const;

const USED = ['a:one', 'a:two', 'a:three', 'a:one{job="a"}', 'a:two{room="z"}', '{__name__="a:one"}'];

/** Evaluates the rules as their group would, every step from the start on. */
function record(rules: readonly Recording[], storage: Storage, untilMs: number): void {
  const compiled = rules.map((rule) => {
    const { expr } = parseExpr(rule.expr, SYNTAX);
    return { rule, query: compileExpr(expr!, rule.expr), last: new Map<string, VectorSample['labels']>() };
  });
  for (let timeMs = START_MS; timeMs <= untilMs; timeMs += STEP_MS)
    for (const { rule, query, last } of compiled) {
      const samples = evaluated(query, storage, timeMs).map((sample) => ({
        ...sample,
        labels: sample.labels.withAll([[METRIC_NAME, rule.record], ...Object.entries(rule.labels)]),
      }));
      const now = new Map(samples.map((sample) => [sample.labels.key, sample.labels]));
      // Prometheus refuses what has the same labels twice, and writes none of it.
      if (now.size < samples.length) continue;
      for (const sample of samples) append(storage, sample, timeMs);
      for (const [key, gone] of last) if (!now.has(key)) storage.appendStale(gone, timeMs);
      last.clear();
      for (const [key, kept] of now) last.set(key, kept);
    }
}

function evaluated(query: ReturnType<typeof compileExpr>, storage: Storage, timeMs: number): VectorSample[] {
  try {
    const { value } = instant(query, storage, timeMs, { features: FEATURES });
    if (value.type === 'vector') return [...value.samples];
    return value.type === 'scalar'
      ? [{ labels: Labels.EMPTY, value: value.value, histogram: undefined }]
      : [];
  } catch (error) {
    if (error instanceof EvalError) return [];
    throw error;
  }
}

/** A sample of the same series and time from another rule of the same name stays: the server refuses the second. */
function append(storage: Storage, { labels: set, value, histogram }: VectorSample, timeMs: number): void {
  try {
    if (histogram === undefined) storage.append(set, timeMs, value);
    else storage.appendHistogram(set, timeMs, histogram);
  } catch {
    // Out of order or a duplicate.
  }
}

/** Rates of what is not known are taken for those of counters. */
const CATALOGUE = 'metrics: { temperature: { type: gauge }, latency_bucket: { type: counter } }';

const ruleFile = (rules: readonly Recording[]): string =>
  JSON.stringify({ groups: [{ name: 'a', rules: rules.map((rule) => ({ ...rule })) }] });

test('facts that recording rules hand on hold for what they record', { timeout: RUNS * 4000 }, () => {
  const expressions = fc.array(inferenceExpressions(USED), { minLength: 8, maxLength: 8 });
  const property = fc.property(
    seriesArbitrary(3),
    recordings,
    expressions,
    fc.nat(30),
    (series, rules, texts, step) => {
      const storage = storageOf(series);
      const timeMs = START_MS + step * STEP_MS;
      record(rules, storage, timeMs);
      const rulesFile = { path: 'rules.yml', text: ruleFile(rules), named: true };
      const catalogue = { path: 'metrics.yml', text: CATALOGUE, named: true };
      const facts = factsOf(readProject([rulesFile, catalogue], SETTINGS));
      const env = { series: (name: string) => facts.series(name) };
      expect(texts.flatMap((text) => wrongFacts(text, env, storage, timeMs))).toEqual([]);
    },
  );
  fc.assert(property, { numRuns: RUNS, endOnFailure: false });
});
