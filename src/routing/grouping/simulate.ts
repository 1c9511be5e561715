import { inhibitedBy } from '../inhibition/inhibit.ts';
import type { Inhibition } from '../inhibition/inhibit.ts';
import type { InhibitRule } from '../inhibition/rule.ts';
import { labelsKey } from '../labels.ts';
import type { LabelSet } from '../labels.ts';
import { mutedAt } from '../time-intervals/active.ts';
import type { ActiveOptions, Muting } from '../time-intervals/active.ts';
import type { TimeIntervals } from '../time-intervals/interval.ts';
import { matchRoutes } from '../tree/match.ts';
import type { Route, RouteTree } from '../tree/route.ts';
import { groupingBehaviour } from './behaviour.ts';
import type { GroupingBehaviour } from './behaviour.ts';
import { notifyReason } from './dedup.ts';
import type { LogEntry, NotifyReason } from './dedup.ts';
import { groupKey, groupLabels } from './group.ts';
import { TimeQueue } from './queue.ts';

/** An alert that fires for a while. Instants in milliseconds since 1970. */
export interface AlertEpisode {
  readonly labels: LabelSet;
  readonly startsAtMs: number;
  /** When it resolves; undefined: it fires to the end. */
  readonly endsAtMs?: number | undefined;
  /** When Alertmanager hears of it first; default `startsAtMs`. */
  readonly receivedAtMs?: number | undefined;
  /**
   * When Alertmanager hears again that it is over: Prometheus repeats a resolution for 15 minutes. A resolved and notified
   * alert is then sent again with other changes of the group, and a resolution that fell into a mute is not lost.
   */
  readonly resentAtMs?: readonly number[] | undefined;
}

/** One `*_configs` entry of a receiver. */
export interface IntegrationInfo {
  /** Unique in its receiver: `slack[0]`. */
  readonly name: string;
  readonly sendResolved: boolean;
}

export interface SimulationInput {
  readonly tree: RouteTree;
  readonly alerts: readonly AlertEpisode[];
  readonly inhibitRules?: readonly InhibitRule[];
  readonly timeIntervals?: TimeIntervals;
  /** Integrations by receiver; a receiver that is not listed counts as one integration that sends resolved. */
  readonly receivers?: ReadonlyMap<string, readonly IntegrationInfo[]>;
  /** Where the simulation ends, milliseconds since 1970; events at that instant belong to it. */
  readonly untilMs: number;
  readonly time?: ActiveOptions;
  /** Default: that of the newest Alertmanager. */
  readonly grouping?: GroupingBehaviour;
}

/** A message that an integration sends. */
export interface Notification {
  readonly kind: 'notification';
  readonly atMs: number;
  readonly receiver: string;
  readonly integration: string;
  readonly route: Route;
  readonly groupKey: string;
  readonly groupLabels: LabelSet;
  readonly reason: NotifyReason;
  readonly firing: readonly LabelSet[];
  /** Empty where the integration does not send resolved alerts. */
  readonly resolved: readonly LabelSet[];
}

/** A flush from which alerts were held back. */
export interface Suppression {
  readonly kind: 'suppression';
  readonly atMs: number;
  readonly receiver: string;
  readonly route: Route;
  readonly groupKey: string;
  readonly groupLabels: LabelSet;
  readonly alerts: readonly LabelSet[];
  readonly by: { readonly kind: 'inhibition'; readonly inhibitions: readonly Inhibition[] } | Muting;
}

export type SimulationEvent = Notification | Suppression;

/** Alertmanager keeps its notification log this long at most (`--data.retention`). */
const RETENTION_MS = 120 * 3_600_000;

const ONE_INTEGRATION: readonly IntegrationInfo[] = [{ name: '', sendResolved: true }];

/**
 * Plays a timeline of alerts through grouping, inhibition, time intervals and deduplication as Alertmanager's
 * dispatcher and notification pipeline do, and returns what is sent and what is held back, in order of time.
 *
 * A group's first flush comes `group_wait` after its first alert (at once where that alert is older than this when
 * it arrives), the next ones every `group_interval`; a group ends when its last resolved alert was flushed.
 * Alerts that arrive at the instant of a flush take part in it. Sending takes no time and never fails.
 */
