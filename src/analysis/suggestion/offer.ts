import type { Fix, TextEdit } from '../../diagnostics/diagnostic.ts';
import type { Project, PromqlQuery } from '../../project/project.ts';
import type { VectorSelector } from '../../promql/syntax/ast.ts';
import { suggestedFix } from './edit.ts';
import { isProved } from './proved-fix.ts';

/** What to do about a fault of an expression: in words, and as edits where they are proved to work. */
export interface Repair {
  readonly help: string;
  readonly fix?: Fix | undefined;
}

/** The two ways to say what to do. */
export interface Wording {
  /** With the code, where the edits are proved to work. */
  readonly proved: string;
  /** Without code, for every other case. */
  readonly words: string;
}

/**
 * The one way in which a check offers code: `proved` names it and is said only where the edits are applied in memory and
 * proved to work, as isProved() asks it; otherwise `words`, which hold no code that could be copied.
 *
 * @param edits ranges are those of the expression's text; undefined: there is no code to offer
 */
export function offer(
  query: PromqlQuery,
  edits: readonly TextEdit[] | undefined,
  { proved, words }: Wording,
  project: Project,
): Repair {
  if (edits === undefined || !isProved(query, edits, project)) return { help: words };
  return { help: proved, fix: suggestedFix(query, edits, proved) };
}

/**
 * Edits that put a function over a range in the place of instant values: `x` becomes `rate(x[5m])`, `x offset 1h`
 * becomes `rate(x[5m] offset 1h)`. undefined where a selector has a modifier that is not moved (`@`, smoothed).
 */
export function ranged(
  selectors: readonly VectorSelector[],
  func: string,
  range: string,
): TextEdit[] | undefined {
  const edits: TextEdit[] = [];
  for (const selector of selectors) {
    const { start, end, at, extended } = selector;
    if (at !== undefined || extended !== undefined) return undefined;
    const inner = selector.bracesRange?.end ?? selector.nameRange?.end ?? end;
    edits.push({ range: { start, end: start }, text: `${func}(` });
    if (inner === end) edits.push({ range: { start: end, end }, text: `[${range}])` });
    else
      edits.push(
        { range: { start: inner, end: inner }, text: `[${range}]` },
        { range: { start: end, end }, text: ')' },
      );
  }
  return edits;
}
