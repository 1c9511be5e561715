import { goQuote } from '../../go/strings/quote.ts';
import { GoFailure } from '../value/callable.ts';

/** Go's strconv.ParseFloat(text, 64), which also reads Inf, NaN and hexadecimal floats. */
export function parseFloat64(text: string): number {
  const special = /^([+-]?)(inf|infinity|nan)$/i.exec(text);
  if (special !== null) {
    if (special[2]?.toLowerCase() === 'nan') {
      if (special[1] !== '') throw invalid(text);
      return NaN;
    }
    return special[1] === '-' ? -Infinity : Infinity;
  }
  const value = /^[+-]?0[xX]/.test(text) ? hexadecimal(text) : decimal(text);
  if (value === undefined) throw invalid(text);
  if (!Number.isFinite(value)) {
    throw new GoFailure(`strconv.ParseFloat: parsing ${goQuote(text)}: value out of range`);
  }
  return value;
}

function invalid(text: string): GoFailure {
  return new GoFailure(`strconv.ParseFloat: parsing ${goQuote(text)}: invalid syntax`);
}

function decimal(text: string): number | undefined {
  return /^[+-]?([0-9]+(?:\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?$/.test(text) ? Number(text) : undefined;
}

function hexadecimal(text: string): number | undefined {
  const match = /^([+-]?)0[xX]([0-9a-fA-F]*)(?:\.([0-9a-fA-F]*))?[pP]([+-]?[0-9]+)$/.exec(text);
  if (match === null) return undefined;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match;
  if (whole + fraction === '') return undefined;
  const value = Number(BigInt(`0x${whole}${fraction}`)) * 2 ** (Number(exponent) - 4 * fraction.length);
  return sign === '-' ? -value : value;
}
