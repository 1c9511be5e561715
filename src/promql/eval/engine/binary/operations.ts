import type { ArithmeticOp, ComparisonOp } from '../../../syntax/ast.ts';
import { goPow } from '../../../../go/math/pow.ts';

export type ElementOp = ArithmeticOp | ComparisonOp;

type Operation = (lhs: number, rhs: number) => number;
type Comparison = (lhs: number, rhs: number) => boolean;

const ARITHMETIC: Readonly<Record<ArithmeticOp, Operation>> = {
  '+': (lhs, rhs) => lhs + rhs,
  '-': (lhs, rhs) => lhs - rhs,
  '*': (lhs, rhs) => lhs * rhs,
  '/': (lhs, rhs) => lhs / rhs,
  '%': (lhs, rhs) => lhs % rhs,
  '^': goPow,
  atan2: Math.atan2,
};

export type FloatComparison = Exclude<ComparisonOp, '</' | '>/'>;

const COMPARISONS: Readonly<Record<FloatComparison, Comparison>> = {
  '==': (lhs, rhs) => lhs === rhs,
  '!=': (lhs, rhs) => lhs !== rhs,
  '<': (lhs, rhs) => lhs < rhs,
  '>': (lhs, rhs) => lhs > rhs,
  '<=': (lhs, rhs) => lhs <= rhs,
  '>=': (lhs, rhs) => lhs >= rhs,
};

/** The operators that trim histograms; they are defined for no other operands. */
export function isTrim(op: ElementOp): op is '</' | '>/' {
  return op === '</' || op === '>/';
}

export function isComparison(op: ElementOp): op is FloatComparison {
  return Object.hasOwn(COMPARISONS, op);
}

/** Arithmetic makes another quantity of a sample, so the metric's name no longer fits the result. */
export function isArithmetic(op: ElementOp): op is ArithmeticOp {
  return Object.hasOwn(ARITHMETIC, op);
}

export function arithmetic(op: ArithmeticOp): Operation {
  return ARITHMETIC[op];
}

export function comparison(op: FloatComparison): Comparison {
  return COMPARISONS[op];
}

/** An operator between two scalars: a comparison gives 1 or 0. The type checker lets no trim operator through. */
export function scalarOperation(op: ElementOp): Operation {
  if (isArithmetic(op)) return ARITHMETIC[op];
  if (isTrim(op)) return () => NaN;
  const compare = COMPARISONS[op];
  return (lhs, rhs) => (compare(lhs, rhs) ? 1 : 0);
}

/** An operator between two floats, classified by its result. */
export type FloatOperation =
  | { readonly kind: 'arithmetic'; readonly apply: Operation }
  | { readonly kind: 'comparison'; readonly compare: Comparison };

/** Undefined for trim operators, which no two floats have. */
export function floatOperation(op: ElementOp): FloatOperation | undefined {
  if (isArithmetic(op)) return { kind: 'arithmetic', apply: ARITHMETIC[op] };
  return isTrim(op) ? undefined : { kind: 'comparison', compare: COMPARISONS[op] };
}
