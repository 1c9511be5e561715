import { ancestry } from './build.ts';
import { leftOver } from './left-over.ts';
import type { Route } from './route.ts';

/**
 * Whether a route has time intervals that mute nothing: the routes below take every alert that it takes, so that none ends in
 * it, and intervals are not inherited.
 */
export function hasIdleIntervals(route: Route): boolean {
  const { muteTimeIntervals, activeTimeIntervals } = route.settings;
  return muteTimeIntervals.length + activeTimeIntervals.length > 0 && passesEverythingOn(route);
}

/** Whether the routes directly below, together, take every alert that reaches this one. */
export function passesEverythingOn(route: Route): boolean {
  if (route.routes.length === 0) return false;
  const line = ancestry(route).flatMap(({ matchers }) => matchers);
  const children = route.routes.map(({ matchers }) => matchers);
  return leftOver(line, children).kind === 'none' && leftOver(line, []).kind === 'some';
}
