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
export { Inference, inferExpr } from './infer.ts';
export {
  ANY,
  hasNoNumber,
  holds,
  hull,
  intersect,
  interval,
  isEmpty,
  isWithin,
  mirrored,
  narrowed,
  NON_NEGATIVE,
  NOTHING,
  onlyValue,
  outcome,
  point,
} from './interval.ts';
export type { FloatComparisonOp, Interval } from './interval.ts';
export { canBeEqual, drop, labelFact, noLabels, OPEN_LABELS, pinned, withLabel } from './label-set.ts';
export { isUniqueSide, mismatches, takesPart } from './matching.ts';
export type { LabelMismatch } from './matching.ts';
export {
  comparisonWithNumber,
  filtersOf,
  isFloatComparison,
  isSameVector,
  literalValue,
} from './same-vector.ts';
export { estimateOf, smallerEstimate, sumEstimate } from './series-estimate.ts';
export { unwrap } from './unwrap.ts';
