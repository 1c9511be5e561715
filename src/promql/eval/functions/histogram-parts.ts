import { ABSENT, ColumnBuilder, HISTOGRAM } from '../engine/column.ts';
import { mergeResults } from '../engine/results.ts';
import { histogramAverage, histogramStandardDeviation, histogramVariance } from '../histogram/index.ts';
import type { FloatHistogram } from '../histogram/index.ts';
import type { Column } from '../engine/column.ts';
import type { EvalContext } from '../engine/context.ts';
import { METRIC_NAME } from '../labels/labels.ts';
import type { Labels } from '../labels/labels.ts';
import { LabelProjection } from '../labels/projection.ts';
import { overVector } from './implementation.ts';
import type { Implementation } from './implementation.ts';

/** A number of each native histogram; floats fall away. */
function ofHistogram(part: (histogram: FloatHistogram, context: EvalContext) => number): Implementation {
  return overVector((call) => {
    const { context } = call;
    const results: Column[] = [];
    for (const column of call.vector(0)) {
      if (column.histograms === undefined) continue;
      const builder = new ColumnBuilder(context.steps);
      for (let step = 0; step < context.steps; step++) {
        if (column.kinds[step] === HISTOGRAM) builder.setFloat(step, part(column.histograms[step]!, context));
      }
      if (builder.kinds.every((kind) => kind === ABSENT)) continue;
      results.push(builder.finish(namelessOf(column.labels, context), true));
    }
    return mergeResults(results, context);
  });
}

const WITHOUT_NAME = LabelProjection.except([METRIC_NAME]);

/** As upstream, these functions drop the name alone, not the type and unit, unless all is left for the end. */
function namelessOf(labels: Labels, { settings }: EvalContext): Labels {
  return settings.delayedNameRemoval ? labels : WITHOUT_NAME.of(labels);
}

/** In version 2 the compensation of an infinite sum made it NaN. */
function deviation(of: (histogram: FloatHistogram) => number) {
  return (histogram: FloatHistogram, { settings }: EvalContext): number => {
    const value = of(histogram);
    return settings.version === 2 && value === Infinity ? NaN : value;
  };
}

export const HISTOGRAM_PARTS = {
  histogram_avg: ofHistogram(histogramAverage),
  histogram_count: ofHistogram(({ count }) => count),
  histogram_stddev: ofHistogram(deviation(histogramStandardDeviation)),
  histogram_stdvar: ofHistogram(deviation(histogramVariance)),
  histogram_sum: ofHistogram(({ sum }) => sum),
} satisfies Record<string, Implementation>;
