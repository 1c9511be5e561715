import { mixedExponentialCustomHistograms, mixedFloatsHistograms } from '../annotations/remarks.ts';
import { usesCustomBuckets, withHint } from '../histogram/index.ts';
import type { FloatHistogram } from '../histogram/index.ts';
import type { SelectorPlan } from '../plan/plan.ts';
import { firstAfter } from '../storage/range-source.ts';
import type { RangeSource } from '../storage/range-source.ts';
import type { StoredSeries } from '../storage/series.ts';
import { ColumnBuilder } from './column.ts';
import type { Column } from './column.ts';
import type { EvalContext } from './context.ts';
import { interpolate, interpolateHistograms } from './interpolate.ts';
import { referenceTime } from './reference.ts';
import type { Reference } from './reference.ts';

/** A `smoothed` instant selector: values interpolated between the samples around the step's time. */
export function smoothedColumn(
  series: StoredSeries,
  plan: SelectorPlan,
  reference: Reference,
  context: EvalContext,
): Column | undefined {
  const source = series.rangeSource();
  const builder = new ColumnBuilder(context.steps);
  for (let step = 0; step < context.steps; step++) {
    builder.set(step, smoothedAt(source, referenceTime(reference, context, step), plan, context));
  }
  return builder.filled === 0 ? undefined : builder.finish(series.labels, false);
}

/** Indices of the samples in (time - lookback, time + lookback]. */
function around(times: Float64Array, length: number, time: number, lookback: number): [number, number] {
  const from = firstAfter(times, 0, length, time - lookback);
  return [from, firstAfter(times, from, length, time + lookback)];
}

function smoothedAt(
  { labels, floats, histograms }: RangeSource,
  time: number,
  plan: SelectorPlan,
  context: EvalContext,
): number | FloatHistogram | undefined {
  const lookback = context.settings.lookbackDeltaMs;
  const [from, to] = around(floats.times, floats.length, time, lookback);
  const [hFrom, hTo] = around(histograms.times, histograms.length, time, lookback);
  if (from < to && hFrom < hTo) {
    context.annotate(mixedFloatsHistograms(labels.metricName, plan.range));
    return undefined;
  }
  if (from < to) return smoothedFloat(floats.times, floats.values, from, to, time);
  if (hFrom === hTo) return undefined;

  const next = firstAfter(histograms.times, hFrom, hTo, time - 0.5);
  const after = next < hTo ? histograms.values[next] : undefined;
  if (after !== undefined && histograms.times[next] === time) return after;
  if (next === hFrom) return undefined;
  const before = histograms.values[next - 1]!;
  // The hint says how a sample relates to the one before it, which is not true of a value carried forward.
  if (after === undefined) return withHint(before, 'unknown');
  const pair = { t1: histograms.times[next - 1]!, v1: before, t2: histograms.times[next]!, v2: after };
  const counter = before.counterResetHint !== 'gauge' || after.counterResetHint !== 'gauge';
  const mixed = usesCustomBuckets(before) !== usesCustomBuckets(after);
  const result = mixed ? undefined : interpolateHistograms(pair, time, counter, context, plan.range);
  if (result === undefined) context.annotate(mixedExponentialCustomHistograms(labels.metricName, plan.range));
  return result;
}

function smoothedFloat(
  times: Float64Array,
  values: Float64Array,
  from: number,
  to: number,
  time: number,
): number | undefined {
  const next = firstAfter(times, from, to, time - 0.5);
  if (next < to && times[next] === time) return values[next]!;
  if (next === from) return undefined;
  if (next === to) return values[next - 1]!;
  const pair = { t1: times[next - 1]!, v1: values[next - 1]!, t2: times[next]!, v2: values[next]! };
  return interpolate(pair, time, false);
}
