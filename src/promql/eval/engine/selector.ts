import type { SelectorPlan } from '../plan/plan.ts';
import { FLOAT, HISTOGRAM } from '../storage/series.ts';
import type { StoredSeries } from '../storage/series.ts';
import { ColumnBuilder } from './column.ts';
import type { Column } from './column.ts';
import type { EvalContext } from './context.ts';
import { referenceOf, referenceTime } from './reference.ts';
import type { Reference } from './reference.ts';
import { smoothedColumn } from './smoothed.ts';

/** The series that a selector picks from storage. */
export function selectSeries(plan: SelectorPlan, context: EvalContext): readonly StoredSeries[] {
  const series = context.state.storage.select(plan.matchers);
  context.state.budget.checkSeries(series.length);
  return series;
}

/** Evaluates an instant vector selector: of each series the newest sample within the lookback. */
export function evalSelector(plan: SelectorPlan, context: EvalContext): readonly Column[] {
  const reference = referenceOf(plan, context);
  const columns: Column[] = [];
  const { budget } = context.state;
  for (const series of selectSeries(plan, context)) {
    budget.checkTime();
    budget.hold(context.steps);
    const column =
      plan.extended === 'smoothed'
        ? smoothedColumn(series, plan, reference, context)
        : selectorColumn(series, plan, reference, context);
    if (column !== undefined) columns.push(column);
  }
  return columns;
}

function selectorColumn(
  series: StoredSeries,
  { statisticsOnly }: SelectorPlan,
  reference: Reference,
  context: EvalContext,
): Column | undefined {
  const builder = new ColumnBuilder(context.steps);
  forEachSample(series, reference, context, (step, index) => {
    if (series.kindAt(index) !== HISTOGRAM) builder.setFloat(step, series.valueAt(index));
    else if (statisticsOnly) builder.setHistogram(step, series.statisticsAt(index));
    else builder.setHistogram(step, series.histogramAt(index)!);
  });
  if (builder.filled === 0) return undefined;
  const column = builder.finish(series.labels, false);
  const dense = builder.filled === context.steps && builder.histograms === undefined;
  return dense ? { ...column, kinds: context.everyFloat } : column;
}

/**
 * Calls `visit` for every step at which the series has a sample within the lookback that is not a stale marker, with
 * the sample's index.
 */
export function forEachSample(
  series: StoredSeries,
  reference: Reference,
  context: EvalContext,
  visit: (step: number, index: number) => void,
): void {
  const { lookbackDeltaMs, version } = context.settings;
  // A sample exactly as old as the lookback counts in version 2 only.
  const oldest = version === 2 ? lookbackDeltaMs : lookbackDeltaMs - 1;
  let index = series.indexAt(referenceTime(reference, context, 0));
  for (let step = 0; step < context.steps; step++) {
    const time = referenceTime(reference, context, step);
    while (index + 1 < series.length && series.timeAt(index + 1) <= time) index++;
    if (index < 0 || time - series.timeAt(index) > oldest) continue;
    const kind = series.kindAt(index);
    if (kind === FLOAT || kind === HISTOGRAM) visit(step, index);
  }
}
