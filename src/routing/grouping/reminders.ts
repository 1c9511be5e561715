/** When the reminders of a group come, counted from the notification before. Milliseconds. */
export interface Reminders {
  /** What follows from the times alone, where sending takes any time at all. */
  readonly afterMs: number;
  /** The earlier tick that is as likely where sending takes no time: `repeat_interval` is a multiple of `group_interval`. */
  readonly raceMs?: number;
}

/**
 * When a group is reminded of. Alertmanager looks at a group once per `group_interval`, and repeats notifications that were
 * logged as sent more than `repeat_interval` before. A notification is logged when it has arrived, a little after the tick: a
 * multiple of
 * `group_interval` is therefore missed by that little, and the reminder comes one tick later (measured on 0.25 and 0.33: of
 * equal times every second tick, with a receiver that answers at once now and then the first).
 */
export function reminders(repeatMs: number, intervalMs: number): Reminders {
  const ticks = Math.floor(repeatMs / intervalMs) + 1;
  const afterMs = ticks * intervalMs;
  return repeatMs > 0 && repeatMs % intervalMs === 0 ? { afterMs, raceMs: repeatMs } : { afterMs };
}

/** A `repeat_interval` just below a multiple of `group_interval`, so that reminders come at that multiple. */
export function justBelow(multipleMs: number, intervalMs: number): number {
  return multipleMs - stepFor(intervalMs);
}

/** Whether a `repeat_interval` is so close below a multiple that it was written for it. */
export function isJustBelow(repeatMs: number, intervalMs: number): boolean {
  const { afterMs, raceMs } = reminders(repeatMs, intervalMs);
  return raceMs === undefined && afterMs - repeatMs <= Math.max(stepFor(intervalMs), intervalMs / 10);
}

const [SECOND, MINUTE] = [1_000, 60_000];

/** Round, and long beside the time that sending takes. */
function stepFor(intervalMs: number): number {
  if (intervalMs >= 5 * MINUTE) return MINUTE;
  if (intervalMs >= MINUTE) return 10 * SECOND;
  return intervalMs >= 10 * SECOND ? 2 * SECOND : Math.max(1, Math.round(intervalMs / 5));
}
