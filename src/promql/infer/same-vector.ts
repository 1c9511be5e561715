import { printExpr } from '../print/print.ts';
import type { BinaryExpr, Expr } from '../syntax/ast.ts';
import { walkExpr } from '../syntax/walk.ts';
import type { FloatComparisonOp } from './interval.ts';
import { mirrored } from './interval.ts';
import { remember } from '../../util/remember.ts';
import { unwrap } from './unwrap.ts';

const printed = remember(printExpr, 500);

/** The expression's canonical text, remembered for a while. */
export function canonicalText(expr: Expr): string {
  return printed(unwrap(expr));
}

/** A vector compared with a constant, as `x > 5` or `5 < x`, without `bool`. */
export interface Comparison {
  readonly vector: Expr;
  readonly op: FloatComparisonOp;
  readonly bound: number;
}

export function isFloatComparison(op: BinaryExpr['op']): op is FloatComparisonOp {
  return op === '==' || op === '!=' || op === '<' || op === '>' || op === '<=' || op === '>=';
}

/** A number written down, with its sign. */
export function literalValue(expr: Expr): number | undefined {
  const node = unwrap(expr);
  if (node.kind === 'NumberLiteral') return node.value;
  if (node.kind !== 'UnaryExpr') return undefined;
  const inner = literalValue(node.expr);
  return inner === undefined ? undefined : node.op === '-' ? -inner : inner;
}

export function comparisonWithNumber(expr: Expr): Comparison | undefined {
  const node = unwrap(expr);
  if (node.kind !== 'BinaryExpr' || node.bool || !isFloatComparison(node.op)) return undefined;
  const [left, right] = [literalValue(node.lhs), literalValue(node.rhs)];
  if (right !== undefined && left === undefined) return { vector: node.lhs, op: node.op, bound: right };
  if (left !== undefined && right === undefined)
    return { vector: node.rhs, op: mirrored(node.op), bound: left };
  return undefined;
}

/** The comparisons with numbers that a vector went through last, outermost first, and what they were applied to. */
export function filtersOf(expr: Expr): { readonly base: Expr; readonly filters: readonly Comparison[] } {
  const filters: Comparison[] = [];
  let base = unwrap(expr);
  for (;;) {
    const comparison = comparisonWithNumber(base);
    if (comparison === undefined) return { base, filters };
    filters.push(comparison);
    base = unwrap(comparison.vector);
  }
}

/**
 * Whether two expressions always return the same series with the same values: the same text, one metric name in
 * every selector (so that no two series differ in their name alone), and nothing chosen anew each time.
 */
export function isSameVector(a: Expr, b: Expr): boolean {
  return canonicalText(a) === canonicalText(b) && everySelectorIsNamed(a);
}

function everySelectorIsNamed(expr: Expr): boolean {
  let named = true;
  walkExpr(expr, (node) => {
    if (node.kind === 'VectorSelector' && node.name === undefined) named = false;
    // `a or b` can hold two series that differ in their name alone.
    if (node.kind === 'BinaryExpr' && node.op === 'or') named = false;
    return named;
  });
  return named;
}
