import type { Range } from '../source/range.ts';
import type { YamlIssue } from './issue.ts';

/** Nesting deeper than this is refused: the files that rulecheck reads nest less than a tenth as deep. */
export const MAX_DEPTH = 200;

/** The issue of a document that nests too deep. */
export function tooDeep(range: Range): YamlIssue {
  return {
    code: 'yaml-too-deep',
    message: `the document nests deeper than ${MAX_DEPTH} levels`,
    help: 'no rule file or configuration needs that depth; check that this is the intended file',
    range,
  };
}

/** Flow collections and compact sequences are the cheap ways to nest without end: count before parsing. */
export function depthIssue(text: string): YamlIssue | undefined {
  let depth = 0;
  let dashes = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === 0x5b || c === 0x7b) {
      if (++depth > MAX_DEPTH * 5 && isOnlyBrackets(text, i)) return tooDeep({ start: i, end: i + 1 });
    } else if ((c === 0x5d || c === 0x7d) && depth > 0) depth--;
    else if ((c === 0x2d || c === 0x3f) && text.charCodeAt(i + 1) === 0x20) {
      if (++dashes > MAX_DEPTH) return tooDeep({ start: i, end: i + 1 });
    } else if (c !== 0x20) dashes = 0;
  }
  return undefined;
}

/** Lines that go ever deeper: each level costs the library a walk over all the levels above. */
export function indentIssue(text: string): YamlIssue | undefined {
  const open: number[] = [];
  for (let start = 0; start < text.length;) {
    let at = start;
    while (text.charCodeAt(at) === 0x20) at++;
    const first = text[at];
    const end = text.indexOf('\n', at);
    if (first !== '\n' && first !== '\r' && first !== '#' && first !== undefined) {
      const indent = at - start;
      while (open.length > 0 && open[open.length - 1]! >= indent) open.pop();
      if (open.push(indent) > MAX_DEPTH) return tooDeep({ start: at, end: at + 1 });
    }
    if (end < 0) return undefined;
    start = end + 1;
  }
  return undefined;
}

/** Brackets inside texts do not nest: only a run of opening brackets (with spaces and keys between) does. */
function isOnlyBrackets(text: string, end: number): boolean {
  const run = text.slice(Math.max(0, end - MAX_DEPTH), end + 1);
  return /^[[{\s"':\w,]*$/.test(run);
}
