import type { Range } from '../source/range.ts';
import type { SourceFile } from '../source/source-file.ts';

/** A comment that switches checks off: `# rulecheck disable-next-line alerts/for until 2026-12-31 -- reason`. */
export interface Directive {
  readonly kind: 'disable-line' | 'disable-next-line' | 'disable-file';
  /** Checks named; empty: every check. */
  readonly checks: readonly string[];
  readonly reason: string | undefined;
  /** The last day (UTC) that it holds: `2026-12-31`; text of another form is there as it was written. */
  readonly until: string | undefined;
  readonly range: Range;
  /** Lines (from 1, both inclusive) that it applies to. */
  readonly lines: { readonly first: number; readonly last: number };
}

const COMMENT = /#\s*rulecheck\s+(disable(?:-[a-z-]+)?)\b([^\n\r]*)/g;

export interface DirectiveResult {
  readonly directives: readonly Directive[];
  /** Comments that address rulecheck with a word it does not know. */
  readonly unknown: readonly { readonly word: string; readonly range: Range }[];
}

/**
 * Reads the directives of a file. `disable-next-line` applies to the next line and everything indented deeper
 * below it: before `- alert: X` it covers the whole rule.
 */
export function readDirectives(file: SourceFile): DirectiveResult {
  const directives: Directive[] = [];
  const unknown: { word: string; range: Range }[] = [];
  if (!file.text.includes('rulecheck')) return { directives, unknown };
  for (const match of file.text.matchAll(COMMENT)) {
    const kind = match[1]!;
    const range = { start: match.index, end: match.index + match[0].trimEnd().length };
    if (kind !== 'disable-line' && kind !== 'disable-next-line' && kind !== 'disable-file') {
      unknown.push({ word: kind, range });
      continue;
    }
    const [names = '', ...reason] = match[2]!.split(/\s--\s?/);
    const words = names.split(/[\s,]+/).filter((name) => name !== '');
    const at = words.indexOf('until');
    const checks = at < 0 ? words : words.slice(0, at);
    const text = reason.join(' -- ').trim();
    directives.push({
      kind,
      checks,
      reason: text === '' ? undefined : text,
      until: at < 0 ? undefined : words.slice(at + 1).join(' '),
      range,
      lines: linesOf(kind, file, match.index),
    });
  }
  return { directives, unknown };
}

function linesOf(kind: Directive['kind'], file: SourceFile, offset: number): Directive['lines'] {
  const { line } = file.position(offset);
  if (kind === 'disable-file') return { first: 1, last: file.lineCount };
  if (kind === 'disable-line') return { first: line, last: line };
  let first = line + 1;
  while (first < file.lineCount && /^\s*(?:#.*)?$/.test(file.lineText(first))) first++;
  const own = indentOf(file.lineText(first));
  let last = first;
  while (last < file.lineCount) {
    const next = file.lineText(last + 1);
    if (next.trim() !== '' && indentOf(next) <= own) break;
    last++;
  }
  return { first, last };
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

/** Does a directive apply to a finding of `check` that starts at `line`? */
export function covers(directive: Directive, check: string, line: number): boolean {
  if (line < directive.lines.first || line > directive.lines.last) return false;
  return (
    directive.checks.length === 0 ||
    directive.checks.some(
      (name) => name === check || (name.endsWith('/*') && check.startsWith(name.slice(0, -1))),
    )
  );
}
