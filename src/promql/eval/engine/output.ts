import { compareLabels } from '../labels/labels.ts';
import type { MatrixSeries, MatrixValue, VectorSample } from '../value.ts';
import { ABSENT, FLOAT, HISTOGRAM, histogramAt } from './column.ts';
import type { Column } from './column.ts';
import type { EvalContext } from './context.ts';

/** The samples of a one-step result. */
export function toVector(columns: readonly Column[]): VectorSample[] {
  return columns
    .filter(({ kinds }) => kinds[0] !== ABSENT)
    .map((column) => {
      const histogram = histogramAt(column, 0);
      return { labels: column.labels, value: histogram === undefined ? column.values[0]! : NaN, histogram };
    });
}

/** A range query's result. */
export function toMatrix(columns: readonly Column[], context: EvalContext): MatrixValue {
  const series = columns.map((column) => toSeries(column, context)).filter(hasSamples);
  return { type: 'matrix', series: sorted(series) };
}

function toSeries(column: Column, context: EvalContext): MatrixSeries {
  const floats = stepsOf(column, FLOAT);
  const histograms = column.histograms === undefined ? [] : stepsOf(column, HISTOGRAM);
  return {
    labels: column.labels,
    floats: {
      timesMs: Float64Array.from(floats, (step) => context.timeAt(step)),
      values: Float64Array.from(floats, (step) => column.values[step]!),
    },
    histograms: {
      timesMs: Float64Array.from(histograms, (step) => context.timeAt(step)),
      values: histograms.map((step) => column.histograms![step]!),
    },
  };
}

function stepsOf({ kinds }: Column, kind: number): number[] {
  const steps: number[] = [];
  for (let step = 0; step < kinds.length; step++) if (kinds[step] === kind) steps.push(step);
  return steps;
}

function hasSamples({ floats, histograms }: MatrixSeries): boolean {
  return floats.timesMs.length + histograms.timesMs.length > 0;
}

/** In the order of their labels. */
export function sorted(series: MatrixSeries[]): MatrixSeries[] {
  return series.sort((a, b) => compareLabels(a.labels, b.labels));
}
