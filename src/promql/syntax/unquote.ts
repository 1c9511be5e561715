const SHORT: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

const ESCAPE = /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{3})|([^]))/g;
const BYTE_ESCAPE = /\\(?:x|[0-7])/;

/**
 * The value of a string literal that the lexer accepted, quotes included. `\x` and octal escapes are bytes, as
 * in Go: together they must form UTF-8, and bytes that do not become U+FFFD.
 */
export function unquote(literal: string): string {
  const body = literal.slice(1, -1);
  if (literal.startsWith('`') || !body.includes('\\')) return body;
  return BYTE_ESCAPE.test(body) ? unquoteBytes(body) : body.replace(ESCAPE, unescape);
}

function unescape(
  _all: string,
  x?: string,
  u?: string,
  long?: string,
  octal?: string,
  other?: string,
): string {
  if (other !== undefined) return SHORT[other] ?? other;
  const hex = x ?? u ?? long;
  return String.fromCodePoint(
    hex === undefined ? Number.parseInt(octal ?? '0', 8) : Number.parseInt(hex, 16),
  );
}

function unquoteBytes(body: string): string {
  const encoder = new TextEncoder();
  const bytes: number[] = [];
  let last = 0;
  for (const match of body.matchAll(ESCAPE)) {
    bytes.push(...encoder.encode(body.slice(last, match.index)));
    last = match.index + match[0].length;
    const [all, x, u, long, octal, other] = match;
    if (x !== undefined) bytes.push(Number.parseInt(x, 16));
    else if (octal !== undefined) bytes.push(Number.parseInt(octal, 8));
    else bytes.push(...encoder.encode(unescape(all, x, u, long, octal, other)));
  }
  bytes.push(...encoder.encode(body.slice(last)));
  return new TextDecoder().decode(Uint8Array.from(bytes));
}
