import type { Suppression } from '../../routing/grouping/simulate.ts';
import { describeInhibitRule } from '../../routing/inhibition/why-not.ts';
import { formatLabels } from '../../routing/labels.ts';
import type { LabelSet } from '../../routing/labels.ts';
import { matchRoutes } from '../../routing/tree/match.ts';
import { whyNotReached } from '../../routing/tree/why-not.ts';
import { formatDurationMs } from '../../go/durations/prometheus-duration.ts';
import type { Delivery } from './delivery.ts';
import type { NotificationTimeline } from './timeline.ts';

/** Why a receiver hears nothing of an alert at a moment (milliseconds from the scenario's start), as a clause. */
export function explainSilence(
  alert: string,
  receiver: string,
  sinceStartMs: number,
  timeline: NotificationTimeline,
  delivery: Delivery,
): string {
  const atMs = timeline.startMs + sinceStartMs;
  const held = timeline.heldBack.findLast(
    (one) => one.receiver === receiver && one.atMs <= atMs && names(one).includes(alert),
  );
  const others = timeline.sent.filter(
    (one) =>
      one.receiver === receiver &&
      [...one.firing, ...one.resolved].some((labels) => labels.get('alertname') === alert),
  );
  if (held !== undefined && !others.some((one) => one.atMs > held.atMs && one.atMs <= atMs)) {
    return `${heldBackBy(held)} (at ${formatDurationMs(held.atMs - timeline.startMs)})`;
  }
  if (others.length > 0) {
    const moments = others.map((one) => formatDurationMs(one.atMs - timeline.startMs));
    return `it is notified of ${alert} at ${moments.join(', ')}`;
  }
  const firing = timeline.firingAt(atMs).filter((labels) => labels.get('alertname') === alert);
  const [labels] = firing;
  if (labels === undefined) return `${alert} does not fire at that time`;
  const waiting = firing.flatMap((one) => waitText(one, receiver, atMs, timeline, delivery) ?? [])[0];
  if (waiting !== undefined) return waiting;
  return whyNotReached(delivery.tree, labels, receiver).join('; ');
}

/** Why an alert whose route leads to a receiver has not been notified yet; undefined: no route leads there. */
function waitText(
  labels: LabelSet,
  receiver: string,
  atMs: number,
  timeline: NotificationTimeline,
  { tree, receivers }: Delivery,
): string | undefined {
  const route = matchRoutes(tree, labels).find(({ settings }) => settings.receiver === receiver);
  if (route === undefined) return undefined;
  if ((receivers.get(receiver)?.integrations.length ?? 0) === 0) return `${receiver} has no integration`;
  const startsAtMs = timeline.episode(labels, atMs)?.startsAtMs ?? atMs;
  const since = formatDurationMs(startsAtMs - timeline.startMs);
  return `${formatLabels(labels)} fires since ${since}, and its group has not notified yet (group_wait ${formatDurationMs(route.settings.groupWaitMs)}, group_interval ${formatDurationMs(route.settings.groupIntervalMs)})`;
}

function names({ alerts }: Suppression): string[] {
  return alerts.map((labels) => labels.get('alertname') ?? '');
}

/** What holds alerts back, as a clause. */
function heldBackBy({ by }: Suppression): string {
  switch (by.kind) {
    case 'inhibition': {
      const sources = by.inhibitions.map(
        ({ source, rule }) => `${formatLabels(source)} through ${describeInhibitRule(rule)}`,
      );
      return `inhibited by ${[...new Set(sources)].join(' and ')}`;
    }
    case 'mute':
      return `muted by the interval ${by.intervals.join(', ')}`;
    case 'inactive':
      return `outside of the active interval ${by.intervals.join(', ')}`;
  }
}
