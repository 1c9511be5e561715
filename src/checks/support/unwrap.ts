import type { Expr } from '../../promql/syntax/ast.ts';

/** An expression without the parentheses around it. */
export function unwrap(expr: Expr): Expr {
  let node = expr;
  while (node.kind === 'ParenExpr') node = node.expr;
  return node;
}
