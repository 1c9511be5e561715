export { alternativesOf, isPossible, merged, presenceOf, valueOf } from './alternatives.ts';
export { constantArgument } from './call.ts';
export { NOTHING_KNOWN } from './environment.ts';
export type { InferenceEnvironment } from './environment.ts';
export { METRIC_NAME_LABEL } from './facts.ts';
export type {
  Alternative,
  Facts,
  LabelFact,
  LabelPresence,
  LabelReason,
  LabelSet,
  MetricKind,
  NeverReason,
  Presence,
  Quantity,
  SeriesEstimate,
  SeriesFactor,
  ValueCount,
} from './facts.ts';
export { bucketBounds } from './histogram-quantile.ts';
export { isWithItself } from './binary.ts';
export { Inference, inferExpr } from './infer.ts';
export {
  ANY,
  holds,
  intersect,
  hull,
  interval,
  isEmpty,
  isWithin,
  narrowed,
  NOTHING,
  onlyValue,
  outcome,
  point,
} from './interval.ts';
export type { FloatComparisonOp, Interval } from './interval.ts';
export { drop, labelFact, noLabels, pinned, withLabel } from './label-set.ts';
export { mismatches, takesPart } from './matching.ts';
export type { LabelMismatch } from './matching.ts';
export {
  filtersOf,
  isFloatComparison,
  isOneInterval,
  isSameVector,
  literalValue,
  passing,
} from './same-vector.ts';
export { estimateOf, sumEstimate } from './series-estimate.ts';
export { unwrap } from './unwrap.ts';
