import { describe, expect, it } from 'vitest';
import { isActive, mutedAt } from '../../src/routing/time-intervals/active.ts';
import type { TimeInterval } from '../../src/routing/time-intervals/interval.ts';
import {
  parseDaysOfMonth,
  parseMonths,
  parseTimeOfDay,
  parseTimeRange,
  parseWeekdays,
  parseYears,
} from '../../src/routing/time-intervals/parse.ts';
import type { TimeResult } from '../../src/routing/time-intervals/parse.ts';
import { isKnownZone, zoneOf } from '../../src/routing/time-intervals/zone.ts';

const active = (interval: TimeInterval, at: string, calendarMonths = false): boolean =>
  isActive(interval, Date.parse(at), { calendarMonths });

const said = (result: TimeResult<{ begin: number; end: number }>): string =>
  result.ok ? `${result.value.begin}:${result.value.end}` : result.error.code;

describe('parsing', () => {
  it.each([
    ['00:00', 0],
    ['09:30', 570],
    ['23:59', 1439],
    ['24:00', 1440],
    ['24:01', undefined],
    ['9:30', undefined],
    ['12:60', undefined],
    ['', undefined],
  ])('time %s', (text, minutes) => expect(parseTimeOfDay(text)).toBe(minutes));

  it.each([
    ['monday', '1:1'],
    ['Monday:FRIDAY', '1:5'],
    ['friday:monday', 'weekday-order'],
    ['mon', 'weekday-name'],
    ['monday:', 'weekday-name'],
    ['a:b:c', 'range-format'],
  ])('weekdays %s', (text, expected) => expect(said(parseWeekdays(text))).toBe(expected));

  it.each([
    ['1:5', '1:5'],
    ['-3:-1', '-3:-1'],
    ['1:-1', '1:-1'],
    ['31', '31:31'],
    ['0', 'day-number'],
    ['32', 'day-number'],
    ['-1:5', 'day-order'],
    ['5:1', 'day-order'],
    ['28:-1', 'day-order'],
    ['27:-1', '27:-1'],
    ['x', 'day-number'],
  ])('days %s', (text, expected) => expect(said(parseDaysOfMonth(text))).toBe(expected));

  it.each([
    ['january:March', '1:3'],
    ['5', '5:5'],
    ['13', '13:13'],
    ['december:january', 'month-order'],
    ['jan', 'month-name'],
  ])('months %s', (text, expected) => expect(said(parseMonths(text))).toBe(expected));

  it('years and time ranges', () => {
    expect(said(parseYears('2020:2022'))).toBe('2020:2022');
    expect(said(parseYears('2022:2020'))).toBe('year-order');
    expect(said(parseYears('soon'))).toBe('year-number');
    expect(parseTimeRange('22:00', '06:00')).toMatchObject({
      ok: false,
      wrong: 'end',
      error: { code: 'time-order' },
    });
  });

  it('points at the wrong end', () => {
    const result = parseWeekdays('monday:fryday');
    expect(result).toMatchObject({ ok: false, error: { range: { start: 7, end: 13 } } });
  });
});

