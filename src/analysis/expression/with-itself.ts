import { isWithItself } from '../../promql/infer/index.ts';
import type { BinaryExpr, Expr } from '../../promql/syntax/ast.ts';
import { walkExpr } from '../../promql/syntax/walk.ts';

/** What comes of a series that meets itself, by operator. */
const RESULTS: Readonly<Partial<Record<BinaryExpr['op'], string>>> = {
  '/': '1, or NaN where it is 0',
  '-': '0',
};

/** The result of a quotient or difference of series with themselves in words; undefined for all else. */
export function resultWithItself(node: BinaryExpr): string | undefined {
  const result = RESULTS[node.op];
  return result !== undefined && isWithItself(node) ? result : undefined;
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
