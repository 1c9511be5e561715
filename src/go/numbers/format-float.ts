import { decimalDigits, roundDigits, shortestDigits } from './decimal-digits.ts';
import type { DecimalDigits } from './decimal-digits.ts';

/** Verbs of Go's strconv.FormatFloat that rulecheck needs. */
export type FloatVerb = 'e' | 'E' | 'f' | 'g' | 'G';

/**
 * Text of a float64 as Go's strconv.FormatFloat(value, verb, precision, 64) writes it.
 *
 * `precision` -1 means the shortest text that reads back as the same number; otherwise the digits after the
 * point (e, f) or all significant digits (g). Ties round to even, on the exact binary value.
 */
export function formatGoFloat(value: number, verb: FloatVerb, precision = -1): string {
  if (Number.isNaN(value)) return 'NaN';
  if (value === Infinity) return '+Inf';
  if (value === -Infinity) return '-Inf';
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  return sign + formatMagnitude(Math.abs(value), verb, precision);
}

/** A float as Prometheus prints sample values: FormatFloat(value, 'f', -1, 64). */
export function formatSampleValue(value: number): string {
  const size = Math.abs(value);
  // There JavaScript writes the same: the shortest digits, without an exponent.
  return size >= 1e-6 && size < 1e21 ? String(value) : formatGoFloat(value, 'f', -1);
}

function formatMagnitude(value: number, verb: FloatVerb, precision: number): string {
  const shortest = precision < 0;
  switch (verb) {
    case 'e':
    case 'E':
      return scientific(
        shortest ? shortestDigits(value) : significant(value, precision + 1),
        shortest ? -1 : precision,
        verb,
      );
    case 'f': {
      const digits = shortest ? shortestDigits(value) : fractional(value, precision);
      return plain(digits, shortest ? Math.max(digits.digits.length - digits.point, 0) : precision);
    }
    case 'g':
    case 'G':
      return general(value, precision, verb);
  }
}

function general(value: number, precision: number, verb: 'g' | 'G'): string {
  const shortest = precision < 0;
  const wanted = precision === 0 ? 1 : precision;
  const digits = shortest ? shortestDigits(value) : significant(value, wanted);
  const length = digits.digits.length;
  // Shortest text counts as six digits when it chooses between the two notations, however long it is.
  const limit = shortest ? 6 : wanted > length && length >= digits.point ? length : wanted;
  const exponent = digits.point - 1;
  if (exponent < -4 || exponent >= limit) {
    return scientific(digits, Math.max(length - 1, 0), verb === 'g' ? 'e' : 'E');
  }
  return plain(digits, Math.max(length - digits.point, 0));
}

/** `digits` in scientific notation with `decimals` digits after the point (-1: as many as there are). */
function scientific({ digits, point }: DecimalDigits, decimals: number, verb: 'e' | 'E'): string {
  const fraction = decimals < 0 ? digits.slice(1) : digits.slice(1, decimals + 1).padEnd(decimals, '0');
  const exponent = digits === '' ? 0 : point - 1;
  const mantissa = (digits[0] ?? '0') + (fraction === '' ? '' : `.${fraction}`);
  const magnitude = String(Math.abs(exponent)).padStart(2, '0');
  return `${mantissa}${verb}${exponent < 0 ? '-' : '+'}${magnitude}`;
}

/** `digits` without an exponent, with exactly `decimals` digits after the point. */
function plain({ digits, point }: DecimalDigits, decimals: number): string {
  const whole = point > 0 ? digits.slice(0, point).padEnd(point, '0') : '0';
  if (decimals === 0) return whole;
  const leading = '0'.repeat(Math.max(-point, 0));
  const fraction = (leading + digits.slice(Math.max(point, 0))).slice(0, decimals).padEnd(decimals, '0');
  return `${whole}.${fraction}`;
}

function significant(value: number, count: number): DecimalDigits {
  return roundDigits(decimalDigits(value), count);
}

function fractional(value: number, decimals: number): DecimalDigits {
  const exact = decimalDigits(value);
  return roundDigits(exact, exact.point + decimals);
}
