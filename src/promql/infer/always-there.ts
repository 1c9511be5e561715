import type { AggregateOp, Expr } from '../syntax/ast.ts';
import { alternativesOf, presenceOf } from './alternatives.ts';
import type { Facts } from './facts.ts';
import { unwrap } from './unwrap.ts';

/** Aggregations that leave no group without a value; the others select, and may select nothing. */
const TOTAL: ReadonlySet<AggregateOp> = new Set<AggregateOp>([
  ...(['sum', 'count', 'avg', 'min', 'max', 'group'] as const),
  ...(['stddev', 'stdvar', 'count_values', 'quantile'] as const),
]);

/**
 * Whether an expression returns something at every evaluation. Of `x or vector(0)` no single alternative is always
 * there, but one of the two always is.
 */
export function isAlwaysThere(expr: Expr, factsOf: (expr: Expr) => Facts): boolean {
  const node = unwrap(expr);
  if (presenceOf(alternativesOf(factsOf(node))).kind === 'always') return true;
  if (node.kind === 'BinaryExpr' && node.op === 'or')
    return isAlwaysThere(node.lhs, factsOf) || isAlwaysThere(node.rhs, factsOf);
  if (node.kind === 'UnaryExpr') return isAlwaysThere(node.expr, factsOf);
  return node.kind === 'AggregateExpr' && TOTAL.has(node.op) && isAlwaysThere(node.expr, factsOf);
}
