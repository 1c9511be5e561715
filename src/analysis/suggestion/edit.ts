import type { Fix, TextEdit } from '../../diagnostics/diagnostic.ts';
import type { PromqlQuery } from '../../project/project.ts';
import type { Expr } from '../../promql/syntax/ast.ts';
import type { ScalarStyle } from '../../yaml/node.ts';

/** A text with edits applied whose ranges do not overlap, of which no two begin at one place. */
export function applied(text: string, edits: readonly TextEdit[]): string {
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

/**
 * Edits of an expression as a fix of the file. It changes what the expression means, so that --fix leaves it alone.
 * undefined where a text would have to be escaped for the scalar that holds the expression.
 */
export function suggestedFix(
  query: PromqlQuery,
  edits: readonly TextEdit[],
  description: string,
): Fix | undefined {
  if (!edits.every((edit) => fits(edit, query.source.style))) return undefined;
  return {
    description,
    safe: false,
    edits: edits.map(({ range, text }) => ({ range: query.place(range).range, text })),
  };
}

/** Characters that begin something else than a plain scalar, or end one. */
const NOT_PLAIN = /^[\s"'{}[\]&*!|>%@`#?:,-]|: | #|:$/;

/** Whether a text can be put into a scalar of that style as it is. */
function fits({ range, text }: TextEdit, style: ScalarStyle | undefined): boolean {
  if (text.includes('\n')) return false;
  switch (style) {
    case 'single':
      return !text.includes("'");
    case 'double':
      return !/["\\]/.test(text);
    case 'plain':
      return !/: | #/.test(text) && !(range.start === 0 && NOT_PLAIN.test(text));
    default:
      return true;
  }
}
