/**
 * What the software that exposes a metric fixes for all its versions: its type, the range of its values, and the
 * values of labels that are an enumeration. Nothing that a configuration could change.
 */
export interface KnownMetric {
  readonly type: 'counter' | 'gauge' | 'info';
  /** Lowest and highest value; a counter is at least 0 in any case. */
  readonly values?: readonly [lo: number, hi: number];
  /** All values of a label, where they are fixed. */
  readonly states?: Readonly<Record<string, readonly string[]>>;
  /** Seconds that it counts pass at most once a second; rates of it are at most this, with room for jitter. */
  readonly rateAtMost?: number;
}

export type KnownMetrics = Readonly<Record<string, KnownMetric>>;

/** The same facts of several metrics. */
export function each(names: string, facts: KnownMetric): KnownMetrics {
  return Object.fromEntries(
    names
      .split(/\s+/)
      .filter((name) => name !== '')
      .map((name) => [name, facts]),
  );
}

export const FLAG: KnownMetric = { type: 'gauge', values: [0, 1] };
export const AMOUNT: KnownMetric = { type: 'gauge', values: [0, Infinity] };
export const GAUGE: KnownMetric = { type: 'gauge' };
export const COUNTER: KnownMetric = { type: 'counter' };
export const INFO: KnownMetric = { type: 'info', values: [1, 1] };
