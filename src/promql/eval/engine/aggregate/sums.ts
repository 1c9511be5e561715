import {
  counterResetCollision,
  mismatchedCustomBuckets,
  mixedExponentialCustomHistograms,
  mixedFloatsHistogramsInAggregation,
} from '../../annotations/remarks.ts';
import { compact, HistogramMean, HistogramSum } from '../../histogram/index.ts';
import type { Added, FloatHistogram } from '../../histogram/index.ts';
import { NaiveSum, KahanMean, KahanSum, RunningMean } from '../../numbers/kahan.ts';
import type { AggregatePlan } from '../../plan/plan.ts';
import { ABSENT, ColumnBuilder, FLOAT, HISTOGRAM } from '../column.ts';
import type { Column } from '../column.ts';
import type { EvalContext } from '../context.ts';
import type { GroupAggregation } from './group-aggregation.ts';
import type { Group } from './grouping.ts';

/** A running sum or mean of floats. */
interface FloatFold {
  add(value: number): void;
  readonly total: number;
}

/** A running sum or mean of histograms. */
interface HistogramFold {
  add(histogram: FloatHistogram): Added | undefined;
  result(): FloatHistogram;
}

interface Folds {
  readonly floats: (first: number) => FloatFold;
  readonly histograms: (first: FloatHistogram) => HistogramFold;
}

function sumFolds({ settings }: EvalContext): Folds {
  return {
    floats: settings.version === 2 ? (first) => new NaiveSum(first) : (first) => new KahanSum(first),
    histograms: (first) => {
      const sum = new HistogramSum(first);
      return { add: (histogram) => sum.add(histogram), result: () => sum.total() };
    },
  };
}

function meanFolds({ settings }: EvalContext): Folds {
  return {
    floats: settings.version === 2 ? (first) => new RunningMean(first) : (first) => new KahanMean(first),
    histograms: (first) => {
      const mean = new HistogramMean(first);
      return { add: (histogram) => mean.add(histogram), result: () => mean.mean() };
    },
  };
}

export const sumOf: GroupAggregation = (group, plan, context) =>
  fold(group, plan, context, sumFolds(context));

export const averageOf: GroupAggregation = (group, plan, context) =>
  fold(group, plan, context, meanFolds(context));

function fold(
  { labels, columns }: Group,
  plan: AggregatePlan,
  context: EvalContext,
  folds: Folds,
): Column | undefined {
  const builder = new ColumnBuilder(context.steps);
  const floatsOnly = columns.every(({ histograms }) => histograms === undefined);
  for (let step = 0; step < context.steps; step++) {
    const result = floatsOnly
      ? foldFloats(columns, step, folds)
      : foldMixed(columns, step, plan, context, folds);
    builder.set(step, result);
  }
  return builder.filled === 0 ? undefined : builder.finish(labels, dropsName(columns));
}

/** Whether one of the series waits for its name to be dropped (a grouping label may be the name). */
export function dropsName(columns: readonly Column[]): boolean {
  return columns.some(({ dropName }) => dropName);
}

function foldFloats(columns: readonly Column[], step: number, folds: Folds): number | undefined {
  let state: FloatFold | undefined;
  for (const { kinds, values } of columns) {
    if (kinds[step] === ABSENT) continue;
    if (state === undefined) state = folds.floats(values[step]!);
    else state.add(values[step]!);
  }
  return state?.total;
}

function foldMixed(
  columns: readonly Column[],
  step: number,
  plan: AggregatePlan,
  context: EvalContext,
  folds: Folds,
): number | FloatHistogram | undefined {
  const present = columns.filter(({ kinds }) => kinds[step] !== ABSENT);
  const histograms = present.filter(({ kinds }) => kinds[step] === HISTOGRAM);
  if (histograms.length === 0) return foldFloats(present, step, folds);
  if (histograms.length === present.length) return foldHistograms(present, step, plan, context, folds);
  if (present[0]!.kinds[step] === FLOAT || !incompatible(present, step, plan, context, folds)) {
    context.annotate(mixedFloatsHistogramsInAggregation(plan.operand.range));
  }
  return undefined;
}

/** Whether the group was already given up because of its bucket layouts before a float came. */
function incompatible(
  present: readonly Column[],
  step: number,
  plan: AggregatePlan,
  context: EvalContext,
  folds: Folds,
): boolean {
  const firstFloat = present.findIndex(({ kinds }) => kinds[step] === FLOAT);
  return foldHistograms(present.slice(0, firstFloat), step, plan, context, folds) === undefined;
}

function foldHistograms(
  columns: readonly Column[],
  step: number,
  plan: AggregatePlan,
  context: EvalContext,
  folds: Folds,
): FloatHistogram | undefined {
  const { range } = plan.operand;
  const hints = new Set<string>();
  let state: HistogramFold | undefined;
  for (const { labels, histograms } of columns) {
    const histogram = histograms![step]!;
    hints.add(histogram.counterResetHint);
    if (state === undefined) {
      state = folds.histograms(histogram);
      continue;
    }
    const added = state.add(histogram);
    if (added === undefined) {
      context.annotate(mixedExponentialCustomHistograms(labels.metricName, range));
      return undefined;
    }
    if (added.boundsReconciled) context.annotate(mismatchedCustomBuckets('aggregation', range));
  }
  if (hints.has('reset') && hints.has('not_reset')) {
    context.annotate(counterResetCollision('aggregation', range));
  }
  return state && compact(state.result());
}
