import { bail } from './bail.ts';
import { BACKSLASH, DOUBLE_QUOTE, LF } from './characters.ts';

const ESCAPES: Readonly<Record<string, string>> = {
  '0': '\0',
  a: '\x07',
  b: '\b',
  e: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  N: '\u0085',
  _: '\u00a0',
  L: '\u2028',
  P: '\u2029',
  ' ': ' ',
  '"': '"',
  '/': '/',
  '\\': '\\',
  '\t': '\t',
};
const HEX_DIGITS: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

/** A quoted scalar on one line. */
export interface Quoted {
  readonly value: string;
  /** Offset after the closing quote. */
  readonly end: number;
}

/** Reads a single-quoted scalar whose opening quote stands at `start`. */
export function readSingleQuoted(text: string, start: number): Quoted {
  let close = text.indexOf("'", start + 1);
  let doubled = false;
  while (close >= 0 && text[close + 1] === "'") {
    doubled = true;
    close = text.indexOf("'", close + 2);
  }
  if (close < 0) bail();
  const inside = text.slice(start + 1, close);
  if (inside.includes('\n')) bail();
  return { value: doubled ? inside.replaceAll("''", "'") : inside, end: close + 1 };
}

/** Reads a double-quoted scalar whose opening quote stands at `start`. */
export function readDoubleQuoted(text: string, start: number): Quoted {
  let escaped = false;
  for (let i = start + 1; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === DOUBLE_QUOTE) {
      const inside = text.slice(start + 1, i);
      return { value: escaped ? unescape(inside) : inside, end: i + 1 };
    }
    if (code === LF) bail();
    if (code === BACKSLASH) {
      escaped = true;
      if (text.charCodeAt(++i) === LF) bail();
    }
  }
  return bail();
}

function unescape(inside: string): string {
  let result = '';
  let from = 0;
  for (let at = inside.indexOf('\\'); at >= 0; at = inside.indexOf('\\', from)) {
    result += inside.slice(from, at);
    const kind = inside[at + 1] ?? '';
    const digits = HEX_DIGITS[kind];
    from = at + 2 + (digits ?? 0);
    result +=
      digits === undefined ? (ESCAPES[kind] ?? bail()) : codePoint(inside.slice(at + 2, from), digits);
  }
  return result + inside.slice(from);
}

function codePoint(hex: string, digits: number): string {
  if (hex.length !== digits || !/^[0-9a-fA-F]+$/.test(hex)) bail();
  const code = parseInt(hex, 16);
  return code > 0x10ffff ? bail() : String.fromCodePoint(code);
}
