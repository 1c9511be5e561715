import type { TimelineRow } from '../../routing/report/timeline.ts';
import { formatDurationMs } from '../../go/durations/prometheus-duration.ts';
import { table } from '../table.ts';
import type { TextOptions } from '../text-lint.ts';

/** Notifications in order of time, and what held alerts back. */
export function timelineText(rows: readonly TimelineRow[], startMs: number, { style }: TextOptions): string {
  if (rows.length === 0) return 'nobody is notified\n';
  const cells = folded(rows).map(({ row, looks, untilMs }) => [
    `+${formatDurationMs(row.atMs - startMs)}`,
    stamp(row.atMs),
    row.kind === 'notification' ? `${row.receiver} ${row.integration}`.trim() : `(${row.receiver})`,
    what(row) +
      (looks === 1 ? '' : `, at ${looks} evaluations until +${formatDurationMs(untilMs - startMs)}`),
    [...row.firing, ...row.resolved].map(nameOf).join(', '),
  ]);
  return `${table(['AFTER', 'AT (UTC)', 'RECEIVER', 'WHAT', 'ALERTS'], cells, style)}\n`;
}

/** A row, and how often the same alerts of the group were held back for the same reason, one look after another. */
interface Folded {
  readonly row: TimelineRow;
  looks: number;
  untilMs: number;
}

function folded(rows: readonly TimelineRow[]): Folded[] {
  const shown: Folded[] = [];
  const last = new Map<string, Folded>();
  for (const row of rows) {
    const { groupKey, receiver, kind, reason, firing, resolved } = row;
    const group = `${receiver}\0${groupKey}`;
    const key = `${group}\0${JSON.stringify([kind, reason, firing, resolved])}`;
    if (row.kind === 'notification') {
      // A notification in between ends the fold of its group.
      for (const one of last.keys()) if (one.startsWith(`${group}\0`)) last.delete(one);
    }
    const before = last.get(key);
    if (before === undefined) {
      const added = { row, looks: 1, untilMs: row.atMs };
      shown.push(added);
      if (row.kind !== 'notification') last.set(key, added);
    } else {
      before.looks++;
      before.untilMs = row.atMs;
    }
  }
  return shown;
}

/** The same rows as JSON, instants in ISO 8601. */
export function timelineJson(rows: readonly TimelineRow[], startMs: number): string {
  const events = rows.map(({ atMs, ...row }) => ({
    at: new Date(atMs).toISOString(),
    afterSeconds: (atMs - startMs) / 1000,
    ...row,
  }));
  return `${JSON.stringify({ events }, null, 2)}\n`;
}

function what({ kind, reason, firing, resolved }: TimelineRow): string {
  if (kind !== 'notification') return `${kind}: ${reason}`;
  const counts = [
    firing.length > 0 ? `${firing.length} firing` : '',
    resolved.length > 0 ? `${resolved.length} resolved` : '',
  ].filter((text) => text !== '');
  return `${counts.join(', ')} (${reason})`;
}

function nameOf(labels: Readonly<Record<string, string>>): string {
  return labels['alertname'] ?? JSON.stringify(labels);
}

function stamp(ms: number): string {
  return new Date(ms).toISOString().slice(0, 19).replace('T', ' ');
}
