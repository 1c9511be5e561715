import { ldexp } from './float-parts.ts';

const LN2_HIGH = 6.9314718036912381649e-1;
const LN2_LOW = 1.90821492927058770002e-10;
/** Coefficients of FreeBSD's msun for e^r on [-ln(2)/2, ln(2)/2], from the highest power down. */
const POLYNOMIAL = [
  4.13813679705723846039e-8, -1.6533902205465251539e-6, 6.61375632143793436117e-5, -2.77777777770155933842e-3,
  1.66666666666666657415e-1,
];

/** Go's math.Exp2, which `2 **` differs from in the last digit: native histograms interpolate with it. */
export function goExp2(value: number): number {
  if (value < -1074) return 0;
  if (!(value < 1024)) return 2 ** value;
  const power = Math.trunc(value + (value < 0 ? -0.5 : 0.5));
  const rest = value - power;
  const high = rest * LN2_HIGH;
  const low = -rest * LN2_LOW;
  const r = high - low;
  const t = r * r;
  const c = r - t * POLYNOMIAL.reduce((sum, coefficient) => coefficient + t * sum, 0);
  return ldexp(1 - (low - (r * c) / (2 - c) - high), power);
}
