import { goLog } from './log.ts';
import { frexp, ldexp } from './float-parts.ts';

/**
 * Go's math.Pow to the last digit for whole exponents, where JavaScript's `**` rounds otherwise: the mantissa is
 * squared step by step, exponents are kept apart. For the rest of a fractional exponent it leans on exp and log.
 */
export function goPow(base: number, exponent: number): number {
  if (exponent === 0 || base === 1) return 1;
  if (base === -1 && Math.abs(exponent) === Infinity) return 1;
  if (exponent === 0.5 && base !== -Infinity) return Math.sqrt(base);
  if (exponent === -0.5 && base !== -Infinity && base !== 0) return 1 / Math.sqrt(base);
  const size = Math.abs(exponent);
  if (base === 0 || !Number.isFinite(base) || !(size < 2 ** 53)) return base ** exponent;
  const whole = Math.floor(size);
  const rest = size - whole;
  if (rest !== 0 && base < 0) return NaN;
  // A large rest is made up for by one more multiplication and a negative rest.
  const [steps, remainder] = rest > 0.5 ? [whole + 1, rest - 1] : [whole, rest];
  const start = remainder === 0 ? 1 : Math.exp(remainder * goLog(base));
  const [mantissa, power] = powerOf(base, steps, start);
  return exponent < 0 ? ldexp(1 / mantissa, -power) : ldexp(mantissa, power);
}

/** `start` times `base` to the power of `steps`, as a mantissa and a power of two. */
function powerOf(base: number, steps: number, start: number): [mantissa: number, power: number] {
  let mantissa = start;
  let power = 0;
  let [square, squarePower] = frexp(base);
  for (let left = steps; left !== 0; left = Math.floor(left / 2)) {
    // Far beyond every float: the rest only adds to it.
    if (Math.abs(squarePower) > 4096) return [mantissa, power + squarePower];
    if (left % 2 === 1) {
      mantissa *= square;
      power += squarePower;
    }
    square *= square;
    squarePower *= 2;
    if (square < 0.5) {
      square *= 2;
      squarePower--;
    }
  }
  return [mantissa, power];
}
