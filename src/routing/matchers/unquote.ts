const SIMPLE: Readonly<Record<string, string>> = {
  a: '\u0007',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  '"': '"',
};

const HEX_DIGITS: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

/**
 * Undoes a double-quoted Go string, quotes included, as strconv.Unquote does. Returns undefined for an unknown
 * escape, a line break, or bytes (`\xff`) that are no UTF-8: Alertmanager refuses those.
 */
export function unquoteGo(text: string): string | undefined {
  const body = text.slice(1, -1);
  if (body.includes('\n')) return undefined;
  if (!body.includes('\\')) return body;
  // Escapes such as \xc3\xa9 are bytes: together they may spell one character.
  const bytes: number[] = [];
  for (let i = 0; i < body.length;) {
    if (body[i] !== '\\') {
      const c = String.fromCodePoint(body.codePointAt(i)!);
      bytes.push(...utf8(c));
      i += c.length;
      continue;
    }
    const escape = readEscape(body, i + 1);
    if (escape === undefined) return undefined;
    bytes.push(...escape.bytes);
    i = escape.end;
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(new Uint8Array(bytes));
  } catch {
    return undefined;
  }
}

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

interface Escape {
  readonly bytes: Iterable<number>;
  readonly end: number;
}

function readEscape(body: string, at: number): Escape | undefined {
  const c = body[at] ?? '';
  const simple = SIMPLE[c];
  if (simple !== undefined) return { bytes: utf8(simple), end: at + 1 };
  const octal = /^[0-7]{3}/.exec(body.slice(at));
  if (octal !== null) {
    const value = parseInt(octal[0], 8);
    return value > 255 ? undefined : { bytes: [value], end: at + 3 };
  }
  const digits = HEX_DIGITS[c];
  if (digits === undefined) return undefined;
  const hex = body.slice(at + 1, at + 1 + digits);
  if (hex.length !== digits || !/^[0-9a-fA-F]+$/.test(hex)) return undefined;
  const code = parseInt(hex, 16);
  const end = at + 1 + digits;
  if (c === 'x') return { bytes: [code], end };
  if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return undefined;
  return { bytes: utf8(String.fromCodePoint(code)), end };
}
