import type { Range } from '../../source/range.ts';
import type { InclusiveRange, TimeRange } from './interval.ts';

export type TimeIntervalErrorCode =
  | 'range-format'
  | 'time-format'
  | 'time-order'
  | 'weekday-name'
  | 'weekday-order'
  | 'day-number'
  | 'day-order'
  | 'month-name'
  | 'month-order'
  | 'year-number'
  | 'year-order';

/** Why a text is not a range of a time interval. The range is in that text. */
export interface TimeIntervalError {
  readonly code: TimeIntervalErrorCode;
  readonly message: string;
  readonly help: string;
  readonly range: Range;
}

export type TimeResult<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: TimeIntervalError };

export const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

export const MONTHS = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];

/** Minutes since midnight of `HH:MM`, 24:00 included; undefined where Alertmanager refuses it. */
export function parseTimeOfDay(text: string): number | undefined {
  const parts = /^(?:([01][0-9]|2[0-3]):([0-5][0-9])|24:00)$/.exec(text);
  if (parts === null) return undefined;
  return parts[1] === undefined ? 1440 : Number(parts[1]) * 60 + Number(parts[2]);
}

/** A range of times of day from its two ends. The range of an error is that of the wrong end. */
export function parseTimeRange(
  start: string,
  end: string,
): TimeResult<TimeRange> & { readonly wrong?: 'start' | 'end' } {
  const startMinute = parseTimeOfDay(start);
  if (startMinute === undefined) return { ...badTime(start), wrong: 'start' };
  const endMinute = parseTimeOfDay(end);
  if (endMinute === undefined) return { ...badTime(end), wrong: 'end' };
  if (startMinute >= endMinute) {
    const error = failure(
      'time-order',
      end,
      `the end time "${end}" is not after the start time "${start}"`,
      'a range cannot cross midnight: write two, one to 24:00 and one from 00:00',
    );
    return { ...error, wrong: 'end' };
  }
  return { ok: true, value: { startMinute, endMinute } };
}

function badTime(text: string): { ok: false; error: TimeIntervalError } {
  return failure(
    'time-format',
    text,
    `"${text}" is not a time of day`,
    'write HH:MM with two digits each, 00:00 to 24:00',
  );
}

/**
 * `monday:friday` or `saturday`, in any case.
 *
 * @param wraps whether a range may go past the end of the week (`friday:monday`), as in Alertmanager 0.35 and later
 */
export function parseWeekdays(text: string, wraps = false): TimeResult<InclusiveRange> {
  return parseRange(text, {
    member: (part) => indexFrom(WEEKDAYS, part, 0),
    bad: (part) => ['weekday-name', `"${part}" is not a weekday`, `weekdays are ${WEEKDAYS.join(', ')}`],
    check: ({ begin, end }) =>
      begin <= end || wraps
        ? undefined
        : [
            'weekday-order',
            `the range "${text}" ends before it starts: weeks start on Sunday here`,
            'write two ranges, such as [friday:saturday, sunday:monday]; Alertmanager 0.35 and later read this one',
          ],
  });
}

/** `1:15`, `-1` or `january:march`, in any case; `2:13` passes, as it does in Alertmanager. */
export function parseMonths(text: string): TimeResult<InclusiveRange> {
  return parseRange(text, {
    member: (part) => indexFrom(MONTHS, part, 1) ?? parseInteger(part),
    bad: (part) => ['month-name', `"${part}" is not a month`, 'write a name such as january, or 1 to 12'],
    check: ({ begin, end }) =>
      begin <= end
        ? undefined
        : ['month-order', `the range "${text}" ends before it starts`, 'write two ranges, one to december'],
  });
}

/** `2025` or `2025:2027`. */
export function parseYears(text: string): TimeResult<InclusiveRange> {
  return parseRange(text, {
    member: parseInteger,
    bad: (part) => [
      'year-number',
      `"${part}" is not a year`,
      'write a year such as 2027, or a range 2027:2029',
    ],
    check: ({ begin, end }) =>
      begin <= end
        ? undefined
        : ['year-order', `the range "${text}" ends before it starts`, 'swap the years'],
  });
}

/** `1:5`, `-3:-1` or `31`; negative days count from the end of the month. */
export function parseDaysOfMonth(text: string): TimeResult<InclusiveRange> {
  return parseRange(text, {
    member: parseInteger,
    bad: (part) => ['day-number', `"${part}" is not a day of the month`, DAYS_HELP],
    check: checkDays,
  });
}

const DAYS_HELP = 'days are 1 to 31, or -1 (the last day) to -31';

function checkDays({ begin, end }: InclusiveRange): Complaint | undefined {
  for (const day of [begin, end]) {
    if (day === 0 || day < -31 || day > 31) {
      return ['day-number', `${day} is not a day of the month`, DAYS_HELP];
    }
  }
  if (begin < 0 && end > 0) {
    return [
      'day-order',
      `the range ${begin}:${end} starts at the end of the month and ends at its start`,
      'where the first day is negative the last one must be negative too',
    ];
  }
  // Upstream knows only that every month has 28 days.
  const first = begin < 0 ? 28 + begin : begin;
  const last = end < 0 ? 28 + end : end;
  if (first <= last) return undefined;
  return [
    'day-order',
    `the range ${begin}:${end} ends before it starts`,
    'swap the days, or write two ranges',
  ];
}

type Complaint = readonly [code: TimeIntervalErrorCode, message: string, help: string];

interface RangeSyntax {
  readonly member: (part: string) => number | undefined;
  readonly bad: (part: string) => Complaint;
  readonly check: (range: InclusiveRange) => Complaint | undefined;
}

function parseRange(text: string, syntax: RangeSyntax): TimeResult<InclusiveRange> {
  const parts = text.toLowerCase().split(':');
  if (parts.length > 2) {
    return failure('range-format', text, `"${text}" has more than one colon`, 'a range is first:last');
  }
  const numbers: number[] = [];
  let offset = 0;
  for (const part of parts) {
    const number = syntax.member(part);
    if (number === undefined) {
      const [code, message, help] = syntax.bad(text.slice(offset, offset + part.length));
      return {
        ok: false,
        error: { code, message, help, range: { start: offset, end: offset + part.length } },
      };
    }
    numbers.push(number);
    offset += part.length + 1;
  }
  const value = { begin: numbers[0]!, end: numbers.at(-1)! };
  const complaint = syntax.check(value);
  return complaint === undefined
    ? { ok: true, value }
    : failure(complaint[0], text, complaint[1], complaint[2]);
}

function indexFrom(names: readonly string[], name: string, base: number): number | undefined {
  const index = names.indexOf(name);
  return index < 0 ? undefined : index + base;
}

function parseInteger(text: string): number | undefined {
  return /^[+-]?[0-9]{1,15}$/.test(text) ? Number(text) : undefined;
}

function failure(
  code: TimeIntervalErrorCode,
  text: string,
  message: string,
  help: string,
): { ok: false; error: TimeIntervalError } {
  return { ok: false, error: { code, message, help, range: { start: 0, end: text.length } } };
}
