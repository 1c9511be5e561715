import type { AlertmanagerVersion } from '../../../config/types.ts';
import { groupingBehaviour } from '../../../routing/grouping/behaviour.ts';
import type { NotifyReason } from '../../../routing/grouping/dedup.ts';
import { simulate } from '../../../routing/grouping/simulate.ts';
import type { IntegrationInfo, Notification, SimulationEvent } from '../../../routing/grouping/simulate.ts';
import type { InhibitRule } from '../../../routing/inhibition/rule.ts';
import type { TimeIntervals } from '../../../routing/time-intervals/interval.ts';
import type { RouteTree } from '../../../routing/tree/route.ts';
import type { Played } from '../types.ts';

/** The Alertmanager that alerts are sent to. */
export interface BacktestRouting {
  readonly tree: RouteTree;
  readonly inhibitRules: readonly InhibitRule[];
  readonly timeIntervals: TimeIntervals;
  readonly receivers: ReadonlyMap<string, readonly IntegrationInfo[]>;
  readonly version: AlertmanagerVersion | undefined;
}

/** How often a receiver was notified; several integrations of a receiver send one notification. */
export interface ReceiverCount {
  readonly receiver: string;
  readonly notifications: number;
  /** Of a group that fires again or of new alerts in it. */
  readonly firing: number;
  readonly repeated: number;
  readonly resolved: number;
  /** Alerts by how many notifications they were in. */
  readonly byAlert: ReadonlyMap<string, number>;
}

export interface Notifications {
  readonly receivers: readonly ReceiverCount[];
  /** How many evaluations of groups held alerts back, by the reason. */
  readonly heldBack: { readonly inhibition: number; readonly mute: number; readonly inactive: number };
  /** Alerts that fired and of which nobody was notified. */
  readonly silent: readonly string[];
}

/** Sends what fired through grouping, inhibition, time intervals and repetition, and counts what arrives. */
export function notificationsOf(played: Played, routing: BacktestRouting): Notifications {
  const events = simulate({
    tree: routing.tree,
    alerts: played.alerts.flatMap(({ sent }) => sent),
    inhibitRules: routing.inhibitRules,
    timeIntervals: routing.timeIntervals,
    receivers: routing.receivers,
    untilMs: played.span.toMs,
    grouping: groupingBehaviour(routing.version),
  });
  const counts = new Map<string, Tally>();
  const told = new Set<string>();
  for (const event of messages(events)) {
    let tally = counts.get(event.receiver);
    if (tally === undefined) counts.set(event.receiver, (tally = newTally(event.receiver)));
    count(tally, event);
    for (const labels of event.firing) told.add(labels.get('alertname') ?? '');
  }
  const fired = played.alerts.filter(({ sent }) => sent.length > 0).map(({ rule }) => rule.name.value);
  return {
    receivers: [...counts.values()].sort((a, b) => b.notifications - a.notifications),
    heldBack: heldBack(events),
    silent: [...new Set(fired)].filter((name) => !told.has(name)),
  };
}

interface Tally {
  readonly receiver: string;
  notifications: number;
  firing: number;
  repeated: number;
  resolved: number;
  readonly byAlert: Map<string, number>;
}

const newTally = (receiver: string): Tally => ({
  receiver,
  notifications: 0,
  firing: 0,
  repeated: 0,
  resolved: 0,
  byAlert: new Map(),
});

/** One notification of a group at an instant, whichever of the receiver's integrations send it. */
function* messages(events: readonly SimulationEvent[]): Iterable<Notification> {
  const seen = new Set<string>();
  let atMs = NaN;
  for (const event of events) {
    if (event.kind !== 'notification') continue;
    if (event.atMs !== atMs) seen.clear();
    ({ atMs } = event);
    const key = `${event.route.index} ${event.groupKey}`;
    if (!seen.has(key)) yield event;
    seen.add(key);
  }
}

const KIND: Readonly<Record<NotifyReason, 'firing' | 'repeated' | 'resolved'>> = {
  'first notification': 'firing',
  'new alerts added': 'firing',
  'some alerts resolved': 'resolved',
  'all alerts resolved': 'resolved',
  'repeat interval elapsed': 'repeated',
};

function count(tally: Tally, { reason, firing, resolved }: Notification): void {
  tally.notifications++;
  tally[KIND[reason]]++;
  const names = new Set([...firing, ...resolved].map((labels) => labels.get('alertname') ?? ''));
  for (const name of names) tally.byAlert.set(name, (tally.byAlert.get(name) ?? 0) + 1);
}

function heldBack(events: readonly SimulationEvent[]): Notifications['heldBack'] {
  const counts = { inhibition: 0, mute: 0, inactive: 0 };
  for (const event of events) if (event.kind === 'suppression') counts[event.by.kind]++;
  return counts;
}
