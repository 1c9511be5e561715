import { readEscape } from './escapes.ts';

/**
 * The value of a Go string literal with its quotes (double quotes or back quotes), or undefined if it is invalid:
 * strconv.Unquote. A Go string is bytes; those that are not UTF-8 (`\xff`) become U+FFFD here.
 */
export function goUnquote(literal: string): string | undefined {
  const body = literal.slice(1, -1);
  if (literal.startsWith('`')) return body.replaceAll('\r', '');
  if (/["\n]/.test(body.replace(/\\[^]/g, ''))) return undefined;
  return unescape(body, '"');
}

/** The same, undefined also for bytes that are not UTF-8: where Go asks utf8.ValidString. */
export function goUnquoteUtf8(literal: string): string | undefined {
  const body = literal.slice(1, -1);
  return body.includes('\n') ? undefined : unescape(body, '"', true);
}

/**
 * The text between quotes without its escapes; undefined if one is invalid or out of range. Escapes such as
 * `\xc3\xa9` are bytes that together may spell one character.
 *
 * @param quote the quote around the text, which alone may be escaped
 * @param strict bytes that are not UTF-8 make it undefined too, instead of U+FFFD
 */
export function unescape(body: string, quote: string, strict = false): string | undefined {
  if (!body.includes('\\')) return body;
  let value = '';
  const bytes: number[] = [];
  for (let at = 0; at < body.length;) {
    const escape = body[at] === '\\' ? readEscape(body, at, quote) : { length: 1, value: body[at]! };
    if (escape?.value === undefined) return undefined;
    if (typeof escape.value === 'object') bytes.push(escape.value.byte);
    else {
      const text = decode(bytes.splice(0), strict);
      if (text === undefined) return undefined;
      value += text + escape.value;
    }
    at += escape.length;
  }
  const end = decode(bytes, strict);
  return end === undefined ? undefined : value + end;
}

function decode(bytes: readonly number[], strict: boolean): string | undefined {
  if (bytes.length === 0) return '';
  try {
    return new TextDecoder('utf-8', { fatal: strict, ignoreBOM: true }).decode(Uint8Array.from(bytes));
  } catch {
    return undefined;
  }
}

/** The code point of a Go character literal with its quotes, or undefined if it is invalid. */
export function goUnquoteRune(literal: string): { codePoint: number } | { error: 'syntax' | 'malformed' } {
  const body = literal.slice(1);
  if (body.startsWith("'") || body === '') return { error: 'syntax' };
  const first = readRune(body);
  if (first === undefined) return { error: 'syntax' };
  return body.slice(first.length) === "'" ? { codePoint: first.codePoint } : { error: 'malformed' };
}

/** The first character of a text, or what its escape stands for: `\xff` is the code point 255 here. */
function readRune(text: string): { readonly codePoint: number; readonly length: number } | undefined {
  const escape = text.startsWith('\\') ? readEscape(text, 0, "'") : undefined;
  if (!text.startsWith('\\')) {
    const codePoint = text.codePointAt(0)!;
    return { codePoint, length: codePoint > 0xffff ? 2 : 1 };
  }
  if (escape?.value === undefined) return undefined;
  const { value, length } = escape;
  return { codePoint: typeof value === 'object' ? value.byte : value.codePointAt(0)!, length };
}
