import type { Range } from '../../source/range.ts';
import type { Text } from './ast.ts';
import { readEscape } from '../../go/strings/escapes.ts';

/**
 * The position of a range of a string's value in the expression: `inner` counts in the unquoted value, the result
 * in `source`, escapes taken into account.
 */
export function innerRange(source: string, text: Text, inner: Range): Range {
  const offsets = valueOffsets(source, text);
  const place = (at: number): number =>
    offsets?.[Math.min(at, text.value.length)] ?? Math.min(text.start + 1 + at, text.end - 1);
  return { start: place(inner.start), end: place(inner.end) };
}

/** For every offset of the value the offset in the source; undefined where one is the other shifted by the quote. */
function valueOffsets(source: string, text: Text): number[] | undefined {
  const raw = source.slice(text.start, text.end);
  if (raw.startsWith('`') || !raw.includes('\\')) return undefined;
  const offsets: number[] = [];
  let at = 1;
  for (; at < raw.length - 1;) {
    const escape = raw[at] === '\\' ? readEscape(raw, at) : undefined;
    const width = typeof escape?.value === 'string' ? escape.value.length : 1;
    for (let i = 0; i < width; i++) offsets.push(text.start + at);
    at += escape?.length ?? 1;
  }
  offsets.push(text.start + at);
  return offsets;
}
