import { isFloatComparison } from '../../promql/infer/index.ts';
import type { BinaryExpr, Call, Expr, VectorSelector } from '../../promql/syntax/ast.ts';

/** The metric of a selector below absent(): no generated series is called so. */
export const GONE_METRIC = 'rulecheck:gone';

/**
 * An expression whose conditions hold: comparisons with numbers are left out, those between vectors and `unless` ask only
 * whether the two sides meet, and what absent() asks for is gone. The rest returns something exactly if the series
 * of its parts match each other.
 */
export function relaxed(expr: Expr): Expr {
  switch (expr.kind) {
    case 'NumberLiteral':
    case 'StringLiteral':
    case 'VectorSelector':
    case 'MatrixSelector':
      return expr;
    case 'SubqueryExpr':
    case 'ParenExpr':
    case 'UnaryExpr':
      return { ...expr, expr: relaxed(expr.expr) };
    case 'AggregateExpr':
      return { ...expr, expr: relaxed(expr.expr) };
    case 'Call':
      return relaxedCall(expr);
    case 'BinaryExpr':
      return relaxedBinary(expr);
  }
}

function relaxedCall(call: Call): Expr {
  if (call.func === 'absent' || call.func === 'absent_over_time')
    return { ...call, args: call.args.map(withoutSeries) };
  return { ...call, args: call.args.map(relaxed) };
}

function relaxedBinary(node: BinaryExpr): Expr {
  const sides = { lhs: relaxed(node.lhs), rhs: relaxed(node.rhs) };
  if (node.op === 'unless') return { ...node, ...sides, op: 'and' };
  if (!isFloatComparison(node.op) || node.bool) return { ...node, ...sides };
  if (node.matching !== undefined) return { ...node, ...sides, op: '+' };
  return isScalarSide(node.rhs) ? sides.lhs : sides.rhs;
}

function isScalarSide(expr: Expr): boolean {
  switch (expr.kind) {
    case 'NumberLiteral':
      return true;
    case 'ParenExpr':
    case 'UnaryExpr':
      return isScalarSide(expr.expr);
    case 'BinaryExpr':
      return isScalarSide(expr.lhs) && isScalarSide(expr.rhs);
    case 'Call':
      return expr.func === 'time' || expr.func === 'scalar' || expr.func === 'pi';
    default:
      return false;
  }
}

function withoutSeries(expr: Expr): Expr {
  switch (expr.kind) {
    case 'VectorSelector':
      return renamed(expr);
    case 'MatrixSelector':
      return { ...expr, selector: renamed(expr.selector) };
    case 'SubqueryExpr':
    case 'ParenExpr':
    case 'UnaryExpr':
    case 'AggregateExpr':
      return { ...expr, expr: withoutSeries(expr.expr) };
    case 'Call':
      return { ...expr, args: expr.args.map(withoutSeries) };
    case 'BinaryExpr':
      return { ...expr, lhs: withoutSeries(expr.lhs), rhs: withoutSeries(expr.rhs) };
    default:
      return expr;
  }
}

function renamed(selector: VectorSelector): VectorSelector {
  return {
    ...selector,
    name: GONE_METRIC,
    matchers: selector.matchers.filter(({ name }) => name !== '__name__'),
  };
}
