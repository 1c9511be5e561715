/**
 * How many samples a function needs in its range to return anything; 1 for every other function of a range.
 * As in Prometheus: two for a rate, three for smoothing over time.
 */
export function samplesNeeded(func: string): number {
  return NEEDS_TWO.has(func) ? 2 : 1;
}

const NEEDS_TWO = new Set([
  'rate',
  'irate',
  'increase',
  'delta',
  'idelta',
  'deriv',
  'predict_linear',
  'holt_winters',
  'double_exponential_smoothing',
]);
