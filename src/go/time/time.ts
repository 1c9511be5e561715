import type { TimeZone } from './zone.ts';
import { UTC, zoneOffset } from './zone.ts';

/** An instant with the zone it is shown in, as Go's time.Time. */
export interface GoTime {
  /** Nanoseconds since 1970-01-01 UTC. */
  readonly nanos: bigint;
  readonly zone: TimeZone;
}

/** The parts of a time in its own zone. */
export interface CivilTime {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly nanosecond: number;
  /** 0 is Sunday. */
  readonly weekday: number;
  /** 1 to 366. */
  readonly yearDay: number;
  readonly offsetSeconds: number;
}

const NANOS = 1_000_000_000n;
const DAY = 86_400;

/** Go's zero time, the first instant of the year 1. */
export const ZERO_TIME: GoTime = { nanos: -62_135_596_800n * NANOS, zone: UTC };

/** The time at `unixMs` milliseconds, in UTC. */
export function timeFromMillis(unixMs: number): GoTime {
  return { nanos: BigInt(Math.trunc(unixMs)) * 1_000_000n, zone: UTC };
}

/** Whole milliseconds since 1970, rounded down. */
export function unixMillis(time: GoTime): number {
  return Number(floorDiv(time.nanos, 1_000_000n));
}

/** Date and clock in the time's zone. */
export function civilOf(time: GoTime): CivilTime {
  const offsetSeconds = zoneOffset(time.zone, unixMillis(time));
  const seconds = Number(floorDiv(time.nanos, NANOS)) + offsetSeconds;
  const days = Math.floor(seconds / DAY);
  const clock = seconds - days * DAY;
  const { year, month, day } = dateOfDays(days);
  return {
    year,
    month,
    day,
    hour: Math.trunc(clock / 3600),
    minute: Math.trunc(clock / 60) % 60,
    second: clock % 60,
    nanosecond: Number(time.nanos - floorDiv(time.nanos, NANOS) * NANOS),
    weekday: (((days + 4) % 7) + 7) % 7,
    yearDay: days - daysOfDate(year, 1, 1) + 1,
    offsetSeconds,
  };
}

/** Days from 1970-01-01 to a date of the proleptic Gregorian calendar; months may run over. */
function daysOfDate(year: number, month: number, day: number): number {
  const carried = year + Math.floor((month - 1) / 12);
  const within = ((((month - 1) % 12) + 12) % 12) + 1;
  const y = within <= 2 ? carried - 1 : carried;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.trunc((153 * (within + (within > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.trunc(yearOfEra / 4) - Math.trunc(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

function dateOfDays(days: number): { year: number; month: number; day: number } {
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.trunc(
    (dayOfEra -
      Math.trunc(dayOfEra / 1460) +
      Math.trunc(dayOfEra / 36_524) -
      Math.trunc(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.trunc(yearOfEra / 4) - Math.trunc(yearOfEra / 100));
  const fifth = Math.trunc((5 * dayOfYear + 2) / 153);
  const month = fifth + (fifth < 10 ? 3 : -9);
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.trunc((153 * fifth + 2) / 5) + 1,
  };
}

/** The instant of a date and clock in UTC, in nanoseconds; every part may run over. */
export function nanosOfDate(
  parts: Pick<CivilTime, 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second' | 'nanosecond'>,
): bigint {
  const days = BigInt(daysOfDate(parts.year, parts.month, parts.day));
  const clock = BigInt(parts.hour * 3600 + parts.minute * 60 + parts.second);
  return (days * 86_400n + clock) * NANOS + BigInt(parts.nanosecond);
}

export function floorDiv(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a % b !== 0n && a < 0n !== b < 0n ? quotient - 1n : quotient;
}
