import type { Expr } from '../../promql/syntax/ast.ts';

/** The parts of an expression whose result alone makes the alert fire: the branches of `or`, and what is compared with `==`. */
export function firingParts(expr: Expr): readonly Expr[] {
  if (expr.kind === 'ParenExpr') return firingParts(expr.expr);
  if (expr.kind !== 'BinaryExpr') return [expr];
  if (expr.op === 'or') return [...firingParts(expr.lhs), ...firingParts(expr.rhs)];
  return expr.op === '==' && expr.rhs.kind === 'NumberLiteral' ? firingParts(expr.lhs) : [];
}

/** The branches of an expression by `or`: what one of them returns fires, whatever the others do. */
export function branchesOf(expr: Expr): readonly Expr[] {
  if (expr.kind === 'ParenExpr') return branchesOf(expr.expr);
  return expr.kind === 'BinaryExpr' && expr.op === 'or'
    ? [...branchesOf(expr.lhs), ...branchesOf(expr.rhs)]
    : [expr];
}
