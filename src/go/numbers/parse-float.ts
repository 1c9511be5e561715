import { goQuote } from '../strings/quote.ts';

/** What strconv.ParseFloat returns: an error goes with ±Inf where the number is too large. */
export type ParsedFloat =
  | { readonly value: number; readonly error?: undefined }
  | { readonly value?: number; readonly error: 'invalid syntax' | 'value out of range' };

const SPECIAL = /^([+-]?)(?:(inf(?:inity)?)|(nan))$/i;
const DECIMAL = /^[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$/;
const HEXADECIMAL = /^([+-]?)0[xX]([0-9a-fA-F]*)(?:\.([0-9a-fA-F]*))?[pP]([+-]?[0-9]+)$/;
/** Between digits, or between the base prefix and a digit; only after such a prefix. */
const UNDERSCORES =
  /^[+-]?0[xX](?:_?[0-9a-fA-F])*(?:\.(?:[0-9a-fA-F](?:_?[0-9a-fA-F])*)?)?[pP][+-]?[0-9]+(?:_[0-9]+)*$/;

const INVALID: ParsedFloat = { error: 'invalid syntax' };

/**
 * Go's strconv.ParseFloat(text, 64): decimals, hexadecimals with a binary exponent, Inf, Infinity and NaN in any
 * case; underscores in hexadecimals only.
 */
export function parseFloat64(text: string): ParsedFloat {
  const special = SPECIAL.exec(text);
  if (special !== null) return specialValue(special[1]!, special[3] !== undefined);
  const value = DECIMAL.test(text) ? Number(text) : hexadecimal(text);
  if (value === undefined) return INVALID;
  return Number.isFinite(value) ? { value } : { value, error: 'value out of range' };
}

/** The error of Go in full: `strconv.ParseFloat: parsing "x": invalid syntax`. */
export function parseFloatError(text: string, error: string): string {
  return `strconv.ParseFloat: parsing ${goQuote(text)}: ${error}`;
}

function specialValue(sign: string, nan: boolean): ParsedFloat {
  if (nan) return sign === '' ? { value: NaN } : INVALID;
  return { value: sign === '-' ? -Infinity : Infinity };
}

function hexadecimal(written: string): number | undefined {
  if (written.includes('_') && !UNDERSCORES.test(written)) return undefined;
  const match = HEXADECIMAL.exec(written.replaceAll('_', ''));
  if (match === null) return undefined;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match;
  if (whole + fraction === '') return undefined;
  const value = scaled(BigInt(`0x${whole}${fraction}`), Number(exponent) - 4 * fraction.length);
  return sign === '-' ? -value : value;
}

/** mantissa * 2 ** exponent, rounded once, to even. */
function scaled(mantissa: bigint, exponent: number): number {
  if (mantissa === 0n) return 0;
  const bits = mantissa.toString(2).length;
  // The lowest bit that a float of this size keeps: 52 below the highest, and never below 2 ** -1074.
  const drop = Math.max(bits - 53, -1074 - exponent, 0);
  if (drop > bits + 1) return 0;
  const unit = 1n << BigInt(drop);
  let kept = mantissa / unit;
  const rest = (mantissa % unit) * 2n;
  if (rest > unit || (rest === unit && kept % 2n === 1n)) kept += 1n;
  return power(Number(kept), exponent + drop);
}

/** value * 2 ** exponent for a value of at most 54 bits whose result needs no rounding. */
function power(value: number, exponent: number): number {
  let [result, left] = [value, exponent];
  for (; left > 1000 && Number.isFinite(result); left -= 1000) result *= 2 ** 1000;
  for (; left < -1000 && result !== 0; left += 1000) result *= 2 ** -1000;
  return Number.isFinite(result) && result !== 0 ? result * 2 ** left : result;
}
