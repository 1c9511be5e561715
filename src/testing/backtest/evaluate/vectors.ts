import type { MatrixSeries, VectorSample } from '../../../promql/eval/index.ts';

/** Reads the answer of a range query step by step: the samples at each instant, which must ascend. */
export class Vectors {
  readonly #cursors: { readonly series: MatrixSeries; float: number; histogram: number }[];

  constructor(series: readonly MatrixSeries[]) {
    this.#cursors = series.map((each) => ({ series: each, float: 0, histogram: 0 }));
  }

  at(timeMs: number): VectorSample[] {
    const samples: VectorSample[] = [];
    for (const cursor of this.#cursors) {
      const { labels, floats, histograms } = cursor.series;
      if (floats.timesMs[cursor.float] === timeMs) {
        samples.push({ labels, value: floats.values[cursor.float]!, histogram: undefined });
        cursor.float++;
      } else if (histograms.timesMs[cursor.histogram] === timeMs) {
        samples.push({ labels, value: NaN, histogram: histograms.values[cursor.histogram] });
        cursor.histogram++;
      }
    }
    return samples;
  }
}
