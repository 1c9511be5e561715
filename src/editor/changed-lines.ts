import type { TextEdit } from '../diagnostics/diagnostic.ts';

/** The one edit that makes a text of another: the common beginning and end stay. */
export function changedPart(before: string, after: string): TextEdit | undefined {
  if (before === after) return undefined;
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before[start] === after[start]) start++;
  let tail = 0;
  while (tail < most - start && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++;
  // The halves of one character (and of one line break) stay together.
  if (isInside(before, start) || isInside(after, start)) start--;
  if (tail > 0 && (isInside(before, before.length - tail) || isInside(after, after.length - tail))) tail--;
  return {
    range: { start, end: before.length - tail },
    text: after.slice(start, after.length - tail),
  };
}

function isInside(text: string, at: number): boolean {
  const [a, b] = [text.charCodeAt(at - 1), text.charCodeAt(at)];
  return (a >= 0xd800 && a < 0xdc00 && b >= 0xdc00 && b < 0xe000) || (a === 13 && b === 10);
}
