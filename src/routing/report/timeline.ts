import type { SimulationEvent } from '../grouping/simulate.ts';
import type { LabelSet } from '../labels.ts';

/** One row of `routes simulate`. */
export interface TimelineRow {
  readonly atMs: number;
  readonly kind: 'notification' | 'inhibited' | 'muted' | 'inactive';
  readonly receiver: string;
  /** `slack[0]`; empty for held-back alerts, which concern the whole receiver. */
  readonly integration: string;
  readonly group: Readonly<Record<string, string>>;
  readonly groupKey: string;
  /** The reason of the notification, or what holds the alerts back. */
  readonly reason: string;
  readonly firing: readonly Readonly<Record<string, string>>[];
  readonly resolved: readonly Readonly<Record<string, string>>[];
}

/** The events of a simulation as plain data, in order of time. */
export function timeline(events: readonly SimulationEvent[]): TimelineRow[] {
  return events.map(toRow);
}

function toRow(event: SimulationEvent): TimelineRow {
  const base = {
    atMs: event.atMs,
    receiver: event.receiver,
    group: Object.fromEntries(event.groupLabels),
    groupKey: event.groupKey,
  };
  if (event.kind === 'notification') {
    const { kind, integration, reason } = event;
    return {
      ...base,
      kind,
      integration,
      reason,
      firing: plain(event.firing),
      resolved: plain(event.resolved),
    };
  }
  const held = { ...base, integration: '', firing: plain(event.alerts), resolved: [] };
  switch (event.by.kind) {
    case 'inhibition': {
      const names = event.by.inhibitions.map(
        ({ rule, ruleIndex }) => rule.name ?? `inhibition rule ${ruleIndex + 1}`,
      );
      return { ...held, kind: 'inhibited', reason: [...new Set(names)].join(', ') };
    }
    case 'mute':
      return { ...held, kind: 'muted', reason: `inside ${event.by.intervals.join(', ')}` };
    case 'inactive':
      return { ...held, kind: 'inactive', reason: `outside ${event.by.intervals.join(', ')}` };
  }
}

function plain(alerts: readonly LabelSet[]): Record<string, string>[] {
  return alerts.map((labels) => Object.fromEntries(labels));
}
