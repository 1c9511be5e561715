import { isAnyActive } from './active.ts';
import type { ActiveOptions } from './active.ts';
import type { TimeInterval } from './interval.ts';

const MINUTE_MS = 60_000;

export interface Boundary {
  /** The first instant at which the state is another one, milliseconds since 1970. */
  readonly atMs: number;
  /** The state from then on. */
  readonly active: boolean;
}

/**
 * The next instant after `fromMs` at which the intervals of one name start or stop to hold, or undefined where
 * nothing changes for `horizonMs` (default: 400 days).
 */
export function nextBoundary(
  intervals: readonly TimeInterval[],
  fromMs: number,
  horizonMs: number = 400 * 86_400_000,
  options: ActiveOptions = {},
): Boundary | undefined {
  const stepMs = stepMinutes(intervals) * MINUTE_MS;
  const now = isAnyActive(intervals, fromMs, options);
  const end = fromMs + horizonMs;
  for (let at = (Math.floor(fromMs / stepMs) + 1) * stepMs; at <= end; at += stepMs) {
    if (isAnyActive(intervals, at, options) !== now) return { atMs: at, active: !now };
  }
  return undefined;
}

/** States change at the written times and at midnight, and clocks move by quarters of an hour. */
function stepMinutes(intervals: readonly TimeInterval[]): number {
  let step = 15;
  for (const interval of intervals) {
    for (const { startMinute, endMinute } of interval.times ?? [])
      step = gcd(gcd(step, startMinute), endMinute);
  }
  return step;
}

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b);
}
