import { ABSENT, ColumnBuilder, HISTOGRAM } from '../engine/column.ts';
import { mergeResults } from '../engine/results.ts';
import { histogramAverage, histogramStandardDeviation, histogramVariance } from '../histogram/index.ts';
import type { FloatHistogram } from '../histogram/index.ts';
import type { Column } from '../engine/column.ts';
import { overVector } from './implementation.ts';
import type { Implementation } from './implementation.ts';

/** A number of each native histogram; floats fall away. */
function ofHistogram(part: (histogram: FloatHistogram) => number): Implementation {
  return overVector((call) => {
    const { context } = call;
    const results: Column[] = [];
    for (const column of call.vector(0)) {
      if (column.histograms === undefined) continue;
      const builder = new ColumnBuilder(context.steps);
      for (let step = 0; step < context.steps; step++) {
        if (column.kinds[step] === HISTOGRAM) builder.setFloat(step, part(column.histograms[step]!));
      }
      if (builder.kinds.every((kind) => kind === ABSENT)) continue;
      results.push(builder.finish(context.nameless(column.labels), true));
    }
    return mergeResults(results, context);
  });
}

export const HISTOGRAM_PARTS = {
  histogram_avg: ofHistogram(histogramAverage),
  histogram_count: ofHistogram(({ count }) => count),
  histogram_stddev: ofHistogram(histogramStandardDeviation),
  histogram_stdvar: ofHistogram(histogramVariance),
  histogram_sum: ofHistogram(({ sum }) => sum),
} satisfies Record<string, Implementation>;
