export type StringScan =
  | { readonly ok: true; readonly end: number }
  | {
      readonly ok: false;
      readonly start: number;
      readonly end: number;
      readonly message: string;
      /** The quote of a string that never ends. */
      readonly opened?: number;
    };

const SHORT = 'abfnrtv\\';

/** Scans a string in single or double quotes; Go's escapes are checked, the value is not built. */
export function scanString(text: string, start: number): StringScan {
  const quote = text[start];
  let pos = start + 1;
  for (;;) {
    const char = text[pos];
    if (char === quote) return { ok: true, end: pos + 1 };
    if (char === undefined || char === '\n') {
      return { ok: false, start, end: pos, message: 'unterminated quoted string', opened: start };
    }
    if (char === '\\') {
      const escape = scanEscape(text, pos, quote ?? '');
      if (!escape.ok) return { ...escape, start: escape.message.startsWith('escape') ? start : escape.start };
      pos = escape.end;
    } else {
      const next = afterChar(text, pos);
      if (next < 0) return invalid(pos);
      pos = next;
    }
  }
}

/** Scans a string in backticks, which has no escapes and may span lines. */
export function scanRawString(text: string, start: number): StringScan {
  let pos = start + 1;
  for (;;) {
    const char = text[pos];
    if (char === '`') return { ok: true, end: pos + 1 };
    if (char === undefined)
      return { ok: false, start, end: pos, message: 'unterminated raw string', opened: start };
    const next = afterChar(text, pos);
    if (next < 0) return invalid(pos);
    pos = next;
  }
}

function invalid(pos: number): StringScan {
  return { ok: false, start: pos, end: pos + 1, message: 'invalid UTF-8 rune' };
}

/** Offset after the character at `pos`; -1 for what Go takes for broken UTF-8 (U+FFFD counts, as upstream). */
function afterChar(text: string, pos: number): number {
  const code = text.charCodeAt(pos);
  if (code < 0xd800) return pos + 1;
  if (code === 0xfffd) return -1;
  if (code > 0xdfff) return pos + 1;
  return (text.codePointAt(pos) ?? 0) > 0xffff ? pos + 2 : -1;
}

/** Scans one escape whose backslash is at `start`. */
function scanEscape(text: string, start: number, quote: string): StringScan {
  const char = text[start + 1];
  const fail = (pos: number, message: string): StringScan => ({
    ok: false,
    start,
    end: Math.min(pos, text.length),
    message,
  });
  if (char === undefined) return fail(start + 1, 'escape sequence not terminated');
  if (SHORT.includes(char) || char === quote) return { ok: true, end: start + 2 };
  const form = escapeForm(char);
  if (form === undefined) {
    const whole = String.fromCodePoint(text.codePointAt(start + 1)!);
    return fail(start + 1 + whole.length, `unknown escape sequence ${codePoint(whole)}`);
  }
  const from = start + 1 + form.skip;
  let value = 0;
  for (let pos = from; pos < from + form.digits; pos++) {
    const digit = Number.parseInt(text[pos] ?? '', form.base);
    if (Number.isNaN(digit)) {
      const bad = text.codePointAt(pos);
      if (bad === undefined) return fail(pos, 'escape sequence not terminated');
      return fail(pos + 1, `illegal character ${codePoint(String.fromCodePoint(bad))} in escape sequence`);
    }
    value = value * form.base + digit;
  }
  const end = from + form.digits;
  if (value > form.max || (value >= 0xd800 && value < 0xe000)) {
    return fail(end, 'escape sequence is an invalid Unicode code point');
  }
  return { ok: true, end };
}

interface EscapeForm {
  readonly skip: number;
  readonly digits: number;
  readonly base: number;
  readonly max: number;
}

function escapeForm(char: string): EscapeForm | undefined {
  switch (char) {
    case 'x':
      return { skip: 1, digits: 2, base: 16, max: 255 };
    case 'u':
      return { skip: 1, digits: 4, base: 16, max: 0x10ffff };
    case 'U':
      return { skip: 1, digits: 8, base: 16, max: 0x10ffff };
    default:
      return char >= '0' && char <= '7' ? { skip: 0, digits: 3, base: 8, max: 255 } : undefined;
  }
}

/** As Go's %#U: `U+0063 'c'`. */
function codePoint(char: string): string {
  const code = char.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0');
  return `U+${code} '${char}'`;
}
