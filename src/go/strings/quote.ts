const ESCAPES: Readonly<Record<string, string>> = {
  '\x07': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
  '\\': '\\\\',
};

const PLAIN = /^[ !#-[\]-~]*$/;
const PRINTABLE = /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]$/u;

/** Whether Go's strconv.IsPrint holds for the character: letters, marks, numbers, punctuation, symbols, ASCII space. */
export function isPrintable(character: string): boolean {
  return PRINTABLE.test(character);
}

/** `text` as Go's strconv.Quote writes it; with `ascii`, as strconv.QuoteToASCII does. */
export function goQuote(text: string, ascii = false): string {
  if (PLAIN.test(text)) return `"${text}"`;
  let quoted = '"';
  for (const character of text) quoted += escapeCharacter(character, '"', ascii);
  return `${quoted}"`;
}

/** A code point as Go's strconv.QuoteRune writes it, with `ascii` as QuoteRuneToASCII; invalid ones are U+FFFD. */
export function goQuoteRune(codePoint: number, ascii = false): string {
  return `'${escapeCharacter(runeToString(codePoint), "'", ascii)}'`;
}

/** The character of a code point, U+FFFD if it is not a Unicode scalar value. */
export function runeToString(codePoint: number): string {
  const valid = codePoint >= 0 && codePoint <= 0x10ffff && (codePoint < 0xd800 || codePoint > 0xdfff);
  return valid ? String.fromCodePoint(codePoint) : '\ufffd';
}

/** Whether `text` can be written in back quotes unchanged (Go's strconv.CanBackquote). */
export function canBackquote(text: string): boolean {
  // eslint-disable-next-line no-control-regex -- control characters are exactly what must not appear
  return !/[\x00-\x08\x0a-\x1f\x7f`\ufeff]/.test(text);
}

function escapeCharacter(character: string, quote: string, ascii: boolean): string {
  if (character === quote) return `\\${quote}`;
  const known = ESCAPES[character];
  if (known !== undefined) return known;
  const codePoint = character.codePointAt(0) ?? 0xfffd;
  if (codePoint < 0x80 ? isPrintable(character) : !ascii && isPrintable(character)) return character;
  if (codePoint < 0x20 || codePoint === 0x7f) return `\\x${hex(codePoint, 2)}`;
  return codePoint < 0x10000 ? `\\u${hex(codePoint, 4)}` : `\\U${hex(codePoint, 8)}`;
}

function hex(value: number, width: number): string {
  return value.toString(16).padStart(width, '0');
}
