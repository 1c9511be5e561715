import type { LogqlExpr, LogQuery, LogRange } from '../syntax/ast.ts';

/** The expressions directly inside one; a range aggregation's log query is reached through `logQueries`. */
export function children(expr: LogqlExpr): readonly LogqlExpr[] {
  switch (expr.kind) {
    case 'VectorAggregation':
    case 'LabelReplace':
    case 'ParenExpr':
      return [expr.expr];
    case 'BinaryExpr':
      return [expr.lhs, expr.rhs];
    case 'RangeAggregation':
    case 'LogQuery':
    case 'VectorExpr':
    case 'NumberLiteral':
      return [];
  }
}

/** Calls `visit` for the expression and all inside it, outer before inner, left before right. */
export function walk(expr: LogqlExpr, visit: (expr: LogqlExpr) => void): void {
  visit(expr);
  for (const child of children(expr)) walk(child, visit);
}

/** Every log query of an expression, with the range that a range aggregation puts around it. */
export function logQueries(
  expr: LogqlExpr,
): readonly { readonly query: LogQuery; readonly range?: LogRange }[] {
  const found: { query: LogQuery; range?: LogRange }[] = [];
  walk(expr, (inner) => {
    if (inner.kind === 'LogQuery') found.push({ query: inner });
    if (inner.kind === 'RangeAggregation') found.push({ query: inner.range.query, range: inner.range });
  });
  return found;
}
