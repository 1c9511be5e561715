import { printMatchers } from '../matchers/print.ts';
import { hasIdleIntervals } from '../tree/idle-intervals.ts';
import { conditionText, deliver } from '../tree/possibilities.ts';
import type { Delivery } from '../tree/possibilities.ts';
import type { Route, RouteTree } from '../tree/route.ts';
import { stateOf } from './alert.ts';
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
  /** Names of the alerts that end here, whatever labels they have that are not known. */
  readonly alerts: readonly string[];
  /** Names of the alerts that end here with some labels. */
  readonly possibleAlerts: readonly PossibleAlert[];
  /** Where no rules are known: labels with which an alert ends here; null: none were found. */
  readonly example?: string | null;
  /** Intervals on a route in which no alert ends: routes below do not inherit them. */
  readonly idleIntervals?: true;
  readonly routes: readonly ShownRoute[];
}

/** An alert that may end in a route. */
export interface PossibleAlert {
  readonly alert: string;
  /** The labels that lead there, each as `team="web"`; empty where there are too many to list. */
  readonly when: readonly string[];
}

/** Who ends in a route. */
interface Ending {
  readonly certain: Set<string>;
  readonly possible: Map<string, Set<string>>;
}

/** The tree with effective settings, and which of the alerts end in each route. */
export function showRoutes(
  tree: RouteTree,
  alerts: readonly ReportAlert[] = [],
  example?: (route: Route) => string | undefined,
): ShownRoute {
  const byRoute = new Map<Route, Ending>();
  for (const alert of alerts) {
    const delivery = deliver(tree, stateOf(alert));
    for (const { route, certain } of delivery.ends) {
      const ending = byRoute.get(route) ?? { certain: new Set(), possible: new Map() };
      byRoute.set(route, ending);
      if (certain) ending.certain.add(alert.name);
      else addWays(ending.possible, alert.name, conditionsOf(route, delivery));
    }
  }
  return show(tree.root, byRoute, example);
}

function addWays(possible: Ending['possible'], alert: string, conditions: readonly string[]): void {
  const known = possible.get(alert);
  possible.set(alert, new Set([...(known ?? []), ...conditions]));
}

/** The labels with which an alert ends in a route. */
function conditionsOf(route: Route, { outcomes }: Delivery): readonly string[] {
  return (outcomes ?? []).filter(({ ends }) => ends.includes(route)).map(({ state }) => conditionText(state));
}

function show(
  route: Route,
  alerts: ReadonlyMap<Route, Ending>,
  example: ((route: Route) => string | undefined) | undefined,
): ShownRoute {
  const { settings } = route;
  const ending = alerts.get(route);
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
    alerts: [...(ending?.certain ?? [])],
    possibleAlerts: [...(ending?.possible ?? [])].map(([alert, when]) => ({ alert, when: [...when] })),
    ...(example === undefined ? {} : { example: example(route) ?? null }),
    ...(hasIdleIntervals(route) ? { idleIntervals: true as const } : {}),
    routes: route.routes.map((child) => show(child, alerts, example)),
  };
}
