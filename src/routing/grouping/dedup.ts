/** Why a notification goes out, in the words of Alertmanager's `.NotificationReason`. */
export type NotifyReason =
  | 'first notification'
  | 'new alerts added'
  | 'some alerts resolved'
  | 'all alerts resolved'
  | 'repeat interval elapsed';

/** What the notification log remembers of a group and an integration. */
export interface LogEntry {
  readonly atMs: number;
  readonly expiresMs: number;
  readonly firing: ReadonlySet<string>;
  readonly resolved: ReadonlySet<string>;
}

/**
 * Whether a group notifies an integration at a flush, and why: the decision of Alertmanager's deduplication
 * stage. Alerts are given by identity. The repeat interval must be over strictly: where it is a multiple of
 * `group_interval`, the reminder comes with the flush after it.
 */
export function notifyReason(
  entry: LogEntry | undefined,
  firing: ReadonlySet<string>,
  resolved: ReadonlySet<string>,
  integration: { readonly sendResolved: boolean },
  repeatIntervalMs: number,
  nowMs: number,
): NotifyReason | undefined {
  if (entry === undefined) return firing.size > 0 ? 'first notification' : undefined;
  if (!isSubset(firing, entry.firing)) {
    return entry.firing.size === 0 ? 'first notification' : 'new alerts added';
  }
  if (firing.size === 0) return entry.firing.size > 0 ? 'all alerts resolved' : undefined;
  if (integration.sendResolved && !isSubset(resolved, entry.resolved)) return 'some alerts resolved';
  return entry.atMs < nowMs - repeatIntervalMs ? 'repeat interval elapsed' : undefined;
}

function isSubset(part: ReadonlySet<string>, whole: ReadonlySet<string>): boolean {
  for (const item of part) if (!whole.has(item)) return false;
  return true;
}
