import { ColumnBuilder } from '../engine/column.ts';
import type { Column } from '../engine/column.ts';
import { Labels } from '../labels/labels.ts';
import { overVector } from './implementation.ts';
import type { FunctionCall, Implementation } from './implementation.ts';
import { mapFloats } from './map-floats.ts';

const DAY_SECONDS = 86_400;

/** A civil date in UTC; months from 1. Unlike Date it has no end, as Go's time has none that matters. */
interface CivilDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** The date of a number of days since 1970-01-01, in the proleptic Gregorian calendar. */
function civilDate(days: number): CivilDate {
  // Years begin in March here, so that the leap day comes last; eras have 400 years.
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return { year, month, day: dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1 };
}

function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

const MONTH_LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

function daysInMonth({ year, month }: CivilDate): number {
  return month === 2 && isLeap(year) ? 29 : MONTH_LENGTHS[month - 1]!;
}

function dayOfYear({ year, month, day }: CivilDate): number {
  const before = MONTH_LENGTHS.slice(0, month - 1).reduce((sum: number, length) => sum + length, 0);
  return before + day + (month > 2 && isLeap(year) ? 1 : 0);
}

/** What Go's conversion to int64 makes of NaN, infinities and floats out of range on amd64. */
const NO_INTEGER = -(2 ** 63);
/** The beginning of Go's calendar; its unsigned arithmetic takes times before for times after its end. */
const FIRST_SECOND = 8_139_454_208 - 2 ** 63;

function wholeSeconds(value: number): number {
  const seconds = Math.abs(value) < 2 ** 63 ? Math.trunc(value) : NO_INTEGER;
  return seconds < FIRST_SECOND ? seconds + 2 ** 64 : seconds;
}

function modulo(value: number, divisor: number): number {
  return ((value % divisor) + divisor) % divisor;
}

/** A function of Unix seconds, applied to a vector or, without argument, to the time of evaluation. */
function ofTime(part: (seconds: number) => number): Implementation {
  return overVector((call) =>
    call.args.length === 0
      ? [evaluationTime(call, part)]
      : mapFloats(call.vector(0), call.context, (value) => part(wholeSeconds(value))),
  );
}

function evaluationTime({ context }: FunctionCall, part: (seconds: number) => number): Column {
  const builder = new ColumnBuilder(context.steps);
  for (let step = 0; step < context.steps; step++) {
    builder.setFloat(step, part(Math.trunc(context.timeAt(step) / 1000)));
  }
  return builder.finish(Labels.EMPTY, false);
}

function ofDate(part: (date: CivilDate) => number): Implementation {
  return ofTime((seconds) => part(civilDate(Math.floor(seconds / DAY_SECONDS))));
}

export const DATES = {
  day_of_month: ofDate(({ day }) => day),
  // 1970-01-01 was a Thursday.
  day_of_week: ofTime((seconds) => modulo(Math.floor(seconds / DAY_SECONDS) + 4, 7)),
  day_of_year: ofDate(dayOfYear),
  days_in_month: ofDate(daysInMonth),
  hour: ofTime((seconds) => Math.floor(modulo(seconds, DAY_SECONDS) / 3600)),
  minute: ofTime((seconds) => Math.floor(modulo(seconds, 3600) / 60)),
  month: ofDate(({ month }) => month),
  year: ofDate(({ year }) => year),
} satisfies Record<string, Implementation>;
