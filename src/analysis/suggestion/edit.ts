import type { Fix, TextEdit } from '../../diagnostics/diagnostic.ts';
import type { PromqlQuery } from '../../project/project.ts';
import type { Expr } from '../../promql/syntax/ast.ts';

/** A text with edits applied whose ranges do not overlap. */
function applied(text: string, edits: readonly TextEdit[]): string {
  let result = text;
  for (const { range, text: replacement } of [...edits].sort((a, b) => b.range.start - a.range.start))
    result = result.slice(0, range.start) + replacement + result.slice(range.end);
  return result;
}

/** An expression with edits, as the query's server reads it; undefined where it does not parse. */
export function rewritten(
  query: PromqlQuery,
  edits: readonly TextEdit[],
): { readonly text: string; readonly ast: Expr } | undefined {
  const text = applied(query.source.text, edits);
  const { expr, errors } = query.source.withText(text).promql;
  return expr === undefined || errors.length > 0 ? undefined : { text, ast: expr };
}

/** Characters that mean something else within a quoted scalar: such a text is not put into a file. */
const QUOTED = /["'\\\n]/;

/**
 * Edits of an expression as a fix of the file. It changes what the expression means, so that --fix leaves it alone.
 * undefined where a text would have to be escaped for the scalar that holds the expression.
 */
export function suggestedFix(
  query: PromqlQuery,
  edits: readonly TextEdit[],
  description: string,
): Fix | undefined {
  if (edits.some(({ text }) => QUOTED.test(text))) return undefined;
  return {
    description,
    safe: false,
    edits: edits.map(({ range, text }) => ({ range: query.place(range).range, text })),
  };
}
