import type { Suppression } from '../../routing/grouping/simulate.ts';
import { formatLabels } from '../../routing/labels.ts';
import { formatDurationMs } from '../../util/duration.ts';
import type { NotificationTimeline } from './timeline.ts';

/** Why a receiver hears nothing of an alert at a moment (milliseconds from the scenario's start), as a clause. */
export function explainSilence(
  alert: string,
  receiver: string,
  sinceStartMs: number,
  timeline: NotificationTimeline,
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
    return `it hears of ${alert} at ${moments.join(', ')}`;
  }
  if (!timeline.firingAt(atMs).some((labels) => labels.get('alertname') === alert))
    return `${alert} does not fire then`;
  return `no route has led ${alert} there by then`;
}

function names({ alerts }: Suppression): string[] {
  return alerts.map((labels) => labels.get('alertname') ?? '');
}

/** What holds alerts back, as a clause. */
export function heldBackBy({ by }: Suppression): string {
  switch (by.kind) {
    case 'inhibition': {
      const sources = by.inhibitions.map(({ source }) => formatLabels(source));
      return `inhibited by ${[...new Set(sources)].join(' and ')}`;
    }
    case 'mute':
      return `muted by the interval ${by.intervals.join(', ')}`;
    case 'inactive':
      return `outside of the active interval ${by.intervals.join(', ')}`;
  }
}
