/*
 * The embedded PromQL engine. A text is parsed and type-checked (../syntax), turned into a plan (plan/), and the
 * plan is evaluated on series in memory (storage/). Evaluation (engine/) works on columns, one per series with a
 * cell per step, so that a range query selects once and an instant query is a range of one step. Functions stand
 * in functions/ by topic, native histograms in histogram/, the notation of test series in series/.
 */
export type {
  Annotation,
  AnnotationCode,
  AnnotationLevel,
  QueryAnnotations,
} from './annotations/annotation.ts';
export { EvalError } from './errors.ts';
export type { EvalErrorCode } from './errors.ts';
export { compareLabels, Labels, METRIC_NAME } from './labels/labels.ts';
export { DEFAULT_LIMITS } from './options.ts';
export type { EvalProbe } from './probe.ts';
export type { EvalFeature, EvalLimits, EvalOptions } from './options.ts';
export { compileExpr, compileQuery, instant, range } from './query.ts';
export type { CompiledQuery } from './query.ts';
export { Storage } from './storage/storage.ts';
export type { StoredSeries } from './storage/series.ts';
export type {
  MatrixSeries,
  MatrixValue,
  QueryResult,
  QueryValue,
  ScalarValue,
  StringValue,
  VectorSample,
  VectorValue,
} from './value.ts';
