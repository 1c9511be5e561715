const SIMPLE: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  '"': '"',
};

const ESCAPE = /\\(?:([abfnrtv\\"])|([0-7]{3})|x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8}))/y;

/** One escape sequence of a double-quoted string. */
export interface Escape {
  readonly length: number;
  /** Text it stands for, a single byte (`\xe4`, `\344`), or undefined where the number is out of range. */
  readonly value: string | { readonly byte: number } | undefined;
}

/** Reads the escape sequence at `at` (a backslash) of `text`, or undefined where Go knows none such. */
export function readEscape(text: string, at: number): Escape | undefined {
  ESCAPE.lastIndex = at;
  const match = ESCAPE.exec(text);
  if (match === null) return undefined;
  const length = match[0].length;
  if (match[1] !== undefined) return { length, value: SIMPLE[match[1]]! };
  const byte =
    match[2] !== undefined
      ? parseInt(match[2], 8)
      : match[3] !== undefined
        ? parseInt(match[3], 16)
        : undefined;
  if (byte !== undefined) return { length, value: byte > 255 ? undefined : { byte } };
  const point = parseInt(match[4] ?? match[5]!, 16);
  return {
    length,
    value: point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff) ? undefined : String.fromCodePoint(point),
  };
}

/**
 * The value of a double-quoted string whose escapes the lexer has checked, or undefined where an escape is no
 * character (`\U00110000`). Escaped bytes join to UTF-8; stray ones become U+FFFD.
 */
export function unquote(raw: string): string | undefined {
  const body = raw.slice(1, -1);
  if (!body.includes('\\')) return body;
  const bytes: number[] = [];
  let value = '';
  const flush = (): void => {
    if (bytes.length > 0) value += new TextDecoder().decode(Uint8Array.from(bytes));
    bytes.length = 0;
  };
  for (let at = 0; at < body.length;) {
    const escape = body[at] === '\\' ? readEscape(body, at) : undefined;
    if (escape?.value === undefined && escape !== undefined) return undefined;
    if (typeof escape?.value === 'object') {
      bytes.push(escape.value.byte);
    } else {
      flush();
      value += escape?.value ?? body[at]!;
    }
    at += escape?.length ?? 1;
  }
  flush();
  return value;
}
