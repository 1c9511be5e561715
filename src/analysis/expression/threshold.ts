import { goPow } from '../../go/math/pow.ts';
import type { Expr } from '../../promql/syntax/ast.ts';
import { unwrap } from '../../promql/infer/index.ts';

export type ThresholdOp = '>' | '>=' | '<' | '<=' | '==' | '!=';

/** `expr op number`, as most alerts end. */
export interface Threshold {
  readonly value: Expr;
  readonly op: ThresholdOp;
  readonly limit: number;
}

const OPS: ReadonlySet<string> = new Set(['>', '>=', '<', '<=', '==', '!=']);
const TURNED: Readonly<Record<ThresholdOp, ThresholdOp>> = {
  '>': '<',
  '>=': '<=',
  '<': '>',
  '<=': '>=',
  '==': '==',
  '!=': '!=',
};

/** Reads the root of an expression as a comparison with a number on either side; not with `bool`. */
export function thresholdOf(expr: Expr): Threshold | undefined {
  const root = unwrap(expr);
  if (root.kind !== 'BinaryExpr' || root.bool || !OPS.has(root.op)) return undefined;
  const op = root.op as ThresholdOp;
  const right = constant(root.rhs);
  if (right !== undefined) return { value: root.lhs, op, limit: right };
  const left = constant(root.lhs);
  return left === undefined ? undefined : { value: root.rhs, op: TURNED[op], limit: left };
}

/** Whether every value that satisfies `strict` satisfies `loose` too. */
export function isWithinThreshold(strict: Threshold, loose: Threshold): boolean {
  if (strict.op === '==') return passes(strict.limit, loose);
  if (strict.op === '!=') return loose.op === '!=' && loose.limit === strict.limit;
  if (loose.op === '!=') return !passes(loose.limit, strict);
  if (loose.op === '==' || loose.op[0] !== strict.op[0]) return false;
  if (loose.limit === strict.limit) return loose.op === strict.op || loose.op.length === 2;
  return strict.op[0] === '>' ? loose.limit < strict.limit : loose.limit > strict.limit;
}

function passes(value: number, { op, limit }: Threshold): boolean {
  switch (op) {
    case '>':
      return value > limit;
    case '>=':
      return value >= limit;
    case '<':
      return value < limit;
    case '<=':
      return value <= limit;
    case '==':
      return value === limit;
    case '!=':
      return value !== limit;
  }
}

/** The value of numbers and of arithmetic over them (`5 * 1024 ^ 2`). */
export function constant(expr: Expr): number | undefined {
  const node = unwrap(expr);
  if (node.kind === 'NumberLiteral') return node.value;
  if (node.kind === 'UnaryExpr') {
    const value = constant(node.expr);
    return value === undefined || node.op === '+' ? value : -value;
  }
  if (node.kind !== 'BinaryExpr') return undefined;
  const [a, b] = [constant(node.lhs), constant(node.rhs)];
  if (a === undefined || b === undefined) return undefined;
  if (node.op === '*') return a * b;
  if (node.op === '/') return a / b;
  if (node.op === '+') return a + b;
  if (node.op === '-') return a - b;
  return node.op === '^' ? goPow(a, b) : undefined;
}
