import { EvalError } from '../errors.ts';
import { withHint } from '../histogram/index.ts';
import type { FloatHistogram } from '../histogram/index.ts';
import { resolveLength } from '../plan/durations.ts';
import type { MatrixPlan, SubqueryPlan } from '../plan/plan.ts';
import { NO_HISTOGRAMS } from '../storage/range-source.ts';
import type { RangeSource } from '../storage/range-source.ts';
import { FLOAT, HISTOGRAM } from './column.ts';
import type { Column } from './column.ts';
import { EvalContext } from './context.ts';
import { referenceOf, referenceTime } from './reference.ts';
import type { Reference } from './reference.ts';
import { selectSeries } from './selector.ts';
import type { Extension } from './window.ts';

/** The series behind a range vector, and where its windows lie. */
export interface Matrix {
  readonly sources: readonly RangeSource[];
  readonly reference: Reference;
  readonly lengthMs: number;
  readonly extension: Extension;
}

/** Fetches what a range vector needs for all steps at once. */
export function evalMatrix(plan: MatrixPlan, context: EvalContext): Matrix {
  const lengthMs = resolveLength(plan.length, context.state.times);
  if (plan.kind === 'subquery') {
    const reference = referenceOf(plan, context);
    const sources = subquerySources(plan, reference, lengthMs, context);
    return { sources, reference, lengthMs, extension: undefined };
  }
  const { selector } = plan;
  const sources = selectSeries(selector, context).map((series) =>
    selector.statisticsOnly ? series.statisticsSource() : series.rangeSource(),
  );
  return { sources, reference: referenceOf(selector, context), lengthMs, extension: selector.extended };
}

/** The steps of a subquery: multiples of its own step, so that they do not move with the query. */
function subqueryContext(
  plan: SubqueryPlan,
  reference: Reference,
  lengthMs: number,
  context: EvalContext,
): EvalContext {
  const { settings, state } = context;
  const stepMs =
    plan.step === undefined ? settings.subqueryIntervalMs(lengthMs) : resolveLength(plan.step, state.times);
  if (!(stepMs >= 1)) throw new EvalError('duration', 'the step of a subquery is at least 1ms', plan.range);
  const open = referenceTime(reference, context, 0) - lengthMs;
  const end = referenceTime(reference, context, context.steps - 1);
  // In version 2 a step exactly at the start of the range belongs to it.
  const before = settings.version === 2 ? Math.ceil(open / stepMs) : Math.floor(open / stepMs) + 1;
  const start = before * stepMs;
  const steps = Math.max(0, Math.floor((end - start) / stepMs) + 1);
  state.budget.checkSteps(steps);
  return new EvalContext(state, start, stepMs, steps);
}

function subquerySources(
  plan: SubqueryPlan,
  reference: Reference,
  lengthMs: number,
  context: EvalContext,
): RangeSource[] {
  const inner = subqueryContext(plan, reference, lengthMs, context);
  if (inner.steps === 0) return [];
  return inner.vector(plan.operand).map((column) => sourceOf(column, inner));
}

function sourceOf(column: Column, context: EvalContext): RangeSource {
  const floats = points(column, context, FLOAT);
  return {
    labels: column.labels,
    dropName: column.dropName,
    floats: {
      times: floats.times,
      values: Float64Array.from(floats.steps, (step) => column.values[step]!),
      starts: undefined,
      length: floats.steps.length,
    },
    histograms: column.histograms === undefined ? NO_HISTOGRAMS : histogramPoints(column, context),
  };
}

function histogramPoints(column: Column, context: EvalContext): RangeSource['histograms'] {
  const { steps, times } = points(column, context, HISTOGRAM);
  const values = steps.map((step) => withoutResetHint(column.histograms![step]!));
  return { times, values, starts: undefined, length: steps.length };
}

/** A subquery may leave out samples or repeat them, so what the hints say of the sample before is not true. */
function withoutResetHint(histogram: FloatHistogram): FloatHistogram {
  return histogram.counterResetHint === 'gauge' ? histogram : withHint(histogram, 'unknown');
}

function points(
  column: Column,
  context: EvalContext,
  kind: number,
): { steps: number[]; times: Float64Array } {
  const steps: number[] = [];
  for (let step = 0; step < context.steps; step++) if (column.kinds[step] === kind) steps.push(step);
  return { steps, times: Float64Array.from(steps, (step) => context.timeAt(step)) };
}
