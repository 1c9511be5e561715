import { goExp2 } from '../../../go/math/exp2.ts';
import { goLog2 } from '../../../go/math/log.ts';
import type { Bucket } from './types.ts';

/** How observations are taken to spread over an exponential bucket: Prometheus 2 interpolated linearly. */
export type Interpolation = 'exponential' | 'linear';

/**
 * Share of a bucket's width at or below `value` (strictly inside finite bounds): linear for custom buckets and
 * the zero bucket, on a logarithmic scale for exponential ones.
 */
export function fractionBelow({ lower, upper }: Bucket, value: number, linear: boolean): number {
  if (linear) return (value - lower) / (upper - lower);
  const logLower = goLog2(Math.abs(lower));
  const logUpper = goLog2(Math.abs(upper));
  const logValue = goLog2(Math.abs(value));
  if (value > 0) return (logValue - logLower) / (logUpper - logLower);
  return 1 - (logValue - logUpper) / (logLower - logUpper);
}

/** The value at `fraction` of an exponential bucket's width, on a logarithmic scale. */
export function valueAt({ lower, upper }: Bucket, fraction: number): number {
  const logLower = goLog2(Math.abs(lower));
  const logUpper = goLog2(Math.abs(upper));
  if (lower > 0) return goExp2(logLower + (logUpper - logLower) * fraction);
  return -goExp2(logUpper + (logLower - logUpper) * (1 - fraction));
}
