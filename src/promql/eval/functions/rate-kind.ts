export interface RateKind {
  /** Falls of the value are resets, and no value is below zero. */
  readonly counter: boolean;
  /** The result is per second. */
  readonly perSecond: boolean;
}
