import type { TimeIntervals } from '../time-intervals/interval.ts';
import { describeIntervals } from '../time-intervals/print.ts';
import { matchRoutes } from '../tree/match.ts';
import type { Route, RouteTree } from '../tree/route.ts';
import type { ReportAlert } from './alert.ts';

/** A setting that differs for an alert at a receiver. Durations in milliseconds. */
export interface SettingChange {
  readonly receiver: string;
  readonly setting:
    | 'group_by'
    | 'group_wait'
    | 'group_interval'
    | 'repeat_interval'
    | 'mute_time_intervals'
    | 'active_time_intervals';
  readonly before: number | readonly string[];
  readonly after: number | readonly string[];
}

/** One version of a configuration, as far as it says who is told when. */
export interface RoutedVersion {
  readonly tree: RouteTree;
  readonly timeIntervals: TimeIntervals;
}

/** What changes for one alert. */
export interface RouteDifference {
  readonly alert: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly before: readonly string[];
  readonly after: readonly string[];
  /** Receivers that it newly reaches, and no longer reaches. */
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly settings: readonly SettingChange[];
}

/** The alerts for which two versions of a configuration differ: in receivers, grouping or timing. */
export function diffRoutes(
  before: RoutedVersion,
  after: RoutedVersion,
  alerts: readonly ReportAlert[],
): RouteDifference[] {
  return alerts.flatMap((alert) => {
    const difference = diffAlert(alert, endsOf(before, alert), endsOf(after, alert));
    return difference === undefined ? [] : [difference];
  });
}

/** A route where an alert ends, with the intervals of its version. */
interface End {
  readonly route: Route;
  readonly intervals: TimeIntervals;
}

function endsOf({ tree, timeIntervals }: RoutedVersion, { labels }: ReportAlert): End[] {
  return matchRoutes(tree, labels).map((route) => ({ route, intervals: timeIntervals }));
}

function diffAlert(
  alert: ReportAlert,
  before: readonly End[],
  after: readonly End[],
): RouteDifference | undefined {
  const [old, now] = [before.map(receiverOf), after.map(receiverOf)];
  const settings = settingChanges(before, after);
  const moved = old.length !== now.length || old.some((receiver, i) => receiver !== now[i]);
  if (!moved && settings.length === 0) return undefined;
  return {
    alert: alert.name,
    labels: Object.fromEntries(alert.labels),
    before: old,
    after: now,
    added: now.filter((receiver) => !old.includes(receiver)),
    removed: old.filter((receiver) => !now.includes(receiver)),
    settings,
  };
}

function receiverOf({ route }: End): string {
  return route.settings.receiver;
}

/** Pairs the routes to a receiver in their order; a route without a partner is an added or removed one. */
function settingChanges(before: readonly End[], after: readonly End[]): SettingChange[] {
  const changes: SettingChange[] = [];
  const left = [...after];
  for (const old of before) {
    const i = left.findIndex((end) => receiverOf(end) === receiverOf(old));
    const [now] = i < 0 ? [] : left.splice(i, 1);
    if (now !== undefined) changes.push(...compare(old, now));
  }
  return changes;
}

function compare(before: End, after: End): SettingChange[] {
  const [old, now] = [before.route.settings, after.route.settings];
  const receiver = old.receiver;
  const lists: [SettingChange['setting'], readonly string[], readonly string[]][] = [
    ['group_by', grouping(before.route), grouping(after.route)],
    ['mute_time_intervals', ...named(before, after, 'muteTimeIntervals')],
    ['active_time_intervals', ...named(before, after, 'activeTimeIntervals')],
  ];
  const times: [SettingChange['setting'], number, number][] = [
    ['group_wait', old.groupWaitMs, now.groupWaitMs],
    ['group_interval', old.groupIntervalMs, now.groupIntervalMs],
    ['repeat_interval', old.repeatIntervalMs, now.repeatIntervalMs],
  ];
  return [
    ...lists.filter(([, a, b]) => a.join('\n') !== b.join('\n')),
    ...times.filter(([, a, b]) => a !== b),
  ].map(([setting, a, b]) => ({ receiver, setting, before: a, after: b }));
}

/** Names of intervals before and after; with their times where a name is the same and its times are not. */
function named(
  before: End,
  after: End,
  key: 'muteTimeIntervals' | 'activeTimeIntervals',
): [readonly string[], readonly string[]] {
  const times = (end: End, name: string): string => describeIntervals(end.intervals.get(name) ?? []);
  const text = (end: End, other: End): string[] =>
    end.route.settings[key].map((name) => {
      const moved = other.route.settings[key].includes(name) && times(end, name) !== times(other, name);
      return moved ? `${name} (${times(end, name)})` : name;
    });
  return [text(before, after), text(after, before)];
}

function grouping(route: Route): readonly string[] {
  return route.settings.groupByAll ? ['...'] : route.settings.groupBy;
}
