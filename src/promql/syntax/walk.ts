import type { Expr } from './ast.ts';

/** The direct sub-expressions of an expression, in the order of evaluation: a parameter before its vector. */
export function children(expr: Expr): readonly Expr[] {
  switch (expr.kind) {
    case 'NumberLiteral':
    case 'StringLiteral':
    case 'VectorSelector':
      return [];
    case 'MatrixSelector':
      return [expr.selector];
    case 'SubqueryExpr':
    case 'UnaryExpr':
    case 'ParenExpr':
      return [expr.expr];
    case 'BinaryExpr':
      return [expr.lhs, expr.rhs];
    case 'AggregateExpr':
      return expr.param === undefined ? [expr.expr] : [expr.param, expr.expr];
    case 'Call':
      return expr.args;
  }
}

/**
 * Visits an expression and everything in it, parents first and in the order of the text. `path` holds the parents
 * from the root down and is reused: copy it to keep it. A visitor that returns false leaves out the children.
 */
export function walkExpr(root: Expr, visit: (expr: Expr, path: readonly Expr[]) => unknown): void {
  const path: Expr[] = [];
  const descend = (expr: Expr): void => {
    if (visit(expr, path) === false) return;
    path.push(expr);
    for (const child of children(expr)) descend(child);
    path.pop();
  };
  descend(root);
}
