import { conditionOf, factsOf, hasImpossibleJoin } from '../expression/index.ts';
import type { Fix, TextEdit } from '../../diagnostics/diagnostic.ts';
import type { Project, PromqlQuery } from '../../project/project.ts';
import { isPossible } from '../../promql/infer/index.ts';
import { rewritten, suggestedFix } from './edit.ts';
import { GONE_METRIC } from './relaxed.ts';
import type { Range } from '../../source/range.ts';
import { canReturn } from './works.ts';

/**
 * Whether edits of an expression are proved to work, as provedFix() asks it; for help texts that quote code.
 *
 * @param edits ranges are those of the expression's text
 */
export function isProved(query: PromqlQuery, edits: readonly TextEdit[], project: Project): boolean {
  const changed = rewritten(query, edits);
  if (changed === undefined || query.ast === undefined) return false;
  const { ast, text } = changed;
  const alternatives = factsOf(project).alternatives(ast);
  if (alternatives.length > 0 && !alternatives.some(isPossible)) return false;
  if (hasImpossibleJoin(ast, project)) return false;
  const losesCondition =
    conditionOf(query.ast, project).kind === 'conditional' &&
    conditionOf(ast, project).kind === 'unconditional';
  return !losesCondition && canReturn(ast, text, project);
}

/**
 * Edits of an expression as a suggestion, where they are proved to work: the result parses, can return something by all
 * that is known of it, returns something on generated series, and keeps its condition if it had one. undefined otherwise:
 * then it is not offered.
 *
 * @param edits ranges are those of the expression's text
 */
export function provedFix(
  query: PromqlQuery,
  edits: readonly TextEdit[],
  description: string,
  project: Project,
): Fix | undefined {
  return isProved(query, edits, project) ? suggestedFix(query, edits, description) : undefined;
}

/** Whether an expression with edits returns something also where a part of it has no series: for fallbacks. */
export function returnsWithout(
  query: PromqlQuery,
  edits: readonly TextEdit[],
  part: Range,
  project: Project,
): boolean {
  const changed = rewritten(query, [...edits, { range: part, text: `{__name__="${GONE_METRIC}"}` }]);
  return changed !== undefined && canReturn(changed.ast, changed.text, project);
}
