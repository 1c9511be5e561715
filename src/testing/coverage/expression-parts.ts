import { logQueries, walk } from '../../logql/analysis/walk.ts';
import type { BinaryExpr as LogBinaryExpr, LogqlExpr, PipelineStage } from '../../logql/syntax/index.ts';
import type { BinaryExpr, Expr, LabelMatcher, VectorSelector } from '../../promql/syntax/ast.ts';
import { walkExpr } from '../../promql/syntax/walk.ts';
import { alternativesOf } from '../../util/alternatives.ts';

const COMPARISONS: ReadonlySet<string> = new Set(['==', '!=', '<', '<=', '>', '>=']);
const SETS: ReadonlySet<string> = new Set(['and', 'or', 'unless']);

export const isComparisonOp = (op: string): boolean => COMPARISONS.has(op);
export const isSetOp = (op: string): boolean => SETS.has(op);

/** The operators of a PromQL expression, outer before inner. */
export function operatorsOf(root: Expr): BinaryExpr[] {
  const found: BinaryExpr[] = [];
  walkExpr(root, (expr) => {
    if (expr.kind === 'BinaryExpr') found.push(expr);
  });
  return found;
}

/** The matchers `=~` with several alternatives, each with its selector. */
export function choicesOf(
  root: Expr,
): { selector: VectorSelector; matcher: LabelMatcher; values: string[] }[] {
  const found: { selector: VectorSelector; matcher: LabelMatcher; values: string[] }[] = [];
  walkExpr(root, (expr) => {
    if (expr.kind !== 'VectorSelector') return;
    for (const matcher of expr.matchers) {
      const values = matcher.op === '=~' ? alternativesOf(matcher.value) : [];
      if (values.length > 1) found.push({ selector: expr, matcher, values });
    }
  });
  return found;
}

export function hasSelectors(root: Expr): boolean {
  let found = false;
  walkExpr(root, (expr) => {
    if (expr.kind === 'VectorSelector') found = true;
  });
  return found;
}

/** Every stage of a LogQL expression, in the order in which they are written. */
export function stagesOf(root: LogqlExpr): PipelineStage[] {
  return logQueries(root).flatMap(({ query }) => query.stages);
}

/** Every comparison of a LogQL expression, outer before inner. */
export function comparisonsOf(root: LogqlExpr): LogBinaryExpr[] {
  const found: LogBinaryExpr[] = [];
  walk(root, (expr) => {
    if (expr.kind === 'BinaryExpr' && COMPARISONS.has(expr.op)) found.push(expr);
  });
  return found;
}
