export { RANGE_AGGREGATIONS, rangeAggregation } from './range-aggregations.ts';
export type { RangeAggregationSignature } from './range-aggregations.ts';
export { STAGES } from './stages.ts';
export type { StageSignature } from './stages.ts';
export { TEMPLATE_FUNCTIONS } from './template-functions.ts';
export type { TemplateFunctionSignature } from './template-functions.ts';
export { VECTOR_AGGREGATIONS, vectorAggregation } from './vector-aggregations.ts';
export type { VectorAggregationSignature } from './vector-aggregations.ts';
