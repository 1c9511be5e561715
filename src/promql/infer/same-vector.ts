import { printExpr } from '../print/print.ts';
import type { BinaryExpr, Expr } from '../syntax/ast.ts';
import { walkExpr } from '../syntax/walk.ts';
import { ANY, mirrored, narrowed, point } from './interval.ts';
import type { FloatComparisonOp, Interval } from './interval.ts';
import { remember } from '../../util/remember.ts';
import { unwrap } from './unwrap.ts';

const printed = remember(printExpr, 100);

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

function comparisonWithNumber(expr: Expr): Comparison | undefined {
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

/** The rest of an interval behind comparisons with numbers; by default of any value. */
export function passing(filters: readonly Comparison[], value: Interval = ANY): Interval {
  return filters.reduce((rest, { op, bound }) => narrowed(op, rest, point(bound)), value);
}

/** Whether what passes comparisons is one interval, without a hole in it. */
export function isOneInterval(filters: readonly Comparison[]): boolean {
  return filters.every(({ op }) => op !== '!=');
}

/**
 * Whether two expressions always return the same series with the same values: the same text, one metric name in
 * every selector (so that no two series differ in their name alone), and nothing chosen anew each time.
 */
export function isSameVector(a: Expr, b: Expr): boolean {
  return mayBeSame(a, b) && canonicalText(a) === canonicalText(b) && everySelectorIsNamed(a);
}

/** A cheap comparison that distinguishes most expressions; those of the same text always pass. */
function mayBeSame(one: Expr, other: Expr): boolean {
  const a = unwrap(one);
  const b = unwrap(other);
  switch (a.kind) {
    case 'NumberLiteral':
      return b.kind === 'NumberLiteral' && (Object.is(a.value, b.value) || a.duration || b.duration);
    case 'VectorSelector':
      if (b.kind !== 'VectorSelector') return false;
      // A name in quotes has the text of a matcher on `__name__`.
      if (a.name === undefined || b.name === undefined) return true;
      return a.name === b.name && a.matchers.length === b.matchers.length;
    case 'MatrixSelector':
      return b.kind === 'MatrixSelector' && mayBeSame(a.selector, b.selector);
    case 'BinaryExpr':
      return b.kind === 'BinaryExpr' && a.op === b.op && mayBeSame(a.lhs, b.lhs) && mayBeSame(a.rhs, b.rhs);
    case 'AggregateExpr':
      return b.kind === 'AggregateExpr' && a.op === b.op && mayBeSame(a.expr, b.expr);
    case 'Call':
      return (
        b.kind === 'Call' &&
        a.func === b.func &&
        a.args.every((arg, i) => i >= b.args.length || mayBeSame(arg, b.args[i]!))
      );
    default:
      return a.kind === b.kind;
  }
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