export function simulate(input: SimulationInput): SimulationEvent[] {
  return new Simulation(input).run();
}

/** Alertmanager receives an alert. */
interface Arrival {
  readonly alert: AlertEpisode;
  readonly atMs: number;
}

interface Group {
  readonly key: string;
  readonly labels: LabelSet;
  readonly route: Route;
  /** The latest episode of each alert, by identity of its labels. */
  readonly alerts: Map<string, AlertEpisode>;
  nextFlushMs: number;
  hasFlushed: boolean;
  /** When its last alert left it. */
  emptySinceMs: number | undefined;
}

class Simulation {
  readonly #input: SimulationInput;
  readonly #grouping: GroupingBehaviour;
  readonly #arrivals: readonly Arrival[];
  readonly #flushes = new TimeQueue<Group>();
  /** By route and group labels: two routes with the same matchers share a key, not a group. */
  readonly #groups = new Map<string, Group>();
  readonly #log = new Map<string, LogEntry>();
  readonly #events: SimulationEvent[] = [];
  #current: readonly AlertEpisode[] = [];

  constructor(input: SimulationInput) {
    this.#input = input;
    this.#grouping = input.grouping ?? groupingBehaviour(undefined);
    this.#arrivals = input.alerts
      .flatMap((alert) => [receivedMs(alert), ...(alert.resentAtMs ?? [])].map((atMs) => ({ alert, atMs })))
      .sort((a, b) => a.atMs - b.atMs);
  }

  run(): SimulationEvent[] {
    let next = 0;
    for (;;) {
      const arrival = this.#arrivals[next];
      const arrivalMs = arrival === undefined ? Infinity : arrival.atMs;
      const nowMs = Math.min(arrivalMs, this.#flushes.nextMs);
      if (nowMs === Infinity || nowMs > this.#input.untilMs) return this.#events;
      if (arrival !== undefined && arrivalMs === nowMs) {
        next++;
        this.#arrive(arrival.alert, nowMs);
      } else {
        const group = this.#flushes.pop();
        if (group !== undefined) this.#flush(group, nowMs);
      }
    }
  }

  #arrive(alert: AlertEpisode, nowMs: number): void {
    this.#current = [...this.#current.filter((other) => isFiring(other, nowMs)), alert];
    for (const route of matchRoutes(this.#input.tree, alert.labels)) {
      this.#join(alert, route, nowMs);
    }
  }

  #join(alert: AlertEpisode, route: Route, nowMs: number): void {
    const key = groupKey(route, alert.labels);
    const id = `${route.index} ${key}`;
    const known = this.#groups.get(id);
    const group: Group = known ?? {
      key,
      labels: groupLabels(alert.labels, route),
      route,
      alerts: new Map(),
      nextFlushMs: Infinity,
      hasFlushed: false,
      emptySinceMs: undefined,
    };
    group.alerts.set(labelsKey(alert.labels), alert);
    group.emptySinceMs = undefined;
    this.#groups.set(id, group);
    const waitMs = route.settings.groupWaitMs;
    const old = alert.startsAtMs + waitMs < nowMs;
    const hurries = known === undefined || (this.#grouping.everyOldAlertHurries && !known.hasFlushed);
    if (old && hurries) this.#flushAt(group, nowMs);
    else if (known === undefined) this.#flushAt(group, nowMs + waitMs);
  }

  #flushAt(group: Group, atMs: number): void {
    group.nextFlushMs = atMs;
    this.#flushes.push(atMs, group);
  }

  #flush(group: Group, nowMs: number): void {
    // A flush that was brought forward leaves its first date in the queue.
    if (group.nextFlushMs !== nowMs) return;
    group.hasFlushed = true;
    group.nextFlushMs = Infinity;
    const alerts = [...group.alerts.values()];
    this.#deliver(group, alerts, nowMs);
    for (const [id, alert] of group.alerts) if (!isFiring(alert, nowMs)) group.alerts.delete(id);
    if (group.alerts.size === 0) {
      group.emptySinceMs ??= nowMs;
      if (nowMs >= group.emptySinceMs + this.#grouping.emptyGroupsStayMs) {
        this.#groups.delete(`${group.route.index} ${group.key}`);
        return;
      }
    }
    this.#flushAt(group, nowMs + group.route.settings.groupIntervalMs);
  }

