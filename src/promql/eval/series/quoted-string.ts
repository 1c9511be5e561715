import type { Cursor } from './cursor.ts';
import { SeriesSyntaxError } from './errors.ts';

const SIMPLE: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
};

/** Escapes that name a byte (`\x41`, `\101`) or a code point. */
const NUMERIC = /x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{3})/y;

/**
 * Reads a string in double, single or back quotes with Go's escapes, the cursor at its opening quote, and
 * returns its value.
 */
export function readQuotedString(cursor: Cursor): string {
  const start = cursor.position;
  const quote = cursor.next;
  cursor.position++;
  let value = '';
  for (;;) {
    const part = cursor.take(quote === '`' ? /[^`]+/y : /[^"'\\\n]+/y);
    value += part;
    if (cursor.accept(quote)) return value;
    if (cursor.isAtEnd() || cursor.next === '\n') {
      throw new SeriesSyntaxError(
        'bad-string',
        `string is not closed with ${quote}`,
        cursor.rangeFrom(start),
      );
    }
    value += cursor.accept('\\') ? readEscapes(cursor, quote) : cursor.take(/["']/y);
  }
}

/** One escape; consecutive byte escapes together, since their bytes may form one UTF-8 character. */
function readEscapes(cursor: Cursor, quote: string): string {
  const start = cursor.position - 1;
  const simple = SIMPLE[cursor.next] ?? (cursor.next === quote ? quote : undefined);
  if (simple !== undefined) {
    cursor.position++;
    return simple;
  }
  const bytes: number[] = [];
  for (;;) {
    NUMERIC.lastIndex = cursor.position;
    const match = NUMERIC.exec(cursor.text);
    if (match === null) {
      const escape = cursor.text.slice(start, cursor.position + 1);
      throw new SeriesSyntaxError(
        'bad-string',
        `${JSON.stringify(escape)} is no escape`,
        cursor.rangeFrom(start),
      );
    }
    cursor.position += match[0].length;
    const [, hexByte, short, long, octal] = match;
    const code = parseInt(hexByte ?? short ?? long ?? octal ?? '', octal === undefined ? 16 : 8);
    const isByte = hexByte !== undefined || octal !== undefined;
    if (code > (isByte ? 0xff : 0x10ffff) || (code >= 0xd800 && code < 0xe000)) {
      throw new SeriesSyntaxError('bad-string', 'escape is no valid code point', cursor.rangeFrom(start));
    }
    if (!isByte) return new TextDecoder().decode(Uint8Array.from(bytes)) + String.fromCodePoint(code);
    bytes.push(code);
    if (!/^\\(?:x[0-9a-fA-F]{2}|[0-7]{3})/.test(cursor.text.slice(cursor.position))) break;
    cursor.position++;
  }
  return new TextDecoder().decode(Uint8Array.from(bytes));
}
