import { goPow } from '../../go/math/pow.ts';
import type { ArithmeticOp } from '../syntax/ast.ts';
import { ANY, hasNoNumber, interval, NOT_A_NUMBER, NOTHING, onlyValue } from './interval.ts';
import type { Interval } from './interval.ts';

/**
 * The values of `a op b`. Rounding is monotone, so what the ends give bounds the result; but it can reach an end
 * that was open, so the ends of a result are closed.
 */
export function arithmetic(op: ArithmeticOp, a: Interval, b: Interval): Interval {
  if (hasNoNumber(a) || hasNoNumber(b)) {
    // 1^NaN and NaN^0 are 1, as in Go.
    if (op === '^') return ANY;
    return a.nan || b.nan ? NOT_A_NUMBER : NOTHING;
  }
  const exact = exactResult(op, a, b);
  const result = exact ?? bounds(op, a, b);
  const { lo, hi, loOpen, hiOpen } = result;
  return {
    lo,
    hi,
    loOpen,
    hiOpen,
    nan: result.nan || a.nan || b.nan,
    minusZero: result.lo < 0 || isSigned(a) || isSigned(b),
  };
}

/** The values with the sign turned. */
export function negated(a: Interval): Interval {
  if (hasNoNumber(a)) return a;
  return { lo: -a.hi, hi: -a.lo, loOpen: a.hiOpen, hiOpen: a.loOpen, nan: a.nan, minusZero: true };
}

function isSigned(a: Interval): boolean {
  return a.lo < 0 || a.minusZero;
}

function exactResult(op: ArithmeticOp, a: Interval, b: Interval): Interval | undefined {
  const [x, y] = [onlyValue(a), onlyValue(b)];
  if (x === undefined || y === undefined || (isSigned(b) && y === 0)) return undefined;
  const value = compute(op, x, y);
  return Number.isNaN(value) ? NOT_A_NUMBER : interval(value, value);
}

function compute(op: ArithmeticOp, x: number, y: number): number {
  switch (op) {
    case '+':
      return x + y;
    case '-':
      return x - y;
    case '*':
      return x * y;
    case '/':
      return x / y;
    case '%':
      return x % y;
    case '^':
      return goPow(x, y);
    case 'atan2':
      return Math.atan2(x, y);
  }
}

function bounds(op: ArithmeticOp, a: Interval, b: Interval): Interval {
  switch (op) {
    case '+':
      return sum(a, b);
    case '-':
      return sum(a, negated(b));
    case '*':
      return product(a, b);
    case '/':
      return quotient(a, b);
    case '%':
      return remainder(a, b);
    case '^':
      // Powers of a negative base may be negative or NaN; those of others are neither, NaN operands apart.
      return a.lo >= 0 && !a.minusZero ? interval(0, Infinity, { nan: true }) : ANY;
    case 'atan2':
      return interval(-Math.PI, Math.PI);
  }
}

const canBe = (a: Interval, infinity: number): boolean =>
  infinity > 0 ? a.hi === Infinity && !a.hiOpen : a.lo === -Infinity && !a.loOpen;
const isInfinite = (a: Interval): boolean => canBe(a, Infinity) || canBe(a, -Infinity);
const holdsZero = ({ lo, hi, loOpen, hiOpen }: Interval): boolean =>
  lo <= 0 && hi >= 0 && !(lo === 0 && loOpen) && !(hi === 0 && hiOpen);

function sum(a: Interval, b: Interval): Interval {
  const nan = (canBe(a, Infinity) && canBe(b, -Infinity)) || (canBe(a, -Infinity) && canBe(b, Infinity));
  const lo = a.lo + b.lo;
  const hi = a.hi + b.hi;
  return interval(Number.isNaN(lo) ? -Infinity : lo, Number.isNaN(hi) ? Infinity : hi, { nan });
}

function spanning(corners: readonly number[], nan: boolean): Interval {
  return interval(Math.min(...corners), Math.max(...corners), { nan });
}

function product(a: Interval, b: Interval): Interval {
  const times = (x: number, y: number): number => (x === 0 || y === 0 ? 0 : x * y);
  const corners = [times(a.lo, b.lo), times(a.lo, b.hi), times(a.hi, b.lo), times(a.hi, b.hi)];
  return spanning(corners, (holdsZero(a) && isInfinite(b)) || (holdsZero(b) && isInfinite(a)));
}

function quotient(a: Interval, b: Interval): Interval {
  const nan = (holdsZero(a) && holdsZero(b)) || (isInfinite(a) && isInfinite(b));
  // Around zero, and at negative zero, the quotient takes either sign.
  if ((b.lo < 0 && b.hi > 0) || (holdsZero(b) && isSigned(b))) return interval(-Infinity, Infinity, { nan });
  const [near, far] = b.lo >= 0 ? [Math.abs(b.lo), b.hi] : [b.hi === 0 ? -0 : b.hi, b.lo];
  let lo = Infinity;
  let hi = -Infinity;
  const corner = (value: number): void => {
    if (Number.isNaN(value)) return;
    lo = Math.min(lo, value);
    hi = Math.max(hi, value);
  };
  corner(a.lo / near);
  corner(a.lo / far);
  corner(a.hi / near);
  corner(a.hi / far);
  // 0/0 and inf/inf have no value of their own, but the numbers next to them do.
  if ((near === 0 && a.lo <= 0 && a.hi >= 0) || !Number.isFinite(far)) corner(0);
  return lo > hi ? interval(-Infinity, Infinity, { nan: true }) : interval(lo, hi, { nan });
}

function remainder(a: Interval, b: Interval): Interval {
  const nan = holdsZero(b) || isInfinite(a);
  const size = Math.max(Math.abs(b.lo), Math.abs(b.hi));
  const dividend = Math.max(Math.abs(a.lo), Math.abs(a.hi));
  const most = Math.min(size, dividend);
  return interval(a.lo >= 0 ? 0 : -most, a.hi <= 0 ? 0 : most, { nan });
}
