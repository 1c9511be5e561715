import { formatSeconds } from '../util/seconds.ts';
import type { Io } from './io.ts';

/** Where the output is not a terminal, shorter times (milliseconds) are left out: equal runs say equal things. */
const LEAST_MS = 1000;

/**
 * How long the run has taken by now, for the end of a summary: ` in 1.2 s`.
 *
 * @param sinceMs where the time counts from (as `io.now`); undefined: the start of the run
 * @returns undefined where nobody knows when the run began, or nobody waited
 */
export function took(io: Io, sinceMs = io.startedMs): string | undefined {
  if (sinceMs === undefined || io.startedMs === undefined) return undefined;
  const ms = io.now() - sinceMs;
  if (!io.stdout.isTTY && ms < LEAST_MS) return undefined;
  const text = ` in ${formatSeconds(ms)}`;
  io.trace?.took(text);
  return text;
}

/** Milliseconds that the run has taken by now; undefined where nobody knows when it began. */
export function tookMs(io: Io): number | undefined {
  return io.startedMs === undefined ? undefined : io.now() - io.startedMs;
}
