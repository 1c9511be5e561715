import type { Route } from './route.ts';

/**
 * Whether a route has time intervals that mute nothing: a route below takes every alert that it takes, so that none ends in
 * it, and intervals are not inherited.
 */
export function hasIdleIntervals(route: Route): boolean {
  const { muteTimeIntervals, activeTimeIntervals } = route.settings;
  return muteTimeIntervals.length + activeTimeIntervals.length > 0 && passesEverythingOn(route);
}

/** Whether some route directly below takes every alert that reaches this one. */
function passesEverythingOn({ routes }: Route): boolean {
  return routes.some(({ matchers }) =>
    matchers.every((matcher) => matcher.op === '=~' && matcher.value === '.*'),
  );
}
