import { RuleError } from '../../rules/rule-error.ts';
import { EvalError, range } from '../../../promql/eval/index.ts';
import type {
  CompiledQuery,
  EvalOptions,
  Labels,
  MatrixSeries,
  Storage,
  VectorSample,
} from '../../../promql/eval/index.ts';

/** The instants at which a rule is evaluated in one part of the time. Milliseconds. */
export interface Steps {
  readonly firstMs: number;
  readonly stepMs: number;
  readonly count: number;
}

/** An evaluation that failed, as Prometheus counts it in `prometheus_rule_evaluation_failures_total`. */
export interface StepFailure {
  readonly timeMs: number;
  readonly message: string;
}

/** What an expression returns at each step; failed steps have no samples. */
export interface RuleAnswer {
  readonly series: readonly MatrixSeries[];
  readonly failures: readonly StepFailure[];
}

export const stepAt = ({ firstMs, stepMs }: Steps, step: number): number => firstMs + step * stepMs;

/**
 * One range query for all steps. Where that fails, each step is asked for by itself: a rule fails at the instants at
 * which its expression does, and at no others.
 */
export function rangeAnswer(
  query: CompiledQuery,
  storage: Storage,
  steps: Steps,
  options: EvalOptions,
  at: (timeMs: number) => readonly VectorSample[],
): RuleAnswer {
  if (steps.count === 0) return { series: [], failures: [] };
  try {
    const { value } = range(
      query,
      storage,
      steps.firstMs,
      stepAt(steps, steps.count - 1),
      steps.stepMs,
      options,
    );
    return { series: value.series, failures: [] };
  } catch (error) {
    if (!(error instanceof EvalError)) throw error;
    return instantAnswer(steps, at);
  }
}

/** An instant query at each step. */
export function instantAnswer(steps: Steps, at: (timeMs: number) => readonly VectorSample[]): RuleAnswer {
  const found = new Map<string, Collected>();
  const failures: StepFailure[] = [];
  for (let step = 0; step < steps.count; step++) {
    const timeMs = stepAt(steps, step);
    try {
      for (const sample of at(timeMs)) collect(found, sample, timeMs);
    } catch (error) {
      failures.push({ timeMs, message: evaluationError(error) });
    }
  }
  return { series: [...found.values()].map(toSeries), failures };
}

/** The message of an error that an evaluation ends with; anything else is thrown on. */
export function evaluationError(error: unknown): string {
  if (error instanceof EvalError || error instanceof RuleError) return error.message;
  throw error;
}

interface Collected {
  readonly labels: Labels;
  readonly times: number[];
  readonly values: number[];
  readonly histogramTimes: number[];
  readonly histograms: NonNullable<VectorSample['histogram']>[];
}

function collect(
  found: Map<string, Collected>,
  { labels, value, histogram }: VectorSample,
  timeMs: number,
): void {
  let series = found.get(labels.key);
  if (series === undefined) {
    series = { labels, times: [], values: [], histogramTimes: [], histograms: [] };
    found.set(labels.key, series);
  }
  if (histogram === undefined) {
    series.times.push(timeMs);
    series.values.push(value);
  } else {
    series.histogramTimes.push(timeMs);
    series.histograms.push(histogram);
  }
}

function toSeries({ labels, times, values, histogramTimes, histograms }: Collected): MatrixSeries {
  return {
    labels,
    floats: { timesMs: Float64Array.from(times), values: Float64Array.from(values) },
    histograms: { timesMs: Float64Array.from(histogramTimes), values: histograms },
  };
}
