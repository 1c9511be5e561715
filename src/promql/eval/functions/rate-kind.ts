export interface RateKind {
  /** Falls of the value are resets, and nothing lies below zero. */
  readonly counter: boolean;
  /** The result is per second. */
  readonly perSecond: boolean;
}
