import { isWithItself, unwrap } from '../../promql/infer/index.ts';
import type { BinaryExpr, Expr } from '../../promql/syntax/ast.ts';
import { walkExpr } from '../../promql/syntax/walk.ts';
import { constant } from './threshold.ts';

/** What comes of a series that meets itself, by operator. */
const RESULTS: Readonly<Partial<Record<BinaryExpr['op'], string>>> = {
  '/': '1, or NaN where it is 0',
  '-': '0',
};

/** The result of a quotient or difference of series with themselves in words; undefined for all else. */
export function resultWithItself(node: BinaryExpr): string | undefined {
  const result = RESULTS[node.op];
  if (result === undefined) return undefined;
  if (isWithItself(node)) return result;
  const guarded = node.op === '/' ? withoutGuard(node.rhs) : node.rhs;
  return guarded !== node.rhs && isWithItself({ ...node, rhs: guarded }) ? 'about 1' : undefined;
}

/** A divisor without what keeps it from being 0: `x + 0.001`, `clamp_min(x, 1)`, `x > 0`. */
function withoutGuard(expr: Expr): Expr {
  const node = unwrap(expr);
  if (node.kind === 'Call' && node.func === 'clamp_min') return node.args[0] ?? expr;
  if (node.kind !== 'BinaryExpr' || node.bool) return expr;
  const bound = constant(node.rhs);
  if (node.op === '+' && bound !== undefined && bound > 0 && bound <= 1) return node.lhs;
  return (node.op === '>' || node.op === '!=') && bound === 0 ? node.lhs : expr;
}

/** Whether a part of an expression is a constant because its series meet themselves, which promql/with-itself reports. */
export function hasPartWithItself(expr: Expr): boolean {
  let found = false;
  walkExpr(expr, (node) => {
    found ||= node.kind === 'BinaryExpr' && resultWithItself(node) !== undefined;
    return !found;
  });
  return found;
}
