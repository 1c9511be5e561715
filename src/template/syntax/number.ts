import { goQuote } from '../../go/strings/quote.ts';
import { parseFloat64 } from '../../go/numbers/parse-float.ts';
import { goUnquoteRune } from '../../go/strings/unquote.ts';
import type { Complex } from './ast.ts';

/** The values of a numeric constant, one per Go type that can hold it. */
export interface NumberValues {
  readonly int?: bigint;
  readonly uint?: bigint;
  readonly float?: number;
  readonly complex?: Complex;
}

const MAX_INT = 2n ** 63n - 1n;
const MIN_INT = -(2n ** 63n);
const MAX_UINT = 2n ** 64n - 1n;

/** Reads a character, complex or number token; the error is in Go's words. */
export function readNumber(
  text: string,
  type: 'character' | 'complex' | 'number',
): NumberValues | { error: string } {
  if (type === 'character') return readCharacter(text);
  if (type === 'complex') return readComplex(text);
  if (text.endsWith('i')) {
    const imaginary = parseGoFloat(text.slice(0, -1));
    if (imaginary !== undefined) return simplify({ re: 0, im: imaginary });
  }
  const whole = parseGoInteger(text);
  if (whole !== undefined) return wholeNumber(text, whole);
  const float = parseGoFloat(text);
  if (float === undefined) return { error: `illegal number syntax: ${goQuote(text)}` };
  if (!/[.eEpP]/.test(text)) return { error: `integer overflow: ${goQuote(text)}` };
  return fromFloat(float);
}

function readCharacter(text: string): NumberValues | { error: string } {
  const read = goUnquoteRune(text);
  if ('error' in read) {
    return { error: read.error === 'syntax' ? 'invalid syntax' : `malformed character constant: ${text}` };
  }
  const code = BigInt(read.codePoint);
  return { int: code, uint: code, float: read.codePoint };
}

function wholeNumber(text: string, value: bigint): NumberValues | { error: string } {
  const signed = /^[+-]/.test(text);
  const int = value >= MIN_INT && value <= MAX_INT ? value : undefined;
  const uint = (!signed && value <= MAX_UINT) || value === 0n ? value : undefined;
  if (int === undefined && uint === undefined) return { error: `integer overflow: ${goQuote(text)}` };
  return {
    ...(int === undefined ? {} : { int }),
    ...(uint === undefined ? {} : { uint }),
    float: Number(value),
  };
}

function fromFloat(float: number): NumberValues {
  if (!Number.isInteger(float)) return { float };
  const whole = BigInt(float);
  return {
    float,
    ...(whole >= MIN_INT && whole <= MAX_INT ? { int: whole } : {}),
    ...(whole >= 0n && whole <= MAX_UINT ? { uint: whole } : {}),
  };
}

function readComplex(text: string): NumberValues | { error: string } {
  const split = Math.max(text.lastIndexOf('+'), text.lastIndexOf('-'));
  const at = /[eEpP]$/.test(text.slice(0, split))
    ? Math.max(text.lastIndexOf('+', split - 1), text.lastIndexOf('-', split - 1))
    : split;
  const re = parseGoFloat(text.slice(0, at));
  const im = parseGoFloat(text.slice(at, -1));
  if (re === undefined || im === undefined) return { error: `illegal number syntax: ${goQuote(text)}` };
  return simplify({ re, im });
}

function simplify(complex: Complex): NumberValues {
  return complex.im === 0 ? { complex, ...fromFloat(complex.re) } : { complex };
}

/** Go's strconv.ParseInt(text, 0, ...) without a size limit: prefixes, underscores between digits. */
function parseGoInteger(text: string): bigint | undefined {
  const match = /^([+-]?)(0[xX][0-9a-fA-F_]+|0[oO][0-7_]+|0[bB][01_]+|0[0-7_]*|[1-9][0-9_]*)$/.exec(text);
  if (match === null) return undefined;
  const [, sign = '', digits = ''] = match;
  if (!underscoresOk(digits)) return undefined;
  const plain = digits.replaceAll('_', '').toLowerCase();
  const magnitude = BigInt(/^0[0-7]+$/.test(plain) ? `0o${plain.slice(1)}` : plain);
  return sign === '-' ? -magnitude : magnitude;
}

/** Go's strconv.ParseFloat for literals, without those out of range. */
function parseGoFloat(text: string): number | undefined {
  const { value, error } = parseFloat64(text);
  return error === undefined ? value : undefined;
}

/** Underscores stand only between digits, or between a base prefix and a digit. */
function underscoresOk(digits: string): boolean {
  if (!digits.includes('_')) return true;
  return !digits.includes('__') && /^(0[xXoObB]_?|0_|[0-9])/.test(digits) && !/_$|_\.|\._|_[pP]/.test(digits);
}
