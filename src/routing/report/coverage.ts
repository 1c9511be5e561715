import { printMatchers } from '../matchers/print.ts';
import type { ActiveOptions } from '../time-intervals/active.ts';
import type { TimeIntervals } from '../time-intervals/interval.ts';
import { matchRoutes } from '../tree/match.ts';
import { possibleRoutes } from '../tree/possibilities.ts';
import type { Route, RouteTree } from '../tree/route.ts';
import type { ReportAlert } from './alert.ts';
import { silentWindows } from './silent-windows.ts';
import type { Window } from './silent-windows.ts';

/** Where one alert goes. */
export interface CoverageRow {
  readonly alert: string;
  readonly labels: Readonly<Record<string, string>>;
  /** With the labels that are known, in the order of the tree. */
  readonly receivers: readonly string[];
  /** Further receivers that labels from the expression may lead to. */
  readonly possible: readonly string[];
  /** No route below the root takes it. */
  readonly defaultOnly: boolean;
  /** Minutes in which every route that takes it and tells somebody is muted; only for the alerts that were asked about. */
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

export interface CoverageAlert extends ReportAlert {
  /** Whether a label that is not in `labels` may have a value when the alert fires. Default: none may. */
  readonly isOpen?: (label: string) => boolean;
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
  alerts: readonly CoverageAlert[],
  options: CoverageOptions,
): Coverage {
  const used = new Set<Route>();
  const reached = new Set<string>();
  const rows = alerts.map((alert) => {
    const ends = matchRoutes(tree, alert.labels);
    const maybe = possibleRoutes(tree, alert.labels, alert.isOpen ?? (() => false)).map((end) => end.route);
    for (const route of [...ends, ...maybe]) {
      reached.add(route.settings.receiver);
      for (let at: Route | undefined = route; at !== undefined; at = at.parent) used.add(at);
    }
    const receivers = ends.map((route) => route.settings.receiver);
    return {
      alert: alert.name,
      labels: Object.fromEntries(alert.labels),
      receivers,
      possible: distinct(maybe.map((route) => route.settings.receiver)).filter((r) => !receivers.includes(r)),
      defaultOnly: ends.every((route) => route.parent === undefined),
      silent: silentOf(alert, ends, options),
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

function silentOf(alert: ReportAlert, ends: readonly Route[], options: CoverageOptions): readonly Window[] {
  const mustReach = options.mustReach ?? ((one) => one.labels.get('severity') === 'critical');
  const { week, timeIntervals } = options;
  if (week === undefined || timeIntervals === undefined || !mustReach(alert)) return [];
  const telling = ends.filter(({ settings }) => options.tellNobody?.has(settings.receiver) !== true);
  return silentWindows(telling, timeIntervals, week.fromMs, week.toMs, options.time);
}

function distinct(names: readonly string[]): string[] {
  return [...new Set(names)];
}
