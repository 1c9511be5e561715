import { histogramIgnoredInAggregation } from '../../annotations/remarks.ts';
import { ABSENT, ColumnBuilder, HISTOGRAM } from '../column.ts';
import type { Column } from '../column.ts';
import type { EvalContext } from '../context.ts';
import type { GroupAggregation } from './group-aggregation.ts';
import { dropsName } from './sums.ts';

/** `count`: how many series have a sample of whatever kind. */
export const countOf: GroupAggregation = ({ labels, columns }, _plan, context) => {
  const builder = new ColumnBuilder(context.steps);
  for (const { kinds } of columns) {
    for (let step = 0; step < context.steps; step++) {
      if (kinds[step] !== ABSENT) builder.setFloat(step, builder.values[step]! + 1);
    }
  }
  return finished(builder, labels, columns);
};

/** `group`: 1 where any series has a sample. */
export const groupOf: GroupAggregation = ({ labels, columns }, _plan, context) => {
  const builder = new ColumnBuilder(context.steps);
  for (const { kinds } of columns) {
    for (let step = 0; step < context.steps; step++) if (kinds[step] !== ABSENT) builder.setFloat(step, 1);
  }
  return finished(builder, labels, columns);
};

/** `min` and `max`: NaN only where there is nothing else. Histograms are ignored. */
export const extremeOf: GroupAggregation = ({ labels, columns }, plan, context) => {
  const builder = new ColumnBuilder(context.steps);
  const larger = plan.op === 'max';
  forEachFloat(columns, plan.op, context, plan.operand.range, (step, value) => {
    const best = builder.values[step]!;
    const replaces = larger ? best < value : best > value;
    if (builder.kinds[step] === ABSENT || replaces || Number.isNaN(best)) builder.setFloat(step, value);
  });
  return finished(builder, labels, columns);
};

/** `stddev` and `stdvar` by Welford's method. Histograms are ignored. */
export const deviationOf: GroupAggregation = ({ labels, columns }, plan, context) => {
  const counts = new Float64Array(context.steps);
  const means = new Float64Array(context.steps);
  const builder = new ColumnBuilder(context.steps);
  const { version } = context.settings;
  forEachFloat(columns, plan.op, context, plan.operand.range, (step, value) => {
    const count = ++counts[step]!;
    if (count === 1) {
      means[step] = value;
      // Version 2 takes the deviation of a single infinite or NaN value for 0.
      builder.setFloat(step, Number.isFinite(value) || version === 2 ? 0 : NaN);
      return;
    }
    const delta = value - means[step]!;
    means[step]! += delta / count;
    builder.setFloat(step, builder.values[step]! + delta * (value - means[step]!));
  });
  for (let step = 0; step < context.steps; step++) {
    const variance = builder.values[step]! / counts[step]!;
    builder.values[step] = plan.op === 'stddev' ? Math.sqrt(variance) : variance;
  }
  return finished(builder, labels, columns);
};

/** Visits every float; for histograms there is an annotation instead. */
export function forEachFloat(
  columns: readonly Column[],
  aggregation: string,
  context: EvalContext,
  range: { readonly start: number; readonly end: number },
  visit: (step: number, value: number) => void,
): void {
  for (const { kinds, values } of columns) {
    for (let step = 0; step < context.steps; step++) {
      const kind = kinds[step];
      if (kind === ABSENT) continue;
      if (kind === HISTOGRAM) context.annotate(histogramIgnoredInAggregation(aggregation, range));
      else visit(step, values[step]!);
    }
  }
}

function finished(
  builder: ColumnBuilder,
  labels: Column['labels'],
  columns: readonly Column[],
): Column | undefined {
  return builder.filled === 0 ? undefined : builder.finish(labels, dropsName(columns));
}
