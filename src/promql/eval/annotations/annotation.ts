import type { Range } from '../../../source/range.ts';

/** What Prometheus can remark on a query that it nevertheless answers. */
export type AnnotationCode =
  | 'bad-bucket-label'
  | 'counter-reset-collision'
  | 'forced-monotonicity'
  | 'histogram-ignored-in-aggregation'
  | 'histogram-ignored-in-mixed-range'
  | 'incompatible-bucket-layout'
  | 'incompatible-types'
  | 'invalid-quantile'
  | 'invalid-ratio'
  | 'mismatched-custom-buckets'
  | 'mixed-classic-native-histograms'
  | 'mixed-exponential-custom-histograms'
  | 'mixed-floats-histograms'
  | 'nan-observations-in-fraction'
  | 'nan-observations-result-nan'
  | 'nan-observations-skew'
  | 'native-histogram-not-counter'
  | 'native-histogram-not-gauge'
  | 'possible-non-counter'
  | 'sort-in-range-query'
  | 'start-time-overlap';

export type AnnotationLevel = 'warning' | 'info';

/** How far classic buckets had to be changed so that counts do not fall. Times in milliseconds. */
export interface MonotonicityFix {
  readonly fromMs: number;
  readonly toMs: number;
  readonly minBucket: number;
  readonly maxBucket: number;
  readonly maxDiff: number;
  readonly samples: number;
}

/** One remark as functions make it. Remarks of equal text are one; details are joined. */
export interface Remark {
  readonly level: AnnotationLevel;
  readonly code: AnnotationCode;
  /** Prometheus's text without its `PromQL info: ` and without the position. */
  readonly text: string;
  readonly range: Range;
  readonly fix?: MonotonicityFix;
  /** How many occurrences the remark stands for, where Prometheus counts them. */
  readonly occurrences?: number;
}

/** A remark ready to be read. */
export interface Annotation {
  readonly level: AnnotationLevel;
  readonly code: AnnotationCode;
  /** Prometheus's whole text, `PromQL warning: ... (line:column)`. */
  readonly message: string;
  /** The sub-expression that it is about. */
  readonly range: Range;
}

export interface QueryAnnotations {
  readonly warnings: readonly Annotation[];
  readonly infos: readonly Annotation[];
}
