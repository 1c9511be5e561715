import { printMatchers } from '../matchers/print.ts';
import type { ActiveOptions } from '../time-intervals/active.ts';
import type { TimeIntervals } from '../time-intervals/interval.ts';
import { deliver, expectedEnds, receiverWays } from '../tree/possibilities.ts';
import type { Delivery, ReceiverWay } from '../tree/possibilities.ts';
import type { Route, RouteTree } from '../tree/route.ts';
import { stateOf } from './alert.ts';
import type { ReportAlert } from './alert.ts';
import { silentWindows } from './silent-windows.ts';
import type { Window } from './silent-windows.ts';

/** Where one alert goes. */
export interface CoverageRow {
  readonly alert: string;
  readonly labels: Readonly<Record<string, string>>;
  /**
   * Those that it reaches where labels that are not known are missing (or what the server adds), in the order of the
   * tree; where such a label is never missing, those that it reaches whatever the label is.
   */
  readonly receivers: readonly string[];
  /** Further receivers that labels which are not known may lead to. */
  readonly possible: readonly string[];
  /** Each set of receivers and the labels that lead there; empty where there are too many to list. */
  readonly outcomes: readonly ReceiverWay[];
  /** Where unknown labels are missing, no route below the root takes it. */
  readonly defaultOnly: boolean;
  /** Minutes in which every route that takes it and notifies somebody is muted; only for the requested alerts. */
  readonly silent: readonly Window[];
}

export interface RouteRef {
  readonly route: readonly number[];
  readonly matchers: string;
  readonly receiver: string;
}

export interface Coverage {
  readonly rows: readonly CoverageRow[];
  /** Routes that no alert ends in or passes, even with any labels that its expression may give. */
  readonly unreachedRoutes: readonly RouteRef[];
  /** Receivers that no alert reaches. */
  readonly unreachedReceivers: readonly string[];
}

export interface CoverageOptions {
  /** The receivers of the configuration. */
  readonly receivers: readonly string[];
  readonly timeIntervals?: TimeIntervals;
  /** The week (or other stretch) that is searched for silent minutes. */
  readonly week?: Window;
  /** Receivers without any integration: what only reaches them reaches nobody. */
  readonly tellNobody?: ReadonlySet<string>;
  /** Alerts that must always reach somebody. Default: those with `severity="critical"`. */
  readonly mustReach?: (alert: ReportAlert) => boolean;
  readonly time?: ActiveOptions;
}

/** The table alert -> receivers, and what of the configuration no alert uses. */
export function coverage(
  tree: RouteTree,
  alerts: readonly ReportAlert[],
  options: CoverageOptions,
): Coverage {
  const used = new Set<Route>();
  const reached = new Set<string>();
  const rows = alerts.map((alert) => {
    const delivery = deliver(tree, stateOf(alert));
    const ends = expectedEnds(delivery);
    const maybe = delivery.ends.map(({ route }) => route);
    for (const route of maybe) {
      reached.add(route.settings.receiver);
      for (let at: Route | undefined = route; at !== undefined; at = at.parent) used.add(at);
    }
    const receivers = ends.map((route) => route.settings.receiver);
    return {
      alert: alert.name,
      labels: Object.fromEntries(alert.labels),
      receivers,
      possible: distinct(maybe.map((route) => route.settings.receiver)).filter((r) => !receivers.includes(r)),
      outcomes: receiverWays(delivery) ?? [],
      defaultOnly: ends.length > 0 && ends.every((route) => route.parent === undefined),
      silent: silentOf(alert, delivery, options),
    };
  });
  return {
    rows,
    unreachedRoutes: tree.routes
      .filter((route) => !used.has(route) && (route.parent === undefined || used.has(route.parent)))
      .map((route) => ({
        route: route.path,
        matchers: printMatchers(route.matchers),
        receiver: route.settings.receiver,
      })),
    unreachedReceivers: options.receivers.filter((receiver) => !reached.has(receiver)),
  };
}

/** When an alert that must reach somebody reaches nobody: on its usual way, or on any where none is usual. */
function silentOf(alert: ReportAlert, delivery: Delivery, options: CoverageOptions): readonly Window[] {
  const mustReach = options.mustReach ?? ((one) => one.labels.get('severity') === 'critical');
  const { week, timeIntervals } = options;
  if (week === undefined || timeIntervals === undefined || !mustReach(alert)) return [];
  const ways =
    delivery.usual === undefined ? (delivery.outcomes ?? []).map(({ ends }) => ends) : [delivery.usual];
  const windows = ways.flatMap((ends) => {
    const telling = ends.filter(({ settings }) => options.tellNobody?.has(settings.receiver) !== true);
    return silentWindows(telling, timeIntervals, week.fromMs, week.toMs, options.time);
  });
  return [...new Map(windows.map((one) => [`${one.fromMs} ${one.toMs}`, one])).values()];
}

function distinct(names: readonly string[]): string[] {
  return [...new Set(names)];
}
