import { frexp } from './float-parts.ts';

/** Coefficients of FreeBSD's msun, odd and even powers apart, from the highest down. */
const ODD = [
  1.479819860511658591e-1, 1.818357216161805012e-1, 2.857142874366239149e-1, 6.66666666666673513e-1,
];
const EVEN = [1.531383769920937332e-1, 2.222219843214978396e-1, 3.999999999940941908e-1];
/** ln 2 in two parts, so that exponent times the first is exact. */
const LN2_HIGH = 6.9314718036912381649e-1;
const LN2_LOW = 1.90821492927058770002e-10;

/**
 * Go's math.Log, which JavaScript's differs from in the last digit now and then: a polynomial in s = f/(2+f) for
 * the logarithm of 1+f, f in [sqrt(2)/2-1, sqrt(2)-1], plus the exponent times ln 2.
 */
export function goLog(value: number): number {
  if (!(value > 0) || value === Infinity) return Math.log(value);
  let [fraction, exponent] = frexp(value);
  if (fraction < Math.SQRT1_2) {
    fraction *= 2;
    exponent--;
  }
  const f = fraction - 1;
  const s = f / (2 + f);
  const s2 = s * s;
  const s4 = s2 * s2;
  const series = s2 * polynomial(ODD, s4) + s4 * polynomial(EVEN, s4);
  const half = 0.5 * f * f;
  return exponent * LN2_HIGH - (half - (s * (half + series) + exponent * LN2_LOW) - f);
}

/** Go's math.Log2: the logarithm of the fraction plus the exponent; exact for powers of two. */
export function goLog2(value: number): number {
  if (!(value > 0) || value === Infinity) return Math.log2(value);
  const [fraction, exponent] = frexp(value);
  return fraction === 0.5 ? exponent - 1 : goLog(fraction) * Math.LOG2E + exponent;
}

/** Go's math.Log10: the natural logarithm in another unit. */
export function goLog10(value: number): number {
  return goLog(value) * Math.LOG10E;
}

function polynomial(coefficients: readonly number[], x: number): number {
  return coefficients.reduce((sum, coefficient) => coefficient + x * sum, 0);
}
