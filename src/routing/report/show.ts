import { printMatchers } from '../matchers/print.ts';
import { matchRoutes } from '../tree/match.ts';
import { hasIdleIntervals } from '../tree/idle-intervals.ts';
import type { Route, RouteTree } from '../tree/route.ts';
import type { ReportAlert } from './alert.ts';

/** A route with everything that is in force there. Durations in milliseconds. */
export interface ShownRoute {
  readonly route: readonly number[];
  readonly matchers: string;
  readonly receiver: string;
  readonly continue: boolean;
  /** `["..."]` for all labels. */
  readonly groupBy: readonly string[];
  readonly groupWaitMs: number;
  readonly groupIntervalMs: number;
  readonly repeatIntervalMs: number;
  readonly muteTimeIntervals: readonly string[];
  readonly activeTimeIntervals: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  /** Names of the alerts that end here. */
  readonly alerts: readonly string[];
  /** Where no rules are known: labels with which an alert ends here; null: none were found. */
  readonly example?: string | null;
  /** Intervals on a route in which no alert ends: routes below do not inherit them. */
  readonly idleIntervals?: true;
  readonly routes: readonly ShownRoute[];
}

/** The tree with effective settings, and which of the alerts end in each route. */
export function showRoutes(
  tree: RouteTree,
  alerts: readonly ReportAlert[] = [],
  example?: (route: Route) => string | undefined,
): ShownRoute {
  const byRoute = new Map<Route, string[]>();
  for (const alert of alerts) {
    for (const route of matchRoutes(tree, alert.labels)) {
      const names = byRoute.get(route);
      if (names === undefined) byRoute.set(route, [alert.name]);
      else if (!names.includes(alert.name)) names.push(alert.name);
    }
  }
  return show(tree.root, byRoute, example);
}

function show(
  route: Route,
  alerts: ReadonlyMap<Route, readonly string[]>,
  example: ((route: Route) => string | undefined) | undefined,
): ShownRoute {
  const { settings } = route;
  return {
    route: route.path,
    matchers: printMatchers(route.matchers),
    receiver: settings.receiver,
    continue: route.continue,
    groupBy: settings.groupByAll ? ['...'] : settings.groupBy,
    groupWaitMs: settings.groupWaitMs,
    groupIntervalMs: settings.groupIntervalMs,
    repeatIntervalMs: settings.repeatIntervalMs,
    muteTimeIntervals: settings.muteTimeIntervals,
    activeTimeIntervals: settings.activeTimeIntervals,
    labels: Object.fromEntries(settings.labels),
    alerts: alerts.get(route) ?? [],
    ...(example === undefined ? {} : { example: example(route) ?? null }),
    ...(hasIdleIntervals(route) ? { idleIntervals: true as const } : {}),
    routes: route.routes.map((child) => show(child, alerts, example)),
  };
}
