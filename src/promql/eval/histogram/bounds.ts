import { SCHEMA_8_FRACTIONS } from './bounds-table.ts';
import { CUSTOM_BUCKETS_SCHEMA } from './types.ts';

/**
 * Upper bound of bucket `index` (absolute value, for the negative side). Custom buckets: index -1 is -Inf and
 * the index past the last bound is +Inf.
 */
export function upperBound(index: number, schema: number, customValues: readonly number[]): number {
  if (schema !== CUSTOM_BUCKETS_SCHEMA) return exponentialBound(index, schema);
  if (index < 0) return -Infinity;
  return customValues[index] ?? Infinity;
}

/**
 * Upper bound of an exponential bucket. The last bucket of finite observations ends at the largest float64, as
 * in Prometheus, so that only +-Inf fall into the one after it.
 */
export function exponentialBound(index: number, schema: number): number {
  if (schema < 0) return powerOfTwo(1, index * 2 ** -schema);
  const perPower = 2 ** schema;
  const position = ((index % perPower) + perPower) % perPower;
  const fraction = SCHEMA_8_FRACTIONS[position * (256 / perPower)]!;
  return powerOfTwo(fraction, Math.floor(index / perPower) + 1);
}

/** Index of the bucket in `targetSchema` that contains bucket `index` of `schema` (target <= schema). */
export function indexInSchema(index: number, schema: number, targetSchema: number): number {
  return Math.floor((index - 1) / 2 ** (schema - targetSchema)) + 1;
}

/** fraction * 2^exponent without overflow on the way; exactly 2^1024 becomes the largest float64. */
function powerOfTwo(fraction: number, exponent: number): number {
  const isTopBound = (fraction === 1 && exponent === 1024) || (fraction === 0.5 && exponent === 1025);
  if (isTopBound) return Number.MAX_VALUE;
  if (exponent > 1023) return fraction * 2 ** 1023 * 2 ** (exponent - 1023);
  if (exponent < -1022) return fraction * 2 ** -1022 * 2 ** (exponent + 1022);
  return fraction * 2 ** exponent;
}
