import type { DurationExpr, Expr } from '../../promql/syntax/ast.ts';
import { children } from '../../promql/syntax/walk.ts';

/** Milliseconds of a duration that is written out; undefined for one that is computed (`step() * 2`). */
export function staticMs(duration: DurationExpr | undefined): number | undefined {
  switch (duration?.kind) {
    case undefined:
      return undefined;
    case 'Duration':
      return duration.seconds * 1000;
    case 'DurationParen':
      return staticMs(duration.expr);
    case 'DurationUnary': {
      const inner = staticMs(duration.expr);
      return inner === undefined || duration.op === '+' ? inner : -inner;
    }
    case 'DurationBinary':
    case 'DurationCall':
      return undefined;
  }
}

/**
 * How old the oldest sample is (milliseconds) that an expression looks at: ranges, offsets and subqueries added
 * up. Computed times, and everything below a fixed `@`, count as 0.
 */
export function oldestSampleMs(expr: Expr): number {
  let own = 0;
  if (expr.kind === 'VectorSelector') own = expr.at === undefined ? (staticMs(expr.offset) ?? 0) : 0;
  else if (expr.kind === 'MatrixSelector') own = staticMs(expr.range) ?? 0;
  else if (expr.kind === 'SubqueryExpr') {
    if (expr.at !== undefined) return 0;
    own = (staticMs(expr.range) ?? 0) + (staticMs(expr.offset) ?? 0);
  }
  return own + children(expr).reduce((most, child) => Math.max(most, oldestSampleMs(child)), 0);
}
