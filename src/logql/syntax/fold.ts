import { goPow } from '../../go/math/pow.ts';
import type { BinaryOp, LogqlExpr } from './ast.ts';
import { unparen } from './ast.ts';

/** Applies an operator to two numbers as Loki does; division and modulo by zero are NaN, not infinite. */
export function applyOperator(op: Exclude<BinaryOp, 'and' | 'or' | 'unless'>, a: number, b: number): number {
  switch (op) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return b === 0 ? NaN : a / b;
    case '%':
      return b === 0 ? NaN : a % b;
    case '^':
      return goPow(a, b);
    case '==':
      return Number(a === b);
    case '!=':
      return Number(a !== b);
    case '<':
      return Number(a < b);
    case '<=':
      return Number(a <= b);
    case '>':
      return Number(a > b);
    case '>=':
      return Number(a >= b);
  }
}

/**
 * The number an expression of literals stands for, or undefined. Loki computes such expressions while it parses:
 * `1 > 1 > 1` is the literal 0.
 */
export function literalValue(expr: LogqlExpr): number | undefined {
  const inner = unparen(expr);
  if (inner.kind === 'NumberLiteral') return inner.value;
  if (inner.kind !== 'BinaryExpr') return undefined;
  const { op } = inner;
  if (op === 'and' || op === 'or' || op === 'unless') return undefined;
  const lhs = literalValue(inner.lhs);
  const rhs = lhs === undefined ? undefined : literalValue(inner.rhs);
  return lhs === undefined || rhs === undefined ? undefined : applyOperator(op, lhs, rhs);
}
