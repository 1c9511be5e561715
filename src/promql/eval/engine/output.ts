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
  const times = Float64Array.from({ length: context.steps }, (_, step) => context.timeAt(step));
  const series = columns.map((column) => toSeries(column, times)).filter(hasSamples);
  return { type: 'matrix', series: sorted(series) };
}

const NO_HISTOGRAMS: MatrixSeries['histograms'] = { timesMs: new Float64Array(0), values: [] };

function toSeries(column: Column, times: Float64Array): MatrixSeries {
  const { labels, kinds, values, histograms } = column;
  if (histograms === undefined && !kinds.includes(ABSENT)) {
    return { labels, floats: { timesMs: times, values }, histograms: NO_HISTOGRAMS };
  }
  const steps = histograms === undefined ? [] : stepsOf(column, HISTOGRAM);
  return {
    labels,
    floats: {
      timesMs: times.filter((_, step) => kinds[step] === FLOAT),
      values: values.filter((_, step) => kinds[step] === FLOAT),
    },
    histograms: {
      timesMs: Float64Array.from(steps, (step) => times[step]!),
      values: steps.map((step) => histograms![step]!),
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
