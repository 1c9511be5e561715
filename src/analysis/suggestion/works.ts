import type { Project } from '../../project/project.ts';
import { compileExpr, EvalError, instant } from '../../promql/eval/index.ts';
import type { Expr } from '../../promql/syntax/ast.ts';
import { generatedSeries, NOW_MS } from './generated-series.ts';
import { relaxed } from './relaxed.ts';

/** A suggestion must not be evaluated for long. */
const LIMITS = { samples: 200_000, series: 5_000 };

/**
 * Whether an expression returns something on series that have what it asks for, once its thresholds are passed: a
 * join that matches nothing or is not unique does not. False too where no such series can be made.
 */
export function canReturn(expr: Expr, text: string, project: Project): boolean {
  const query = relaxed(expr);
  const storage = generatedSeries(query, project);
  if (storage === undefined) return false;
  try {
    const { value } = instant(compileExpr(query, text), storage, NOW_MS, { limits: LIMITS });
    return value.type === 'vector' && value.samples.length > 0;
  } catch (error) {
    if (error instanceof EvalError) return false;
    throw error;
  }
}
