import { ABSENT, ColumnBuilder } from '../engine/column.ts';
import type { Column } from '../engine/column.ts';
import { referenceOf } from '../engine/reference.ts';
import { mergeResults } from '../engine/results.ts';
import { forEachSample, selectSeries } from '../engine/selector.ts';
import type { SelectorPlan } from '../plan/plan.ts';
import type { StoredSeries } from '../storage/series.ts';
import { overVector } from './implementation.ts';
import type { FunctionCall, Implementation } from './implementation.ts';

/** The time of each sample: its own for a plain selector, that of the evaluation for any other vector. */
function timestamp(call: FunctionCall) {
  const [arg] = call.args;
  if (arg?.kind === 'selector') {
    return ofSamples(call, arg, (series, index) => series.timeAt(index) / 1000);
  }
  const { context } = call;
  const results = call.vector(0).map((column): Column => {
    const builder = new ColumnBuilder(context.steps);
    for (let step = 0; step < context.steps; step++) {
      if (column.kinds[step] !== ABSENT) builder.setFloat(step, context.timeAt(step) / 1000);
    }
    return builder.finish(context.nameless(column.labels), true);
  });
  return mergeResults(results, context);
}

/** The start timestamps of a plain selector's samples; nothing for other vectors or without the feature. */
function startTimestamp(call: FunctionCall) {
  const [arg] = call.args;
  if (arg?.kind !== 'selector' || !call.context.settings.startTimestamps) return [];
  return ofSamples(call, arg, (series, index) => series.startAt(index) / 1000);
}

function ofSamples(
  { context }: FunctionCall,
  selector: SelectorPlan,
  value: (series: StoredSeries, index: number) => number,
) {
  const reference = referenceOf(selector, context);
  const results: Column[] = [];
  for (const series of selectSeries(selector, context)) {
    const builder = new ColumnBuilder(context.steps);
    forEachSample(series, reference, context, (step, index) => builder.setFloat(step, value(series, index)));
    if (builder.filled > 0) results.push(builder.finish(context.nameless(series.labels), true));
  }
  return mergeResults(results, context);
}

export const TIMESTAMPS = {
  timestamp: overVector(timestamp),
  start_timestamp: overVector(startTimestamp),
} satisfies Record<string, Implementation>;
