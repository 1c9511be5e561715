import { mutedAt } from '../time-intervals/active.ts';
import type { ActiveOptions } from '../time-intervals/active.ts';
import type { TimeIntervals } from '../time-intervals/interval.ts';
import type { Route } from '../tree/route.ts';

/** A stretch of time, milliseconds since 1970; `toMs` does not belong to it. */
export interface Window {
  readonly fromMs: number;
  readonly toMs: number;
}

const MINUTE_MS = 60_000;

/**
 * When, between two instants, every one of the routes is muted: an alert that ends in them reaches nobody. Looks
 * at every minute.
 */
export function silentWindows(
  routes: readonly Route[],
  intervals: TimeIntervals,
  fromMs: number,
  toMs: number,
  options: ActiveOptions = {},
): Window[] {
  const restricted = (route: Route): boolean =>
    route.settings.muteTimeIntervals.length + route.settings.activeTimeIntervals.length > 0;
  if (!routes.every(restricted)) return [];
  const windows: Window[] = [];
  let since: number | undefined;
  const start = Math.floor(fromMs / MINUTE_MS) * MINUTE_MS;
  for (let at = start; at < toMs; at += MINUTE_MS) {
    const silent = routes.every((route) => mutedAt(route.settings, intervals, at, options) !== undefined);
    if (silent) since ??= at;
    else if (since !== undefined) {
      windows.push({ fromMs: since, toMs: at });
      since = undefined;
    }
  }
  if (since !== undefined) windows.push({ fromMs: since, toMs });
  return windows;
}
