import { routeNode } from '../../documents/alertmanager-document.ts';
import type { Range } from '../../source/range.ts';
import type { Route } from '../../routing/tree/route.ts';
import { settingPlace } from './route-places.ts';

const KEYS = {
  wait: ['group_wait', 'groupWait'],
  interval: ['group_interval', 'groupInterval'],
  repeat: ['repeat_interval', 'repeatInterval'],
} as const;

/** Where a route's time is written: on the route itself or the next one above; undefined: the default holds. */
export function timerPlace(route: Route, timer: keyof typeof KEYS): Range | undefined {
  for (let at: Route | undefined = route; at !== undefined; at = at.parent) {
    const range = settingPlace(routeNode(at), ...KEYS[timer]);
    if (range !== undefined) return range;
  }
  return undefined;
}
