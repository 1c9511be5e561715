/** Native histograms: values, arithmetic, estimates and their text forms. */
export * from './accumulator.ts';
export * from './arithmetic.ts';
export * from './equals.ts';
export * from './format.ts';
export * from './fraction.ts';
export * from './iterate.ts';
export * from './moments.ts';
export * from './quantile.ts';
export * from './reset.ts';
export * from './trim.ts';
export * from './types.ts';
export * from './validate.ts';
export type { Interpolation } from './interpolate.ts';
export { denseBuckets } from './buckets.ts';
