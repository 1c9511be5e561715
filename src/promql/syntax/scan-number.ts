/** Where a scan stopped, and whether it is a whole literal. */
export interface Scan {
  readonly ok: boolean;
  readonly end: number;
}

/** What may not follow `.`, `_` or an exponent, one each, as Prometheus's lexer has it. */
const NOT_AFTER_DOT = '_.';
const NOT_AFTER_SIGN = '._eE';

/**
 * Scans a number: decimal, hexadecimal, with fraction, exponent and `_` between digits. The scanned text need not be a number
 * of Go yet; where `ok` is false, `end` is the offset up to which Prometheus quotes the text.
 */
export function scanNumber(text: string, start: number, version: 2 | 3): Scan {
  if (version === 2) return scanPlainNumber(text, start);
  let pos = start;
  let digits = isDecimal;
  if (text[pos] === '0') {
    pos++;
    if (text[pos] === 'x' || text[pos] === 'X') {
      pos++;
      if (text[pos] === '_') pos++;
      digits = isHex;
    }
  }
  if (text[pos] === '.') pos++;
  if (digits(text.charCodeAt(pos))) pos++;
  return scanRest(text, start, pos, digits);
}

const PLAIN = /(?:0[xX][0-9a-fA-F]*|[0-9]*)(?:\.[0-9]*)?(?:[eE][+-]?[0-9]*)?/y;

/** Numbers of Prometheus 2.x (before 2.54), without `_`; nothing at all counts as one. */
function scanPlainNumber(text: string, start: number): Scan {
  PLAIN.lastIndex = start;
  PLAIN.test(text);
  const end = PLAIN.lastIndex;
  return { ok: !isWordChar(text.charCodeAt(end)), end };
}

type IsDigit = (code: number) => boolean;

function scanRest(text: string, start: number, from: number, digits: IsDigit): Scan {
  let pos = from;
  let dot = false;
  let exponent = false;
  for (;;) {
    const char = text[pos] ?? '';
    if (char === '.') {
      if (dot) return { ok: false, end: pos + 1 };
      dot = true;
      pos++;
      if (within(text[pos], NOT_AFTER_DOT)) return { ok: false, end: pos + 1 };
      if (digits === isHex) return { ok: false, end: pos };
    } else if (char === 'e' || char === 'E') {
      if (exponent) return { ok: false, end: pos + 1 };
      exponent = true;
      pos++;
      if (within(text[pos], '+-')) pos++;
      if (within(text[pos], NOT_AFTER_SIGN)) return { ok: false, end: pos + 1 };
      if (pos >= text.length) return { ok: false, end: pos };
    } else if (char === '_') {
      pos++;
      if (within(text[pos], NOT_AFTER_SIGN)) return { ok: false, end: pos + 1 };
      if (pos >= text.length) return { ok: false, end: pos };
    } else if (digits(text.charCodeAt(pos))) {
      while (digits(text.charCodeAt(pos))) pos++;
    } else {
      return { ok: pos > start && !isWordChar(text.charCodeAt(pos)), end: pos };
    }
  }
}

/** Scans the rest of a duration such as `1h30m` from its first unit on. */
export function scanDuration(text: string, start: number): Scan {
  let pos = start;
  if (!within(text[pos], 'smhdwy')) return { ok: false, end: pos };
  pos++;
  // Of `ms`; bad units such as `hs` are refused when the duration is read.
  if (text[pos] === 's') pos++;
  while (isDecimal(text.charCodeAt(pos))) {
    while (isDecimal(text.charCodeAt(pos))) pos++;
    if (!within(text[pos], 'smhdw')) return { ok: false, end: pos };
    pos++;
    if (text[pos] === 's') pos++;
  }
  if (isWordChar(text.charCodeAt(pos))) return { ok: false, end: pos + 1 };
  return { ok: true, end: pos };
}

function within(char: string | undefined, set: string): boolean {
  return char !== undefined && set.includes(char);
}

function isDecimal(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

function isHex(code: number): boolean {
  return isDecimal(code) || ((code | 32) >= 0x61 && (code | 32) <= 0x66);
}

/** Letters, digits and the underscore: what may not follow a number. */
function isWordChar(code: number): boolean {
  return isDecimal(code) || ((code | 32) >= 0x61 && (code | 32) <= 0x7a) || code === 0x5f;
}
