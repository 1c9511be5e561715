const HEX = /0[xX][0-9a-fA-F_]*(?:\.[0-9a-fA-F_]*)?(?:[pP][+-]?\d+)?/y;
const BINARY = /0[bB][01][01_]*/y;
const OCTAL = /0[oO][0-7_]*/y;
const DECIMAL = /(?:\d[\d_]*(?:\.[\d_]*)?|\.\d[\d_]*)(?:[eE][+-]?\d*)?/y;

export interface ScannedNumber {
  readonly end: number;
  /** The complaint of Go's text/scanner, where it has one. */
  readonly error?: string;
}

function matchEnd(pattern: RegExp, text: string, at: number): number | undefined {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}

/** Where the number that starts at `at` ends, as Loki's copy of Go's text/scanner reads numbers. */
export function scanNumber(text: string, at: number): ScannedNumber {
  const prefixed = matchEnd(HEX, text, at) ?? matchEnd(BINARY, text, at) ?? matchEnd(OCTAL, text, at);
  if (prefixed !== undefined) {
    return prefixed === at + 2 ? { end: prefixed, error: 'literal has no digits' } : { end: prefixed };
  }
  const end = matchEnd(DECIMAL, text, at) ?? at + 1;
  const number = text.slice(at, end);
  if (/[eE][+-]?$/.test(number)) return { end, error: 'exponent has no digits' };
  const bad = /^0[\d_]*$/.test(number) ? /[89]/.exec(number) : null;
  if (bad !== null) return { end, error: `invalid digit '${bad[0]}' in octal literal` };
  return { end };
}
