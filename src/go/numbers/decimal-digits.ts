/** Decimal digits of a non-negative number: 0.`digits` times ten to the power `point`. Zero has no digits. */
export interface DecimalDigits {
  readonly digits: string;
  readonly point: number;
}

const ZERO: DecimalDigits = { digits: '', point: 0 };

/** The shortest digits that read back as the same float64. `value` is finite and not negative. */
export function shortestDigits(value: number): DecimalDigits {
  if (value === 0) return ZERO;
  const [mantissa = '', exponent = '0'] = value.toExponential().split('e');
  return { digits: mantissa.replace('.', ''), point: Number(exponent) + 1 };
}

/** All digits of the exact binary value. `value` is finite and not negative. */
export function decimalDigits(value: number): DecimalDigits {
  if (value === 0) return ZERO;
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  const bits = view.getBigUint64(0);
  const biased = Number(bits >> 52n);
  const fraction = bits & 0xfffffffffffffn;
  const mantissa = biased === 0 ? fraction : fraction | 0x10000000000000n;
  const exponent = Math.max(biased, 1) - 1075;
  const scaled = exponent >= 0 ? mantissa << BigInt(exponent) : mantissa * 5n ** BigInt(-exponent);
  const text = String(scaled);
  return trimZeros({ digits: text, point: text.length + Math.min(exponent, 0) });
}

/** `value` cut to `count` digits, half to even; `count` may be zero or negative, which leaves 0 or one carry. */
export function roundDigits(value: DecimalDigits, count: number): DecimalDigits {
  const { digits, point } = value;
  if (count >= digits.length) return value;
  if (count < 0) return ZERO;
  const kept = digits.slice(0, count);
  if (!roundsUp(digits, count)) return trimZeros({ digits: kept, point });
  const raised = String(BigInt(kept === '' ? '0' : kept) + 1n).padStart(count, '0');
  return trimZeros({ digits: raised, point: point + raised.length - count });
}

function roundsUp(digits: string, count: number): boolean {
  const next = Number(digits[count]);
  const tie = next === 5 && digits.length === count + 1;
  if (!tie) return next >= 5;
  return count > 0 && Number(digits[count - 1]) % 2 === 1;
}

function trimZeros({ digits, point }: DecimalDigits): DecimalDigits {
  const trimmed = digits.replace(/(?<!0)0+$/, '');
  return trimmed === '' ? ZERO : { digits: trimmed, point };
}
