/** The smallest positive normal float64. */
const MIN_NORMAL = 2 ** -1022;

/**
 * Whether two floats differ by less than their sum times `epsilon`, as Prometheus's tests compare samples; NaN
 * equals NaN. An epsilon of 0 asks for the same value.
 */
export function almostEqual(a: number, b: number, epsilon: number): boolean {
  if ((Number.isNaN(a) && Number.isNaN(b)) || a === b) return true;
  const sum = Math.abs(a) + Math.abs(b);
  const difference = Math.abs(a - b);
  if (a === 0 || b === 0 || sum < MIN_NORMAL) return difference < epsilon * MIN_NORMAL;
  return difference / Math.min(sum, Number.MAX_VALUE) < epsilon;
}
