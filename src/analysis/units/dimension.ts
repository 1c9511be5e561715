export type Dimension =
  | 'time'
  /** A point in time, as seconds since 1970. */
  | 'moment'
  | 'bytes'
  | 'share'
  | 'count'
  | 'cores'
  | 'degrees Celsius'
  | 'degrees Fahrenheit';

/** What the values of an expression measure, as names and conversions show it. */
export interface Measure {
  readonly dimension: Dimension;
  /**
   * How much of the base unit (second, byte, 1, core) a value of 1 is: 0.001 of milliseconds, 0.01 of percentages.
   * Several where a factor may be a conversion or not (`8 *` bytes).
   */
  readonly scales: readonly number[];
  /** Of a rate. */
  readonly perSecond?: true;
  /** A number that may convert units took part. */
  readonly scaled?: true;
  /** A factor of 100, or the suffix `_count`, is the only evidence. */
  readonly guessed?: true;
}
