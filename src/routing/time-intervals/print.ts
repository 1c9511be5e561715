import type { InclusiveRange, TimeInterval } from './interval.ts';
import { MONTHS, WEEKDAYS } from './parse.ts';

/** Time intervals in one line, as the configuration writes their parts: `22:00-24:00 monday:friday Europe/Berlin`. */
export function describeIntervals(intervals: readonly TimeInterval[]): string {
  return intervals.map(describe).join(' or ') || 'never';
}

function describe({ times, weekdays, daysOfMonth, months, years, location }: TimeInterval): string {
  const parts = [
    times?.map(({ startMinute, endMinute }) => `${clock(startMinute)}-${clock(endMinute)}`).join(', '),
    ranges(weekdays, (day) => WEEKDAYS[day] ?? String(day)),
    ranges(daysOfMonth, (day) => `day ${day}`),
    ranges(months, (month) => MONTHS[month - 1] ?? String(month)),
    ranges(years, String),
  ].filter((part) => part !== undefined);
  const when = parts.length === 0 ? 'always' : parts.map((part) => (part === '' ? 'never' : part)).join(' ');
  return `${when} ${location ?? 'UTC'}`;
}

function ranges(
  list: readonly InclusiveRange[] | undefined,
  name: (value: number) => string,
): string | undefined {
  return list
    ?.map(({ begin, end }) => (begin === end ? name(begin) : `${name(begin)}:${name(end)}`))
    .join(', ');
}

function clock(minute: number): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}
