import type { Expr } from '../../syntax/ast.ts';
import { EvalError } from '../errors.ts';

/** The direct sub-expressions of an expression. */
function childrenOf(expr: Expr): readonly Expr[] {
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
 * Refuses an expression nested deeper than `limit`. It works without recursion itself, so that nothing after it
 * can run out of stack.
 * @throws EvalError limit-depth
 */
export function checkDepth(expr: Expr, limit: number): void {
  let level: Expr[] = [expr];
  for (let depth = 1; level.length > 0; depth++) {
    if (depth > limit) {
      const text = `the expression is nested more than ${limit} levels deep (limit: depth)`;
      throw new EvalError('limit-depth', text, level[0]);
    }
    level = level.flatMap(childrenOf);
  }
}
