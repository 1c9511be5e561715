/** What a histogram knows of a counter reset before it; `gauge` histograms do not count. */
export type CounterResetHint = 'unknown' | 'reset' | 'not_reset' | 'gauge';

/**
 * Bucket counts of one sign, sparse: `counts[i]` is the population of bucket `indices[i]`; indices ascend.
 * A bucket may be present and empty, as in Prometheus's spans, which matters for equality and quantiles.
 */
export interface Buckets {
  readonly indices: readonly number[];
  readonly counts: readonly number[];
}

/**
 * A native histogram, never changed after it is made: every operation returns a new one.
 *
 * `schema` -4..8 means exponential buckets: bucket i of the positive side covers (base^(i-1), base^i] with
 * base 2^(2^-schema), the negative side mirrors it, and observations within +-`zeroThreshold` count in
 * `zeroCount`. Schema -53 (CUSTOM_BUCKETS_SCHEMA) means custom buckets ("NHCB"): bucket i ends at
 * `customValues[i]`, the last one at +Inf; there is no zero bucket and no negative side.
 */
export interface FloatHistogram {
  readonly schema: number;
  readonly counterResetHint: CounterResetHint;
  readonly zeroThreshold: number;
  readonly zeroCount: number;
  readonly count: number;
  readonly sum: number;
  readonly positive: Buckets;
  readonly negative: Buckets;
  readonly customValues: readonly number[];
}

/** One bucket with its bounds. */
export interface Bucket {
  readonly lower: number;
  readonly upper: number;
  readonly lowerInclusive: boolean;
  readonly upperInclusive: boolean;
  readonly count: number;
}

export const CUSTOM_BUCKETS_SCHEMA = -53;
export const EXPONENTIAL_SCHEMA_MIN = -4;
export const EXPONENTIAL_SCHEMA_MAX = 8;

export const NO_BUCKETS: Buckets = { indices: [], counts: [] };

/** A histogram without observations, of schema 0. */
export const EMPTY_HISTOGRAM: FloatHistogram = {
  schema: 0,
  counterResetHint: 'unknown',
  zeroThreshold: 0,
  zeroCount: 0,
  count: 0,
  sum: 0,
  positive: NO_BUCKETS,
  negative: NO_BUCKETS,
  customValues: [],
};

export function usesCustomBuckets(histogram: FloatHistogram): boolean {
  return histogram.schema === CUSTOM_BUCKETS_SCHEMA;
}

/** The histogram with another counter reset hint. */
export function withHint(histogram: FloatHistogram, hint: CounterResetHint): FloatHistogram {
  return histogram.counterResetHint === hint ? histogram : { ...histogram, counterResetHint: hint };
}
