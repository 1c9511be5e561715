import { mutedAt } from './active.ts';
import type { TimeIntervals } from './interval.ts';

const DAY_MS = 86_400_000;
const QUARTER_MS = 900_000;
/** Years that are looked at: a leap year is among them. */
const YEARS = 3;

/**
 * Whether a route is muted at every instant of three years from a given one, in steps of a quarter of an hour, and one
 * minute before each: times of day in any zone begin and end there nearly always. A route that is not muted is known as
 * soon as one free instant is found.
 *
 * @param fromMs the beginning of a day in UTC
 */
export function isAlwaysMuted(
  route: { readonly muteTimeIntervals: readonly string[]; readonly activeTimeIntervals: readonly string[] },
  intervals: TimeIntervals,
  fromMs: number,
): boolean {
  if (route.muteTimeIntervals.length + route.activeTimeIntervals.length === 0) return false;
  // Days far from each other first: most routes are free on one of them.
  for (const stride of [37, 5, 1]) {
    for (let day = 0; day < YEARS * 366; day += stride) {
      const start = fromMs + day * DAY_MS;
      for (let at = start; at < start + DAY_MS; at += QUARTER_MS) {
        if (mutedAt(route, intervals, at) === undefined) return false;
        if (mutedAt(route, intervals, at - 60_000) === undefined) return false;
      }
    }
  }
  return true;
}
