import type { TimelineRow } from '../../routing/report/timeline.ts';
import { formatDurationMs } from '../../go/durations/prometheus-duration.ts';
import { table } from '../table.ts';
import type { TextOptions } from '../text-lint.ts';

/** Notifications in order of time, and what held alerts back. */
export function timelineText(rows: readonly TimelineRow[], startMs: number, { style }: TextOptions): string {
  if (rows.length === 0) return 'nobody is notified\n';
  const cells = rows.map((row) => [
    `+${formatDurationMs(row.atMs - startMs)}`,
    stamp(row.atMs),
    row.kind === 'notification' ? `${row.receiver} ${row.integration}`.trim() : `(${row.receiver})`,
    what(row),
    [...row.firing, ...row.resolved].map(nameOf).join(', '),
  ]);
  return `${table(['AFTER', 'AT (UTC)', 'RECEIVER', 'WHAT', 'ALERTS'], cells, style)}\n`;
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
