import type { Range } from '../../source/range.ts';
import type { AggregateOp } from '../syntax/ast.ts';
import type { Interval } from './interval.ts';

/**
 * Whether series have a label (a value other than the empty string):
 * - `always`, `never`: proved;
 * - `expected`: the author or the catalogue says so (named in `by (...)`, declared), but nothing proves it;
 * - `maybe`: nothing is known.
 */
export type LabelPresence = 'always' | 'expected' | 'maybe' | 'never';

/** Why a label is there or gone. `range` is the place in the expression that decided it. */
export type LabelReason =
  | { readonly kind: 'aggregated'; readonly op: AggregateOp; readonly range: Range }
  | { readonly kind: 'by' | 'without' | 'on' | 'ignoring' | 'include'; readonly range: Range }
  | { readonly kind: 'matcher'; readonly range: Range; readonly text: string }
  | { readonly kind: 'function'; readonly func: string; readonly range: Range }
  | { readonly kind: 'operator'; readonly op: string; readonly range: Range }
  /** The catalogue's list of labels. */
  | { readonly kind: 'catalogue'; readonly metric: string }
  /** A premise: nobody records the metric, so a server scrapes it, and every target has the label. */
  | { readonly kind: 'scraped'; readonly metric: string }
  /** A static label of the rule that records the series. */
  | { readonly kind: 'rule-label'; readonly record: string; readonly recorder: number }
  /** Decided inside the expression of a recording rule: the `recorder`-th of the project that records the name. */
  | {
      readonly kind: 'recorded';
      readonly record: string;
      readonly recorder: number;
      readonly range: Range;
      readonly inner: LabelReason;
    };

/** How many values a label can have; `per`: for each value of that other label. */
export interface ValueCount {
  readonly count: number;
  readonly per?: string;
}

export interface LabelFact {
  readonly presence: LabelPresence;
  /** The only values it can have where it is there; undefined: any. */
  readonly values?: ReadonlySet<string>;
  /** What every value (the empty one of an absent label too) satisfies: matchers on the label. */
  readonly tests?: readonly ((value: string) => boolean)[];
  /** At most so many values, the absent one included; undefined: not known. */
  readonly count?: ValueCount;
  readonly reason?: LabelReason;
}

/** The labels of series; `__name__` is one of them and always listed. */
export interface LabelSet {
  readonly known: ReadonlyMap<string, LabelFact>;
  /** Labels that are not listed: `maybe` in an open set, `never` in a closed one. */
  readonly others: 'maybe' | 'never';
  /** What closed the set. */
  readonly reason?: LabelReason;
}

export type MetricKind = 'counter' | 'gauge' | 'histogram' | 'summary' | 'info' | 'stateset' | 'unknown';

/** Facts about the quantity behind a value. */
export interface Quantity {
  /** The metric that it is taken from, where it is one. */
  readonly metric?: string;
  /** Type of the value itself: that of a rate is `gauge`; sums of counters still grow and reset like one. */
  readonly type: MetricKind;
  /** As the catalogue spells it; of a rate `<unit> per second`. Undefined: not known. */
  readonly unit?: string;
  /** The aggregation that made one series of several counters; rates of it see no reset of a single one. */
  readonly aggregated?: Range;
}

/** Why nothing is ever returned. */
export type NeverReason =
  | { readonly kind: 'comparison'; readonly range: Range; readonly left: Interval; readonly right: Interval }
  | { readonly kind: 'contradiction'; readonly range: Range; readonly other: Range }
  | { readonly kind: 'no-match'; readonly range: Range }
  | { readonly kind: 'excluded'; readonly range: Range }
  /** Less or greater than itself. */
  | { readonly kind: 'itself'; readonly range: Range }
  | { readonly kind: 'matchers'; readonly range: Range; readonly label: string }
  | { readonly kind: 'present'; readonly range: Range }
  | { readonly kind: 'parameter'; readonly range: Range }
  | {
      readonly kind: 'recorded';
      readonly record: string;
      readonly recorder: number;
      readonly range: Range;
      readonly inner: NeverReason;
    };

/** Whether something is returned: at every evaluation, perhaps, or at none. */
export type Presence =
  | { readonly kind: 'always' }
  | { readonly kind: 'maybe' }
  | { readonly kind: 'never'; readonly reason: NeverReason };

/** One factor of a series estimate: a label and how many values it has. */
export interface SeriesFactor {
  readonly label: string;
  readonly count: number;
  /** The count holds for each value of this other label, which is a factor too. */
  readonly per?: string;
}

/** An upper bound of the number of series at one instant, and the product that gave it. */
export interface SeriesEstimate {
  readonly count: number;
  readonly factors: readonly SeriesFactor[];
}

/** One kind of series that a vector can hold: one branch of an `or`, one recording rule of several, ... */
export interface Alternative {
  /** The node that brought it in. */
  readonly range: Range;
  readonly labels: LabelSet;
  /** Of float samples; nothing is said of native histograms. */
  readonly value: Interval;
  readonly presence: Presence;
  readonly quantity: Quantity;
  /** undefined: no bound is known. */
  readonly series?: SeriesEstimate;
}

/** What can be said of an expression without data. */
export type Facts =
  | { readonly type: 'scalar'; readonly value: Interval }
  | { readonly type: 'string'; readonly value: string }
  | { readonly type: 'vector' | 'matrix'; readonly alternatives: readonly Alternative[] };

export const MAYBE: Presence = { kind: 'maybe' };
export const ALWAYS: Presence = { kind: 'always' };
export const UNKNOWN_QUANTITY: Quantity = {
  metric: undefined,
  type: 'unknown',
  unit: undefined,
  aggregated: undefined,
};
export const METRIC_NAME_LABEL = '__name__';
