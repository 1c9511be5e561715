import { scanRawString, scanString } from '../../syntax/scan-string.ts';
import { unquote } from '../../syntax/unquote.ts';
import type { Cursor } from './cursor.ts';
import { SeriesSyntaxError } from './errors.ts';

/**
 * Reads a string in double, single or back quotes with Go's escapes, the cursor at its opening quote, and
 * returns its value.
 */
export function readQuotedString(cursor: Cursor): string {
  const start = cursor.position;
  const scan = (cursor.next === '`' ? scanRawString : scanString)(cursor.text, start);
  if (!scan.ok) throw new SeriesSyntaxError('bad-string', scan.message, { start: scan.start, end: scan.end });
  cursor.position = scan.end;
  return unquote(cursor.text.slice(start, scan.end));
}
