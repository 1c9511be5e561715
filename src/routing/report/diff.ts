import type { InhibitRule } from '../inhibition/rule.ts';
import { printMatchers } from '../matchers/print.ts';
import type { TimeIntervals } from '../time-intervals/interval.ts';
import { describeIntervals } from '../time-intervals/print.ts';
import { answerAll } from '../tree/label-state.ts';
import type { LabelState } from '../tree/label-state.ts';
import { outcomes } from '../tree/outcomes.ts';
import { conditionText, deliver } from '../tree/possibilities.ts';
import type { Route, RouteTree } from '../tree/route.ts';
import { stateOf } from './alert.ts';
import type { ReportAlert } from './alert.ts';

/** A setting that differs for an alert at a receiver, or wherever it goes. Durations in milliseconds. */
export interface SettingChange {
  /** undefined for `inhibit_rules`, which hold for all receivers. */
  readonly receiver?: string;
  readonly setting:
    | 'group_by'
    | 'group_wait'
    | 'group_interval'
    | 'repeat_interval'
    | 'mute_time_intervals'
    | 'active_time_intervals'
    | 'inhibit_rules';
  readonly before: number | readonly string[];
  readonly after: number | readonly string[];
}

/** One version of a configuration, as far as it decides who is notified when. */
export interface RoutedVersion {
  readonly tree: RouteTree;
  readonly timeIntervals: TimeIntervals;
  /** Default: none. */
  readonly inhibitRules?: readonly InhibitRule[];
}

/** What changes for one alert. */
export interface RouteDifference {
  readonly alert: string;
  /** Position of the alert among those that were asked about. */
  readonly index: number;
  readonly labels: Readonly<Record<string, string>>;
  /** The labels for which it changes so, each as `team="web"`; empty: whatever labels it has that are not known. */
  readonly when: readonly string[];
  readonly before: readonly string[];
  readonly after: readonly string[];
  /** Receivers that it newly reaches, and no longer reaches. */
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly settings: readonly SettingChange[];
  /** Too many labels decide: `before` and `after` are all receivers that it may reach. */
  readonly unclear?: true;
}

/**
 * The alerts for which two versions of a configuration differ in receivers, grouping, timing or muting. An alert of
 * which a label is not known has one difference for each change that values of the label lead to.
 */
export function diffRoutes(
  before: RoutedVersion,
  after: RoutedVersion,
  alerts: readonly ReportAlert[],
): RouteDifference[] {
  return alerts.flatMap((alert, index) => diffAlert(alert, index, before, after));
}

type Change = Pick<RouteDifference, 'before' | 'after' | 'added' | 'removed' | 'settings'>;

/** A route where an alert ends, with the intervals of its version. */
interface End {
  readonly route: Route;
  readonly intervals: TimeIntervals;
}

/** What two versions do with the alerts of one state. */
interface Pair {
  readonly before: readonly End[];
  readonly after: readonly End[];
  readonly state: LabelState;
}

function diffAlert(
  alert: ReportAlert,
  index: number,
  before: RoutedVersion,
  after: RoutedVersion,
): RouteDifference[] {
  const state = stateOf(alert);
  const base = { alert: alert.name, index, labels: Object.fromEntries(alert.labels) };
  const pairs = pairsOf(state, before, after);
  if (pairs === undefined) return unclear(state, before, after).map((change) => ({ ...base, ...change }));
  const byChange = new Map<string, { change: Change; when: string[] }>();
  for (const pair of pairs) {
    const change = changeOf(pair, mutingChange(pair.state, before, after));
    if (change === undefined) continue;
    const key = JSON.stringify(change);
    const known = byChange.get(key) ?? { change, when: [] };
    byChange.set(key, known);
    known.when.push(conditionText(pair.state));
  }
  const always = (when: readonly string[]): boolean => when.length === pairs.length;
  return [...byChange.values()].map(({ change, when }) => ({
    ...base,
    when: always(when) ? [] : when,
    ...change,
  }));
}

