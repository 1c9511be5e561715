import { unwrap } from '../../promql/infer/index.ts';
import type { Expr } from '../../promql/syntax/ast.ts';
import { staticMs } from './static-duration.ts';
import { constant } from './threshold.ts';
import type { Threshold } from './threshold.ts';

/**
 * The same condition without a constant factor: of `100 * a / b > 90` it is `a / b > 0.9`, and of
 * `increase(x[5m]) > 300` it is `rate(x[5m]) > 1`.
 */
export function withoutFactor(threshold: Threshold): Threshold {
  const { expr, factor } = strip(threshold.value);
  if (factor === 1 || !(factor > 0) || !Number.isFinite(factor)) return threshold;
  return { value: expr, op: threshold.op, limit: Number((threshold.limit / factor).toPrecision(12)) };
}

/** An expression and the number that it was multiplied by. */
function strip(expr: Expr): { readonly expr: Expr; readonly factor: number } {
  const node = unwrap(expr);
  if (node.kind === 'Call' && node.func === 'increase') {
    const matrix = node.args[0] === undefined ? undefined : unwrap(node.args[0]);
    const range = matrix?.kind === 'MatrixSelector' ? staticMs(matrix.range) : undefined;
    return range === undefined
      ? { expr: node, factor: 1 }
      : { expr: { ...node, func: 'rate' }, factor: range / 1000 };
  }
  if (node.kind === 'AggregateExpr' && /^(?:sum|min|max|avg)$/.test(node.op)) {
    const inner = strip(node.expr);
    return inner.factor === 1 ? { expr: node, factor: 1 } : { ...inner, expr: { ...node, expr: inner.expr } };
  }
  if (node.kind !== 'BinaryExpr' || (node.op !== '*' && node.op !== '/')) return { expr: node, factor: 1 };
  const [left, right] = [constant(node.lhs), constant(node.rhs)];
  if (right !== undefined && left === undefined) {
    const inner = strip(node.lhs);
    return { expr: inner.expr, factor: node.op === '*' ? inner.factor * right : inner.factor / right };
  }
  if (left !== undefined && right === undefined && node.op === '*') {
    const inner = strip(node.rhs);
    return { expr: inner.expr, factor: inner.factor * left };
  }
  if (left !== undefined || right !== undefined) return { expr: node, factor: 1 };
  const [a, b] = [strip(node.lhs), strip(node.rhs)];
  return {
    expr: { ...node, lhs: a.expr, rhs: b.expr },
    factor: node.op === '*' ? a.factor * b.factor : a.factor / b.factor,
  };
}
