const view = new DataView(new ArrayBuffer(8));

/** A finite number as fraction * 2^exponent with the fraction's size in [0.5, 1); zero has exponent 0. */
export function frexp(value: number): [fraction: number, exponent: number] {
  if (value === 0 || !Number.isFinite(value)) return [value, 0];
  view.setFloat64(0, value);
  const high = view.getUint32(0);
  const biased = (high >>> 20) & 0x7ff;
  if (biased === 0) {
    const [fraction, exponent] = frexp(value * 2 ** 54);
    return [fraction, exponent - 54];
  }
  view.setUint32(0, (high & 0x800fffff) | 0x3fe00000);
  return [view.getFloat64(0), biased - 1022];
}

/** fraction * 2^exponent, without overflow or underflow on the way. */
export function ldexp(fraction: number, exponent: number): number {
  let result = fraction;
  let left = exponent;
  while (left > 1023 && Number.isFinite(result)) {
    result *= 2 ** 1023;
    left -= 1023;
  }
  // Steps of 969 keep 53 bits of room, so that a subnormal result is rounded once only.
  while (left < -969 && result !== 0) {
    result *= 2 ** -969;
    left += 969;
  }
  return result * 2 ** Math.min(left, 1023);
}
