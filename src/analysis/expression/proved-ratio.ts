import { factsOf } from './facts.ts';
import type { Project } from '../../project/project.ts';
import { isPossible } from '../../promql/infer/index.ts';
import type { Expr } from '../../promql/syntax/ast.ts';

/** Is it proved that an expression is a part of a whole: at most 1, and at least 0 (or -1, for what may be overdrawn)? */
export function isProvedRatio(expr: Expr, project: Project): boolean {
  const alternatives = factsOf(project).alternatives(expr).filter(isPossible);
  return (
    alternatives.length > 0 &&
    alternatives.every(({ value: { lo, hi } }) => hi === 1 && (lo === 0 || lo === -1))
  );
}
