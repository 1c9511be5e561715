import type { InclusiveRange, TimeInterval, TimeIntervals } from './interval.ts';
import { zoneOf } from './zone.ts';
import type { LocalTime, Zone } from './zone.ts';

export interface ActiveOptions {
  /** The zone that `location: Local` stands for: that of Alertmanager's machine. Default UTC. */
  readonly localZone?: string;
  /**
   * Count the days of a month by the calendar. Alertmanager up to 0.34 divides the month's length by 24 hours, so
   * the month in which clocks go forward has one day too few there (fixed after 0.34): -1 is then the last but
   * one day, and 31 no day at all. Default false, as released.
   */
  readonly calendarMonths?: boolean;
}

/** Whether an instant (milliseconds since 1970) is in a time interval. */
export function isActive(interval: TimeInterval, instantMs: number, options: ActiveOptions = {}): boolean {
  const zone = intervalZone(interval, options);
  const local = zone.localTime(instantMs);
  const { times } = interval;
  if (times !== undefined && !times.some((t) => within(local.minuteOfDay, t.startMinute, t.endMinute - 1))) {
    return false;
  }
  return (
    (interval.daysOfMonth === undefined || onDay(interval, local, zone, options)) &&
    inRanges(interval.months, local.month) &&
    onWeekday(interval.weekdays, local.weekday) &&
    inRanges(interval.years, local.year)
  );
}

/** Whether an instant is in any of the intervals of one name. */
export function isAnyActive(
  intervals: readonly TimeInterval[],
  instantMs: number,
  options: ActiveOptions = {},
): boolean {
  return intervals.some((interval) => isActive(interval, instantMs, options));
}

/** The zone in which an interval is read. */
function intervalZone(interval: TimeInterval, options: ActiveOptions): Zone {
  if (interval.location === 'Local') return zoneOf(options.localZone ?? 'UTC');
  return zoneOf(interval.location ?? 'UTC');
}

function within(value: number, first: number, last: number): boolean {
  return value >= first && value <= last;
}

function inRanges(ranges: readonly InclusiveRange[] | undefined, value: number): boolean {
  return ranges === undefined || ranges.some((range) => within(value, range.begin, range.end));
}

function onWeekday(ranges: readonly InclusiveRange[] | undefined, day: number): boolean {
  if (ranges === undefined) return true;
  return ranges.some(({ begin, end }) =>
    begin <= end ? within(day, begin, end) : day >= begin || day <= end,
  );
}

function onDay(
  { daysOfMonth = [], calendarMonths }: TimeInterval,
  local: LocalTime,
  zone: Zone,
  options: ActiveOptions,
): boolean {
  const days = monthLength(local, zone, calendarMonths === true ? { calendarMonths } : options);
  return daysOfMonth.some((range) => {
    const begin = range.begin < 0 ? days + range.begin + 1 : range.begin;
    const end = range.end < 0 ? days + range.end + 1 : range.end;
    // A range that starts after the end of a short month is skipped, not clamped.
    return begin <= days && within(local.day, begin, Math.min(end, days));
  });
}

function monthLength(local: LocalTime, zone: Zone, options: ActiveOptions): number {
  if (options.calendarMonths === true) return new Date(Date.UTC(local.year, local.month, 0)).getUTCDate();
  const start = zone.instantOfMidnight(local.year, local.month, 1);
  const end = zone.instantOfMidnight(local.year, local.month + 1, 1);
  return Math.floor((end - start) / 86_400_000);
}

/** Why a route's notifications are held back at an instant; undefined: they are not. */
export type Muting =
  | { readonly kind: 'mute'; readonly intervals: readonly string[] }
  | { readonly kind: 'inactive'; readonly intervals: readonly string[] };

/**
 * Whether a route is muted at an instant: outside all its active time intervals, or inside one of its mute time
 * intervals. Unknown names do not mute: the configuration is invalid and Alertmanager would not start.
 */
export function mutedAt(
  route: { readonly muteTimeIntervals: readonly string[]; readonly activeTimeIntervals: readonly string[] },
  intervals: TimeIntervals,
  instantMs: number,
  options: ActiveOptions = {},
): Muting | undefined {
  const holds = (name: string): boolean => isAnyActive(intervals.get(name) ?? [], instantMs, options);
  const active = route.activeTimeIntervals.filter((name) => intervals.has(name));
  if (active.length > 0 && !active.some(holds)) return { kind: 'inactive', intervals: active };
  const muting = route.muteTimeIntervals.filter(holds);
  return muting.length > 0 ? { kind: 'mute', intervals: muting } : undefined;
}
