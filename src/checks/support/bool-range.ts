import type { PromqlQuery } from '../../project/project.ts';
import type { BinaryExpr } from '../../promql/syntax/ast.ts';
import type { Range } from '../../source/range.ts';

/** Where the `bool` of a comparison is. */
export function boolRange(query: PromqlQuery, { opRange, rhs }: BinaryExpr): Range {
  const text = query.source.text.slice(opRange.end, rhs.start);
  const start = opRange.end + Math.max(0, text.search(/\bbool\b/i));
  return { start, end: start + 'bool'.length };
}
