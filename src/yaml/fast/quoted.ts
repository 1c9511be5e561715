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

/** A quoted scalar. */
export interface Quoted {
  readonly value: string;
  /** Offset after the closing quote. */
  readonly end: number;
  readonly multiline: boolean;
}

/**
 * Reads a single-quoted scalar whose opening quote is at `start`.
 *
 * @param least the column from which its further lines may start
 */
export function readSingleQuoted(text: string, start: number, least: number): Quoted {
  let close = text.indexOf("'", start + 1);
  let doubled = false;
  while (close >= 0 && text[close + 1] === "'") {
    doubled = true;
    close = text.indexOf("'", close + 2);
  }
  if (close < 0) bail();
  const raw = text.slice(start + 1, close);
  const multiline = raw.includes('\n');
  const inside = multiline ? fold(raw, least) : raw;
  return { value: doubled ? inside.replaceAll("''", "'") : inside, end: close + 1, multiline };
}

/** Reads a double-quoted scalar whose opening quote is at `start`; `least` as above. */
export function readDoubleQuoted(text: string, start: number, least: number): Quoted {
  let escaped = false;
  let multiline = false;
  for (let i = start + 1; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === DOUBLE_QUOTE) {
      let inside = text.slice(start + 1, i);
      if (multiline) {
        if (/\\[ \t\r\n]/.test(inside)) bail();
        inside = fold(inside, least);
      }
      return { value: escaped ? unescape(inside) : inside, end: i + 1, multiline };
    }
    if (code === LF) multiline = true;
    else if (code === BACKSLASH) {
      escaped = true;
      i++;
    }
  }
  return bail();
}

/** Joins the lines of a scalar: one line break is a space, more are line breaks less one. */
export function fold(raw: string, least: number): string {
  const lines = raw.split(/\r?\n/);
  let result = lines[0]!.replace(/(?<![ \t])[ \t]+$/, '');
  let empty = 0;
  for (let i = 1; i < lines.length; i++) {
    const line = lines[i]!;
    const last = i === lines.length - 1;
    const text = last ? line.replace(/^[ \t]+/, '') : line.replace(/^[ \t]+|(?<![ \t])[ \t]+$/g, '');
    // The closing quote alone on the last line is text too: it must be as deep.
    if ((text !== '' || last) && /^ */.exec(line)![0].length < least) bail();
    if (text === '' && !last) empty++;
    else {
      result += (empty === 0 ? ' ' : '\n'.repeat(empty)) + text;
      empty = 0;
    }
  }
  return result;
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
