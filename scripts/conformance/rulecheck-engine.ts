import type { EvalOptions, MatrixSeries, QueryResult, QueryValue } from '../../src/promql/eval/index.ts';
import { EvalError, instant, range } from '../../src/promql/eval/index.ts';
import type { Outcome, ScriptEngine } from './engine.ts';
import type { Result, ResultPoint } from './result.ts';

/** rulecheck's engine, for scripts. */
export function rulecheckEngine(options: EvalOptions): ScriptEngine {
  return {
    instant: (storage, query, timeMs) => attempt(() => instant(query, storage, timeMs, options)),
    range: (storage, query, startMs, endMs, stepMs) =>
      attempt(() => range(query, storage, startMs, endMs, stepMs, options)),
  };
}

function attempt(run: () => QueryResult): Outcome {
  try {
    const { value, annotations } = run();
    return {
      ok: true,
      result: resultOf(value),
      warnings: annotations.warnings.map((each) => each.message),
      infos: annotations.infos.map((each) => each.message),
    };
  } catch (error) {
    if (error instanceof EvalError) return { ok: false, message: error.message };
    throw error;
  }
}

function resultOf(value: QueryValue): Result {
  switch (value.type) {
    case 'scalar':
    case 'string':
      return { kind: value.type, value: value.value } as Result;
    case 'vector':
      return {
        kind: 'vector',
        samples: value.samples.map((sample) => ({
          labels: sample.labels,
          value: sample.histogram ?? sample.value,
        })),
      };
    case 'matrix':
      return {
        kind: 'matrix',
        series: value.series.map((series) => ({ labels: series.labels, points: pointsOf(series) })),
      };
  }
}

function pointsOf({ floats, histograms }: MatrixSeries): ResultPoint[] {
  const points: ResultPoint[] = [];
  floats.timesMs.forEach((timeMs, i) => points.push({ timeMs, value: floats.values[i]! }));
  histograms.timesMs.forEach((timeMs, i) => points.push({ timeMs, value: histograms.values[i]! }));
  return points.sort((a, b) => a.timeMs - b.timeMs);
}
