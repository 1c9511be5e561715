import type { Expr } from '../../syntax/ast.ts';
import { children } from '../../syntax/walk.ts';
import { EvalError } from '../errors.ts';

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
    level = level.flatMap(children);
  }
}
