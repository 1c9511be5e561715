import type { QueryAnnotations } from './annotations/annotation.ts';
import type { FloatHistogram } from './histogram/types.ts';
import type { Labels } from './labels/labels.ts';

/** One series of an instant vector. */
export interface VectorSample {
  readonly labels: Labels;
  /** NaN where the sample is a histogram. */
  readonly value: number;
  readonly histogram: FloatHistogram | undefined;
}

/** One series of a range vector or of a range query's result; floats and histograms by time. */
export interface MatrixSeries {
  readonly labels: Labels;
  readonly floats: { readonly timesMs: Float64Array; readonly values: Float64Array };
  readonly histograms: { readonly timesMs: Float64Array; readonly values: readonly FloatHistogram[] };
}

export interface ScalarValue {
  readonly type: 'scalar';
  readonly timeMs: number;
  readonly value: number;
}

export interface StringValue {
  readonly type: 'string';
  readonly timeMs: number;
  readonly value: string;
}

export interface VectorValue {
  readonly type: 'vector';
  readonly timeMs: number;
  /** In no particular order, except after sort, topk and the like. */
  readonly samples: readonly VectorSample[];
}

export interface MatrixValue {
  readonly type: 'matrix';
  /** Ordered by labels. */
  readonly series: readonly MatrixSeries[];
}

export type QueryValue = ScalarValue | StringValue | VectorValue | MatrixValue;

export interface QueryResult<Value extends QueryValue = QueryValue> {
  readonly value: Value;
  readonly annotations: QueryAnnotations;
}
