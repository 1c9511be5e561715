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
  before: RouteTree,
  after: RouteTree,
  alerts: readonly ReportAlert[],
): RouteDifference[] {
  return alerts.flatMap((alert) => {
    const difference = diffAlert(alert, matchRoutes(before, alert.labels), matchRoutes(after, alert.labels));
    return difference === undefined ? [] : [difference];
  });
}

function diffAlert(
  alert: ReportAlert,
  before: readonly Route[],
  after: readonly Route[],
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

function receiverOf(route: Route): string {
  return route.settings.receiver;
}

/** Pairs the routes to a receiver in their order; a route without a partner is an added or removed one. */
function settingChanges(before: readonly Route[], after: readonly Route[]): SettingChange[] {
  const changes: SettingChange[] = [];
  const left = [...after];
  for (const old of before) {
    const i = left.findIndex((route) => receiverOf(route) === receiverOf(old));
    const [now] = i < 0 ? [] : left.splice(i, 1);
    if (now !== undefined) changes.push(...compare(old, now));
  }
  return changes;
}

function compare(before: Route, after: Route): SettingChange[] {
  const [old, now] = [before.settings, after.settings];
  const receiver = old.receiver;
  const lists: [SettingChange['setting'], readonly string[], readonly string[]][] = [
    ['group_by', grouping(before), grouping(after)],
    ['mute_time_intervals', old.muteTimeIntervals, now.muteTimeIntervals],
    ['active_time_intervals', old.activeTimeIntervals, now.activeTimeIntervals],
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

function grouping(route: Route): readonly string[] {
  return route.settings.groupByAll ? ['...'] : route.settings.groupBy;
}