/** Both versions for each set of labels that they distinguish; undefined: there are too many. */
function pairsOf(state: LabelState, before: RoutedVersion, after: RoutedVersion): Pair[] | undefined {
  const pairs: Pair[] = [];
  const ways = outcomes(before.tree, state);
  if (ways === undefined) return undefined;
  for (const old of ways) {
    const next = outcomes(after.tree, old.state);
    if (next === undefined || pairs.length > MOST_PAIRS) return undefined;
    for (const now of next)
      pairs.push({
        before: withIntervals(old.ends, before),
        after: withIntervals(now.ends, after),
        state: now.state,
      });
  }
  return pairs;
}

const MOST_PAIRS = 256;

function withIntervals(ends: readonly Route[], { timeIntervals }: RoutedVersion): End[] {
  return ends.map((route) => ({ route, intervals: timeIntervals }));
}

/** Where too many labels decide: the alert changes unless each route that it may take is there in both versions. */
function unclear(
  state: LabelState,
  before: RoutedVersion,
  after: RoutedVersion,
): Omit<RouteDifference, 'alert' | 'index' | 'labels'>[] {
  const [old, now] = [reach(state, before), reach(state, after)];
  const settings = [...settingChanges(old, now), ...mutingChange(state, before, after)];
  if (settings.length === 0 && waysText(before.tree) === waysText(after.tree)) return [];
  const receivers = (ends: readonly End[]): string[] => [...new Set(ends.map(receiverOf))];
  return [{ when: [], ...moved(receivers(old), receivers(now)), settings, unclear: true }];
}

/** Every route that an alert may end in. */
function reach(state: LabelState, version: RoutedVersion): End[] {
  const { ends } = deliver(version.tree, state);
  return withIntervals(
    ends.map(({ route }) => route),
    version,
  );
}

/** Matchers, order and receivers of a whole tree: where they are the same, no alert moves. */
function waysText({ routes }: RouteTree): string {
  return JSON.stringify(
    routes.map(({ path, matchers, continue: goesOn, settings }) => [
      path,
      printMatchers(matchers),
      goesOn,
      settings.receiver,
    ]),
  );
}

function changeOf({ before, after }: Pair, muting: readonly SettingChange[]): Change | undefined {
  const [old, now] = [before.map(receiverOf), after.map(receiverOf)];
  const settings = [...settingChanges(before, after), ...muting];
  const same = old.length === now.length && old.every((receiver, i) => receiver === now[i]);
  return same && settings.length === 0 ? undefined : { ...moved(old, now), settings };
}

function moved(before: readonly string[], after: readonly string[]): Omit<Change, 'settings'> {
  return {
    before,
    after,
    added: after.filter((receiver) => !before.includes(receiver)),
    removed: before.filter((receiver) => !after.includes(receiver)),
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

/** The inhibition rules that may mute alerts of a state, where only one version has them. */
function mutingChange(state: LabelState, before: RoutedVersion, after: RoutedVersion): SettingChange[] {
  const [old, now] = [before, after].map(({ inhibitRules = [] }) =>
    inhibitRules.filter(({ targetMatchers }) => answerAll(targetMatchers, state) !== 'no').map(inhibitText),
  ) as [string[], string[]];
  const [gone, come] = [old.filter((one) => !now.includes(one)), now.filter((one) => !old.includes(one))];
  return gone.length + come.length === 0 ? [] : [{ setting: 'inhibit_rules', before: gone, after: come }];
}

function inhibitText({ sourceMatchers, targetMatchers, equal }: InhibitRule): string {
  const same = equal.length === 0 ? '' : `, equal: ${[...equal].sort().join(', ')}`;
  return `${printMatchers(sourceMatchers)} mutes ${printMatchers(targetMatchers)}${same}`;
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
      const differs = other.route.settings[key].includes(name) && times(end, name) !== times(other, name);
      return differs ? `${name} (${times(end, name)})` : name;
    });
  return [text(before, after), text(after, before)];
}

function grouping(route: Route): readonly string[] {
  return route.settings.groupByAll ? ['...'] : route.settings.groupBy;
}