describe('isActive', () => {
  it('takes the start and leaves the end', () => {
    const office = { times: [{ startMinute: 540, endMinute: 1020 }] };
    expect(active(office, '2026-01-05T08:59:59Z')).toBe(false);
    expect(active(office, '2026-01-05T09:00:00Z')).toBe(true);
    expect(active(office, '2026-01-05T16:59:59Z')).toBe(true);
    expect(active(office, '2026-01-05T17:00:00Z')).toBe(false);
  });

  it('reads every condition in the location, through DST', () => {
    const berlin = { times: [{ startMinute: 540, endMinute: 600 }], location: 'Europe/Berlin' };
    expect(active(berlin, '2026-01-05T08:30:00Z')).toBe(true);
    expect(active(berlin, '2026-07-06T08:30:00Z')).toBe(false);
    expect(active(berlin, '2026-07-06T07:30:00Z')).toBe(true);
    const sunday = { weekdays: [{ begin: 0, end: 0 }], location: 'Pacific/Auckland' };
    expect(active(sunday, '2026-01-03T12:00:00Z')).toBe(true);
    expect(active({ weekdays: [{ begin: 0, end: 0 }] }, '2026-01-03T12:00:00Z')).toBe(false);
  });

  it('counts days from the end of the month', () => {
    const last = { daysOfMonth: [{ begin: -1, end: -1 }] };
    expect(active(last, '2026-02-28T12:00:00Z')).toBe(true);
    expect(active(last, '2028-02-28T12:00:00Z')).toBe(false);
    expect(active(last, '2028-02-29T12:00:00Z')).toBe(true);
    expect(active({ daysOfMonth: [{ begin: 31, end: 31 }] }, '2026-02-28T12:00:00Z')).toBe(false);
    expect(active({ daysOfMonth: [{ begin: 25, end: 31 }] }, '2026-02-28T12:00:00Z')).toBe(true);
  });

  it('loses a day in the month in which clocks go forward, as Alertmanager up to 0.34 does', () => {
    const last = { daysOfMonth: [{ begin: -1, end: -1 }], location: 'Europe/Berlin' };
    expect(active(last, '2026-03-31T12:00:00Z')).toBe(false);
    expect(active(last, '2026-03-30T12:00:00Z')).toBe(true);
    expect(active(last, '2026-03-31T12:00:00Z', true)).toBe(true);
    expect(active(last, '2026-10-31T12:00:00Z')).toBe(true);
  });

  it('goes past the end of the week, as Alertmanager 0.35 does', () => {
    const result = parseWeekdays('friday:monday', true);
    const weekdays = result.ok ? [result.value] : [];
    const days = ['2026-07-03', '2026-07-04', '2026-07-05', '2026-07-06', '2026-07-07', '2026-07-09'];
    expect(days.map((day) => active({ weekdays }, `${day}T12:00:00Z`))).toEqual([
      true,
      true,
      true,
      true,
      false,
      false,
    ]);
  });

  it('counts the days of the calendar where the interval says so', () => {
    const last = { daysOfMonth: [{ begin: -1, end: -1 }], location: 'Europe/Berlin', calendarMonths: true };
    expect(active(last, '2026-03-31T12:00:00Z')).toBe(true);
    expect(active(last, '2026-03-30T12:00:00Z')).toBe(false);
  });

  it('never holds for an empty list, always for none', () => {
    expect(active({}, '2026-01-01T00:00:00Z')).toBe(true);
    expect(active({ weekdays: [] }, '2026-01-01T00:00:00Z')).toBe(false);
    expect(active({ months: [{ begin: 13, end: 13 }] }, '2026-01-01T00:00:00Z')).toBe(false);
    expect(active({ years: [{ begin: 2026, end: 2026 }] }, '2026-01-01T00:00:00Z')).toBe(true);
  });
});

it('says why a route is muted', () => {
  const intervals = new Map([
    ['night', [{ times: [{ startMinute: 0, endMinute: 360 }] }]],
    ['weekend', [{ weekdays: [{ begin: 0, end: 0 }] }, { weekdays: [{ begin: 6, end: 6 }] }]],
  ]);
  const at = (mute: string[], only: string[], when: string): unknown =>
    mutedAt({ muteTimeIntervals: mute, activeTimeIntervals: only }, intervals, Date.parse(when));
  expect(at(['night', 'weekend'], [], '2026-01-05T03:00:00Z')).toEqual({
    kind: 'mute',
    intervals: ['night'],
  });
  expect(at(['night', 'weekend'], [], '2026-01-05T07:00:00Z')).toBeUndefined();
  expect(at([], ['weekend'], '2026-01-05T07:00:00Z')).toEqual({ kind: 'inactive', intervals: ['weekend'] });
  expect(at(['night'], ['weekend'], '2026-01-03T03:00:00Z')).toEqual({ kind: 'mute', intervals: ['night'] });
  expect(at(['unknown'], ['unknown'], '2026-01-03T03:00:00Z')).toBeUndefined();
});

it('knows zones in their exact spelling', () => {
  for (const name of [
    'UTC',
    'Local',
    'Europe/Berlin',
    'US/Eastern',
    'Etc/GMT+5',
    'GB',
    'Asia/Calcutta',
    'Asia/Kolkata',
  ]) {
    expect([name, isKnownZone(name)]).toEqual([name, true]);
  }
  for (const name of ['europe/berlin', '+02:00', 'CEST', 'Mars/Base', 'Europe/Berlin ', 'utc']) {
    expect([name, isKnownZone(name)]).toEqual([name, false]);
  }
  expect(zoneOf('Asia/Kolkata').offsetMs(0)).toBe(19_800_000);
});
