import { formatGoFloat } from '../../go/numbers/format-float.ts';
import { goQuoteRune, isPrintable, runeToString } from '../../go/strings/quote.ts';
import { pad } from './flags.ts';
import type { Flags } from './flags.ts';
import { binaryFloat, hexFloat } from './float-bits.ts';

/** An integer under an integer verb, or undefined for a verb that integers do not have. */
export function formatInteger(
  value: bigint,
  verb: string,
  flags: Flags,
  unsigned: boolean,
): string | undefined {
  switch (verb) {
    case 'v':
      if (flags.sharpV && unsigned) return digits(value, 16, 'x', { ...flags, sharp: true });
      return digits(value, 10, verb, flags);
    case 'd':
      return digits(value, 10, verb, flags);
    case 'b':
      return digits(value, 2, verb, flags);
    case 'o':
    case 'O':
      return digits(value, 8, verb, flags);
    case 'x':
    case 'X':
      return digits(value, 16, verb, flags);
    case 'c':
      return pad(runeToString(runeOf(value)), flags);
    case 'q':
      return pad(goQuoteRune(runeOf(value), flags.plus), flags);
    case 'U':
      return unicode(value, flags);
    default:
      return undefined;
  }
}

function runeOf(value: bigint): number {
  return value > 0x10ffffn || value < 0n ? 0xfffd : Number(value);
}

function digits(value: bigint, base: 2 | 8 | 10 | 16, verb: string, flags: Flags): string {
  const negative = value < 0n;
  const magnitude = negative ? -value : value;
  if (flags.precision === 0 && value === 0n) return ' '.repeat(flags.width ?? 0);
  const sign = negative ? '-' : flags.plus ? '+' : flags.space ? ' ' : '';
  let least = flags.precision ?? 0;
  if (flags.precision === undefined && flags.zero && !flags.minus && flags.width !== undefined) {
    least = flags.width - sign.length;
  }
  const plain = magnitude.toString(base).padStart(least, '0');
  const text = prefix(plain, base, verb, flags.sharp) + plain;
  return pad(sign + (verb === 'X' ? text.toUpperCase() : text), flags, false);
}

function prefix(plain: string, base: number, verb: string, sharp: boolean): string {
  if (verb === 'O') return '0o';
  if (!sharp) return '';
  if (base === 2) return '0b';
  if (base === 8) return plain.startsWith('0') ? '' : '0';
  return base === 16 ? '0x' : '';
}

function unicode(value: bigint, flags: Flags): string {
  const code = BigInt.asUintN(64, value);
  const least = Math.max(flags.precision ?? 0, 4);
  const name = `U+${code.toString(16).toUpperCase().padStart(least, '0')}`;
  const shown = flags.sharp && code <= 0x10ffffn && isPrintable(runeToString(Number(code)));
  return pad(shown ? `${name} '${runeToString(Number(code))}'` : name, flags, false);
}

/** A float under a float verb, or undefined for a verb that floats do not have. */
export function formatFloat(value: number, verb: string, flags: Flags): string | undefined {
  switch (verb) {
    case 'v':
      return float(value, 'g', -1, flags);
    case 'g':
    case 'G':
    case 'b':
    case 'x':
    case 'X':
      return float(value, verb, -1, flags);
    case 'e':
    case 'E':
    case 'f':
      return float(value, verb, 6, flags);
    case 'F':
      return float(value, 'f', 6, flags);
    default:
      return undefined;
  }
}

type FloatVerb = 'e' | 'E' | 'f' | 'g' | 'G' | 'b' | 'x' | 'X';

function float(value: number, verb: FloatVerb, standard: number, flags: Flags): string {
  const precision = flags.precision ?? standard;
  const text = floatText(value, verb, precision);
  const negative = text.startsWith('-');
  const unsigned = text.replace(/^[+-]/, '');
  if (!Number.isFinite(value)) return nonFinite(unsigned, negative, flags);
  const body = flags.sharp && verb !== 'b' ? withPoint(unsigned, verb, precision) : unsigned;
  const sign = negative ? '-' : flags.plus ? '+' : flags.space ? ' ' : '';
  if (sign !== '' && flags.zero && !flags.minus) {
    return sign + body.padStart((flags.width ?? 0) - 1, '0');
  }
  return pad(sign + body, flags);
}

function nonFinite(text: string, negative: boolean, flags: Flags): string {
  const positive = flags.plus ? '+' : flags.space ? ' ' : '';
  // Infinity carries its sign always, NaN only when a sign is asked for.
  const sign = negative ? '-' : text === 'Inf' && positive === '' ? '+' : positive;
  return pad(sign + text, flags, false);
}

function floatText(value: number, verb: FloatVerb, precision: number): string {
  if (verb === 'b') return binaryFloat(value);
  if (verb === 'x') return hexFloat(value, precision);
  if (verb === 'X') return hexFloat(value, precision).toUpperCase();
  return formatGoFloat(value, verb, precision);
}

/** The # flag keeps the point and the zeros at the end. */
function withPoint(text: string, verb: FloatVerb, precision: number): string {
  const exponentAt = text.search(verb === 'x' || verb === 'X' ? /[pP]/ : /[eE]/);
  const mantissa = exponentAt < 0 ? text : text.slice(0, exponentAt);
  const tail = exponentAt < 0 ? '' : text.slice(exponentAt);
  const counts = verb === 'g' || verb === 'G' || verb === 'x';
  const wanted = counts ? (precision === -1 ? 6 : precision) : 0;
  const significant = mantissa.replace('.', '').replace(/^0+/, '').length;
  const used = significant + (mantissa === '0' ? 1 : 0);
  const pointed = mantissa.includes('.') ? mantissa : `${mantissa}.`;
  return pointed + '0'.repeat(Math.max(wanted - used, 0)) + tail;
}
