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

const NUMBER = /\\(?:([0-7]{3})|x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8}))/y;

/** One escape sequence of a quoted string. */
export interface Escape {
  readonly length: number;
  /** Text it stands for, a single byte (`\xe4`, `\344`), or undefined where the number is out of range. */
  readonly value: string | { readonly byte: number } | undefined;
}

/**
 * Reads the escape sequence at `at` (a backslash) of `text`, or undefined where Go knows none such.
 *
 * @param quote the quote around the string: the only one that may be escaped
 */
export function readEscape(text: string, at: number, quote = '"'): Escape | undefined {
  const letter = text[at + 1] ?? '';
  if (letter === quote && letter !== '') return { length: 2, value: quote };
  const simple = SIMPLE[letter];
  if (simple !== undefined) return { length: 2, value: simple };
  NUMBER.lastIndex = at;
  const match = NUMBER.exec(text);
  if (match === null) return undefined;
  const [{ length }, octal, hex, short, long] = match;
  if (octal !== undefined) return { length, value: byteOf(Number.parseInt(octal, 8)) };
  if (hex !== undefined) return { length, value: byteOf(Number.parseInt(hex, 16)) };
  const point = Number.parseInt(short ?? long!, 16);
  const valid = point <= 0x10ffff && (point < 0xd800 || point > 0xdfff);
  return { length, value: valid ? String.fromCodePoint(point) : undefined };
}

function byteOf(value: number): { readonly byte: number } | undefined {
  return value > 255 ? undefined : { byte: value };
}