  /** The pipeline: inhibition, active and mute intervals, then each integration's deduplication. */
  #deliver(group: Group, alerts: readonly AlertEpisode[], nowMs: number): void {
    const left = this.#withoutInhibited(group, alerts, nowMs);
    if (left.length === 0) return;
    const muting = mutedAt(
      group.route.settings,
      this.#input.timeIntervals ?? new Map(),
      nowMs,
      this.#input.time ?? {},
    );
    if (muting !== undefined) {
      this.#events.push({ ...suppression(group, nowMs), alerts: left.map((a) => a.labels), by: muting });
      return;
    }
    const { receiver } = group.route.settings;
    for (const integration of this.#input.receivers?.get(receiver) ?? ONE_INTEGRATION) {
      this.#notify(group, integration, left, nowMs);
    }
  }

  #withoutInhibited(group: Group, alerts: readonly AlertEpisode[], nowMs: number): readonly AlertEpisode[] {
    const rules = this.#input.inhibitRules ?? [];
    if (rules.length === 0) return alerts;
    const firing = this.#current.filter((alert) => isFiring(alert, nowMs)).map((alert) => alert.labels);
    const left: AlertEpisode[] = [];
    const muted: LabelSet[] = [];
    const inhibitions: Inhibition[] = [];
    for (const alert of alerts) {
      const inhibition = inhibitedBy(alert.labels, firing, rules);
      if (inhibition === undefined) {
        left.push(alert);
      } else {
        muted.push(alert.labels);
        inhibitions.push(inhibition);
      }
    }
    if (muted.length > 0) {
      this.#events.push({
        ...suppression(group, nowMs),
        alerts: muted,
        by: { kind: 'inhibition', inhibitions },
      });
    }
    return left;
  }

  #notify(group: Group, integration: IntegrationInfo, alerts: readonly AlertEpisode[], nowMs: number): void {
    const { receiver, repeatIntervalMs } = group.route.settings;
    const firing = alerts.filter((alert) => isFiring(alert, nowMs));
    const resolved = alerts.filter((alert) => !isFiring(alert, nowMs));
    const [firingIds, resolvedIds] = [identities(firing), identities(resolved)];
    const logKey = JSON.stringify([group.key, receiver, integration.name]);
    const entry = this.#log.get(logKey);
    const live =
      entry !== undefined && entry.expiresMs + this.#grouping.logStaysMs > nowMs ? entry : undefined;
    const reason = notifyReason(live, firingIds, resolvedIds, integration, repeatIntervalMs, nowMs);
    if (reason === undefined) return;
    this.#log.set(logKey, {
      atMs: nowMs,
      expiresMs: nowMs + Math.min(2 * repeatIntervalMs, RETENTION_MS),
      firing: firingIds,
      resolved: resolvedIds,
    });
    // Only resolved alerts, and nobody wants those: logged as if sent.
    if (!integration.sendResolved && firing.length === 0) return;
    this.#events.push({
      kind: 'notification',
      atMs: nowMs,
      receiver,
      integration: integration.name,
      route: group.route,
      groupKey: group.key,
      groupLabels: group.labels,
      reason,
      firing: firing.map((alert) => alert.labels),
      resolved: integration.sendResolved ? resolved.map((alert) => alert.labels) : [],
    });
  }
}

function suppression(group: Group, atMs: number): Omit<Suppression, 'alerts' | 'by'> {
  return {
    kind: 'suppression',
    atMs,
    receiver: group.route.settings.receiver,
    route: group.route,
    groupKey: group.key,
    groupLabels: group.labels,
  };
}

function receivedMs(alert: AlertEpisode): number {
  return alert.receivedAtMs ?? alert.startsAtMs;
}

/** At its end an alert is resolved. */
function isFiring(alert: AlertEpisode, nowMs: number): boolean {
  return alert.endsAtMs === undefined || alert.endsAtMs > nowMs;
}

function identities(alerts: readonly AlertEpisode[]): Set<string> {
  return new Set(alerts.map((alert) => labelsKey(alert.labels)));
}
