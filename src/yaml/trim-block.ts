import type { Range } from '../source/range.ts';

/** Block scalars end at the start of the next line: leaves the white space at the end out of the range. */
export function trimBlock(range: Range, text: string): Range {
  let end = range.end;
  while (end > range.start && isSpace(text.charCodeAt(end - 1), text, end - 1)) end--;
  return { start: range.start, end };
}

function isSpace(code: number, text: string, at: number): boolean {
  if (code < 0x80) return code === 0x20 || (code >= 0x09 && code <= 0x0d);
  return /\s/.test(text[at]!);
}
