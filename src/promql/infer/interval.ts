import type { ComparisonOp } from '../syntax/ast.ts';

/**
 * The floats that a sample can be: from `lo` to `hi`, an open end left out, and NaN where `nan` is set. An open end
 * at infinity means that the value is finite. `lo > hi` with `nan` unset: there is no value at all.
 */
export interface Interval {
  readonly lo: number;
  readonly hi: number;
  readonly loOpen: boolean;
  readonly hiOpen: boolean;
  readonly nan: boolean;
  /** Zero may be negative zero, by which a division changes sign; always so where `lo` is negative. */
  readonly minusZero: boolean;
}

/** Options of `interval`; ends are closed and neither NaN nor negative zero is among the values by default. */
export type IntervalFlags = Partial<Omit<Interval, 'lo' | 'hi'>>;

// Intervals are made for every node of every expression. Each is written out with its keys in this order: objects of
// one shape are what the engine reads fastest, and a spread costs several times as much.
const NO_FLAGS: IntervalFlags = {};

export function interval(lo: number, hi: number, flags: IntervalFlags = NO_FLAGS): Interval {
  const { loOpen = false, hiOpen = false, nan = false, minusZero = lo < 0 } = flags;
  return { lo, hi, loOpen, hiOpen, nan, minusZero };
}

/** Any float. */
export const ANY: Interval = interval(-Infinity, Infinity, { nan: true });
/** No value: the expression never returns a sample. */
export const NOTHING: Interval = interval(Infinity, -Infinity);
export const NOT_A_NUMBER: Interval = { ...NOTHING, nan: true };
/** Zero or more, infinity included. */
export const NON_NEGATIVE: Interval = interval(0, Infinity);

/** The interval of one float. */
export function point(value: number): Interval {
  if (Number.isNaN(value)) return NOT_A_NUMBER;
  return interval(value, value, { minusZero: Object.is(value, -0) || value < 0 });
}

/** Holds no number; NaN may be left. */
export function hasNoNumber({ lo, hi, loOpen, hiOpen }: Interval): boolean {
  return lo > hi || (lo === hi && (loOpen || hiOpen));
}

export function isEmpty(value: Interval): boolean {
  return !value.nan && hasNoNumber(value);
}

/** The one float that the interval holds, or undefined; NaN where it holds NaN alone. */
export function onlyValue(value: Interval): number | undefined {
  if (hasNoNumber(value)) return value.nan ? NaN : undefined;
  return value.lo === value.hi && !value.nan ? value.lo : undefined;
}

export function holds(value: Interval, x: number): boolean {
  if (Number.isNaN(x)) return value.nan;
  const above = value.loOpen ? x > value.lo : x >= value.lo;
  return above && (value.hiOpen ? x < value.hi : x <= value.hi);
}

export function intersect(a: Interval, b: Interval): Interval {
  const low = a.lo > b.lo ? a : b;
  const high = a.hi < b.hi ? a : b;
  return {
    lo: low.lo,
    hi: high.hi,
    loOpen: a.lo === b.lo ? a.loOpen || b.loOpen : low.loOpen,
    hiOpen: a.hi === b.hi ? a.hiOpen || b.hiOpen : high.hiOpen,
    nan: a.nan && b.nan,
    minusZero: a.minusZero && b.minusZero,
  };
}

/** The smallest interval that holds both. */
export function hull(a: Interval, b: Interval): Interval {
  const nan = a.nan || b.nan;
  const minusZero = a.minusZero || b.minusZero;
  if (hasNoNumber(a)) return { ...b, nan, minusZero };
  if (hasNoNumber(b)) return { ...a, nan, minusZero };
  const low = a.lo < b.lo ? a : b;
  const high = a.hi > b.hi ? a : b;
  return {
    lo: low.lo,
    hi: high.hi,
    loOpen: a.lo === b.lo ? a.loOpen && b.loOpen : low.loOpen,
    hiOpen: a.hi === b.hi ? a.hiOpen && b.hiOpen : high.hiOpen,
    nan,
    minusZero,
  };
}

/** Whether every value of `inner` is in `outer`. */
export function isWithin(inner: Interval, outer: Interval): boolean {
  if (inner.nan && !outer.nan) return false;
  if (hasNoNumber(inner)) return true;
  const low = inner.lo > outer.lo || (inner.lo === outer.lo && (inner.loOpen || !outer.loOpen));
  return low && (inner.hi < outer.hi || (inner.hi === outer.hi && (inner.hiOpen || !outer.hiOpen)));
}

/** Operators that compare floats; the trim operators of histograms have no say here. */
export type FloatComparisonOp = Exclude<ComparisonOp, '</' | '>/'>;

const MIRRORED: Readonly<Record<FloatComparisonOp, FloatComparisonOp>> = {
  '==': '==',
  '!=': '!=',
  '<': '>',
  '>': '<',
  '<=': '>=',
  '>=': '<=',
};

/** The operator that says the same with its sides exchanged. */
export function mirrored(op: FloatComparisonOp): FloatComparisonOp {
  return MIRRORED[op];
}

/** The values of `a` for which `a op b` can hold with some value of `b`. */
export function narrowed(op: FloatComparisonOp, a: Interval, b: Interval): Interval {
  const { lo, hi, loOpen: open, hiOpen: openAbove, minusZero } = a;
  const numbers: Interval = { lo, hi, loOpen: open, hiOpen: openAbove, nan: false, minusZero };
  if (hasNoNumber(b)) return op === '!=' && b.nan ? a : NOTHING;
  switch (op) {
    case '==':
      return intersect(numbers, { ...b, minusZero: true });
    case '!=':
      return withoutPoint(a, b);
    case '<':
    case '<=': {
      const hiOpen = op === '<' || b.hiOpen;
      return intersect(numbers, interval(-Infinity, b.hi, { hiOpen }));
    }
    case '>':
    case '>=': {
      const loOpen = op === '>' || b.loOpen;
      return intersect(numbers, interval(b.lo, Infinity, { loOpen, minusZero: true }));
    }
  }
}

function withoutPoint(a: Interval, b: Interval): Interval {
  const value = b.nan ? undefined : onlyValue(b);
  if (value === undefined) return a;
  return {
    ...a,
    loOpen: a.loOpen || a.lo === value,
    hiOpen: a.hiOpen || a.hi === value,
  };
}

/** Whether `a op b` holds for all, for no or for some values of both. */
export function outcome(op: FloatComparisonOp, a: Interval, b: Interval): 'always' | 'never' | 'sometimes' {
  if (isEmpty(narrowed(op, a, b))) return 'never';
  return holdsThroughout(op, a, b) ? 'always' : 'sometimes';
}

function holdsThroughout(op: FloatComparisonOp, a: Interval, b: Interval): boolean {
  if (op === '!=') return hasNoNumber(intersect(a, b));
  if (a.nan || b.nan || hasNoNumber(a) || hasNoNumber(b)) return false;
  switch (op) {
    case '==':
      return onlyValue(a) !== undefined && onlyValue(a) === onlyValue(b);
    case '<':
      return a.hi < b.lo || (a.hi === b.lo && (a.hiOpen || b.loOpen));
    case '<=':
      return a.hi <= b.lo;
    case '>':
      return a.lo > b.hi || (a.lo === b.hi && (a.loOpen || b.hiOpen));
    case '>=':
      return a.lo >= b.hi;
  }
}
