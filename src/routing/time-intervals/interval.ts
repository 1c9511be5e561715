/** Both ends belong to the range. */
export interface InclusiveRange {
  readonly begin: number;
  readonly end: number;
}

/** Minutes since midnight; `end` (up to 1440) does not belong to the range. */
export interface TimeRange {
  readonly startMinute: number;
  readonly endMinute: number;
}

/**
 * One set of conditions, all of which must hold. An undefined list sets no condition; an empty list can never
 * hold (so Alertmanager reads `weekdays: []`).
 */
export interface TimeInterval {
  readonly times?: readonly TimeRange[] | undefined;
  /** 0 is Sunday; a range whose begin is after its end goes past the end of the week (from 0.35 on). */
  readonly weekdays?: readonly InclusiveRange[] | undefined;
  /** 1 to 31, or -31 to -1 counted from the end of the month. */
  readonly daysOfMonth?: readonly InclusiveRange[] | undefined;
  readonly months?: readonly InclusiveRange[] | undefined;
  readonly years?: readonly InclusiveRange[] | undefined;
  /** IANA name; undefined is UTC. */
  readonly location?: string | undefined;
  /** Days of the month are those of the calendar, as from 0.35 on; see `ActiveOptions`. */
  readonly calendarMonths?: boolean | undefined;
}

/** Time intervals by name, from `time_intervals` and `mute_time_intervals` together. */
export type TimeIntervals = ReadonlyMap<string, readonly TimeInterval[]>;
