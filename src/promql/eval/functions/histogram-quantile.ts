import type { Range } from '../../../source/range.ts';
import {
  forcedMonotonicity,
  invalidQuantile,
  nanObservationsInFraction,
  nanObservationsResult,
  nanObservationsSkew,
} from '../annotations/remarks.ts';
import { ColumnBuilder } from '../engine/column.ts';
import type { Column } from '../engine/column.ts';
import type { EvalContext } from '../engine/context.ts';
import { mergeResults } from '../engine/results.ts';
import { histogramFraction, histogramQuantile } from '../histogram/index.ts';
import type { FloatHistogram } from '../histogram/index.ts';
import type { Labels } from '../labels/labels.ts';
import { formatOpenMetricsFloat } from '../numbers/open-metrics.ts';
import { bucketFraction, bucketQuantile } from './classic-buckets.ts';
import { HistogramVector } from './histogram-vector.ts';
import type { AnyHistogram } from './histogram-vector.ts';
import { linearFraction, linearQuantile } from './linear-histogram.ts';
import { overVector } from './implementation.ts';
import type { FunctionCall, Implementation } from './implementation.ts';

/**
 * Series of results, one for each histogram and quantile: two histograms whose results have the same labels stay
 * apart until the end, where that is noticed.
 */
class Results {
  readonly #context: EvalContext;
  readonly #builders = new Map<Labels, Map<number, { labels: Labels; builder: ColumnBuilder }>>();

  constructor(context: EvalContext) {
    this.#context = context;
  }

  /** Sets the result of a histogram for a quantile (any number where there is only one per step). */
  set(source: Labels, q: number, step: number, value: number, labels: () => Labels): void {
    let results = this.#builders.get(source);
    if (results === undefined) {
      results = new Map<number, { labels: Labels; builder: ColumnBuilder }>();
      this.#builders.set(source, results);
    }
    let result = results.get(q);
    if (result === undefined) {
      result = { labels: labels(), builder: new ColumnBuilder(this.#context.steps) };
      results.set(q, result);
    }
    result.builder.setFloat(step, value);
  }

  columns(): readonly Column[] {
    const results = [...this.#builders.values()].flatMap((byQuantile) => [...byQuantile.values()]);
    const columns = results.map(({ labels, builder }) => builder.finish(labels, true));
    return mergeResults(columns, this.#context);
  }
}

interface QuantileCall {
  readonly vector: HistogramVector;
  readonly context: EvalContext;
  /** Where the histograms stand in the text. */
  readonly range: Range;
}

function quantileOf(q: number, histogram: AnyHistogram, step: number, call: QuantileCall): number {
  return histogram.kind === 'native'
    ? nativeQuantile(q, histogram.histogram, call.vector.nameOf(histogram.labels), call)
    : classicQuantile(q, histogram, step, call);
}

function nativeQuantile(
  q: number,
  histogram: FloatHistogram,
  name: string,
  { context, range }: QuantileCall,
): number {
  if (context.settings.version === 2) return linearQuantile(q, histogram);
  const { value, note } = histogramQuantile(q, histogram);
  if (note === 'nan-result') context.annotate(nanObservationsResult(name, range));
  if (note === 'nan-skew') context.annotate(nanObservationsSkew(name, range));
  return value;
}

function classicQuantile(
  q: number,
  { labels, buckets }: AnyHistogram & { kind: 'classic' },
  step: number,
  { vector, context, range }: QuantileCall,
): number {
  const { value, fix } = bucketQuantile(q, buckets);
  if (fix !== undefined) {
    const timeMs = context.timeAt(step);
    const details = { ...fix, fromMs: timeMs, toMs: timeMs, samples: 1 };
    context.annotate(forcedMonotonicity(vector.nameOf(labels), details, range));
  }
  return value;
}

function checkQuantile(q: number, context: EvalContext, range: Range): void {
  if (!(q >= 0 && q <= 1)) context.annotate(invalidQuantile(q, range));
}

function histogramQuantileCall(call: FunctionCall): readonly Column[] {
  const { context, args } = call;
  const q = call.scalar(0);
  const range = args[1]!.range;
  const vector = new HistogramVector(call.vector(1), context, range);
  const results = new Results(context);
  for (let step = 0; step < context.steps; step++) {
    checkQuantile(q[step]!, context, args[0]!.range);
    for (const histogram of vector.at(step)) {
      const value = quantileOf(q[step]!, histogram, step, { vector, context, range });
      results.set(histogram.labels, 0, step, value, () => context.nameless(histogram.labels));
    }
  }
  return results.columns();
}

function histogramQuantilesCall(call: FunctionCall): readonly Column[] {
  const { context, args } = call;
  const range = args[0]!.range;
  const label = call.text(1);
  const quantiles = args.slice(2).map((arg, i) => ({ range: arg.range, values: call.scalar(i + 2) }));
  const vector = new HistogramVector(call.vector(0), context, range);
  const results = new Results(context);
  for (let step = 0; step < context.steps; step++) {
    const histograms = vector.at(step);
    for (const { range: at, values } of quantiles) {
      const q = values[step]!;
      checkQuantile(q, context, at);
      for (const histogram of histograms) {
        const value = quantileOf(q, histogram, step, { vector, context, range });
        results.set(histogram.labels, q, step, value, () =>
          context.nameless(histogram.labels).with(label, formatOpenMetricsFloat(q)),
        );
      }
    }
  }
  return results.columns();
}

function histogramFractionCall(call: FunctionCall): readonly Column[] {
  const { context, args } = call;
  const [lower, upper] = [call.scalar(0), call.scalar(1)];
  const range = args[2]!.range;
  const vector = new HistogramVector(call.vector(2), context, range);
  const results = new Results(context);
  for (let step = 0; step < context.steps; step++) {
    for (const histogram of vector.at(step)) {
      const value = fractionOf(lower[step]!, upper[step]!, histogram, { vector, context, range });
      results.set(histogram.labels, 0, step, value, () => context.nameless(histogram.labels));
    }
  }
  return results.columns();
}

function fractionOf(lower: number, upper: number, histogram: AnyHistogram, call: QuantileCall): number {
  if (histogram.kind === 'classic') return bucketFraction(lower, upper, histogram.buckets);
  if (call.context.settings.version === 2) return linearFraction(lower, upper, histogram.histogram);
  const { value, nanObservations } = histogramFraction(lower, upper, histogram.histogram);
  if (nanObservations) {
    call.context.annotate(nanObservationsInFraction(call.vector.nameOf(histogram.labels), call.range));
  }
  return value;
}

export const HISTOGRAM_QUANTILES = {
  histogram_fraction: overVector(histogramFractionCall),
  histogram_quantile: overVector(histogramQuantileCall),
  histogram_quantiles: overVector(histogramQuantilesCall),
} satisfies Record<string, Implementation>;
