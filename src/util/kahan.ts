/**
 * One step of Kahan summation in Neumaier's variant, as Prometheus sums: returns the new sum and the new
 * compensation; the total so far is their sum. An infinite sum drops the compensation, which would be NaN.
 */
export function kahanAdd(
  term: number,
  sum: number,
  compensation: number,
): [sum: number, compensation: number] {
  const total = sum + term;
  if (total === Infinity || total === -Infinity) return [total, 0];
  if (Math.abs(sum) >= Math.abs(term)) return [total, compensation + (sum - total + term)];
  return [total, compensation + (term - total + sum)];
}
