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
  descend(root, visit, []);
}

// Every check walks every expression: no list of children is made for it, as `children` would.
function descend(expr: Expr, visit: (expr: Expr, path: readonly Expr[]) => unknown, path: Expr[]): void {
  if (visit(expr, path) === false) return;
  switch (expr.kind) {
    case 'NumberLiteral':
    case 'StringLiteral':
    case 'VectorSelector':
      return;
    case 'MatrixSelector':
      path.push(expr);
      descend(expr.selector, visit, path);
      break;
    case 'SubqueryExpr':
    case 'UnaryExpr':
    case 'ParenExpr':
      path.push(expr);
      descend(expr.expr, visit, path);
      break;
    case 'BinaryExpr':
      path.push(expr);
      descend(expr.lhs, visit, path);
      descend(expr.rhs, visit, path);
      break;
    case 'AggregateExpr':
      path.push(expr);
      if (expr.param !== undefined) descend(expr.param, visit, path);
      descend(expr.expr, visit, path);
      break;
    case 'Call':
      path.push(expr);
      for (const arg of expr.args) descend(arg, visit, path);
  }
  path.pop();
}
