import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coverage } from '../../src/routing/report/coverage.ts';
import { labelSet } from '../../src/routing/labels.ts';
import type { TimeInterval } from '../../src/routing/time-intervals/interval.ts';
import { buildRouteTree } from '../../src/routing/tree/build.ts';
import { route } from './routes.ts';

/**
 * The minutes of a week in which a critical alert reaches nobody, against an evaluation of each of its 10,080 minutes
 * that shares nothing with the routing layer: clocks are read from Intl.
 */

const MINUTE = 60_000;
const ALERT = { name: 'Down', labels: labelSet({ alertname: 'Down', severity: 'critical' }) };

const ZONES = [
  undefined,
  'Europe/Berlin',
  'America/New_York',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
  'America/Sao_Paulo',
  'Pacific/Apia',
];
/** Weeks in which clocks change here or there, and an usual one. */
const WEEKS = [
  '2026-01-05',
  '2026-03-06',
  '2026-03-26',
  '2026-04-01',
  '2026-10-01',
  '2026-10-22',
  '2026-10-30',
  '2024-02-26',
];

interface Local {
  readonly minute: number;
  readonly day: number;
  readonly weekday: number;
  readonly month: number;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function localTime(zone: string, ms: number): Local {
  let format = formats.get(zone);
  if (format === undefined) {
    const options = {
      timeZone: zone,
      hourCycle: 'h23',
      weekday: 'short',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
    } as const;
    formats.set(zone, (format = new Intl.DateTimeFormat('en-US', options)));
  }
  const parts = Object.fromEntries(format.formatToParts(ms).map(({ type, value }) => [type, value]));
  return {
    minute: Number(parts['hour']) * 60 + Number(parts['minute']),
    day: Number(parts['day']),
    weekday: ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'].indexOf(parts['weekday'] ?? ''),
    month: Number(parts['month']),
  };
}

function holds({ times, weekdays, daysOfMonth, months, location }: TimeInterval, ms: number): boolean {
  const { minute, day, weekday, month } = localTime(location ?? 'UTC', ms);
  const within = (ranges: TimeInterval['weekdays'], value: number): boolean =>
    ranges === undefined || ranges.some(({ begin, end }) => begin <= value && value <= end);
  const inTimes =
    times === undefined ||
    times.some(({ startMinute, endMinute }) => startMinute <= minute && minute < endMinute);
  return inTimes && within(weekdays, weekday) && within(daysOfMonth, day) && within(months, month);
}

const range = (least: number, most: number): fc.Arbitrary<{ begin: number; end: number }> =>
  fc
    .tuple(fc.integer({ min: least, max: most }), fc.integer({ min: least, max: most }))
    .map(([a, b]) => ({ begin: Math.min(a, b), end: Math.max(a, b) }));
const maybe = <T>(list: fc.Arbitrary<T>): fc.Arbitrary<readonly T[] | undefined> =>
  fc.option(fc.array(list, { minLength: 1, maxLength: 2 }), { nil: undefined });

const interval: fc.Arbitrary<TimeInterval> = fc.record({
  times: maybe(
    fc
      .tuple(fc.integer({ min: 0, max: 1439 }), fc.integer({ min: 1, max: 1440 }))
      .map(([start, length]) => ({ startMinute: start, endMinute: Math.min(1440, start + length) })),
  ),
  weekdays: maybe(range(0, 6)),
  daysOfMonth: fc.oneof(
    { weight: 4, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary: maybe(range(1, 28)) },
  ),
  months: fc.oneof(
    { weight: 4, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary: maybe(range(1, 12)) },
  ),
  location: fc.constantFrom(...ZONES),
});

const NAMES = ['a', 'b', 'c'];
const settings = fc.record({
  receiver: fc.constantFrom('pager', 'chat', 'nobody'),
  muteTimeIntervals: fc.subarray(NAMES, { maxLength: 2 }),
  activeTimeIntervals: fc.subarray(NAMES, { maxLength: 2 }),
});

describe('minutes of a week without notifications of a critical alert', () => {
  it('are those that each minute alone gives, in weeks with and without a change of clocks', () => {
    fc.assert(
      fc.property(
        fc.array(settings, { minLength: 1, maxLength: 3 }),
        fc.array(fc.array(interval, { minLength: 1, maxLength: 2 }), { minLength: 3, maxLength: 3 }),
        fc.constantFrom(...WEEKS),
        (routes, lists, week) => {
          const tree = buildRouteTree(
            route('', {
              receiver: 'root',
              routes: routes.map((one) => route('severity="critical"', { ...one, continue: true })),
            }),
          );
          const timeIntervals = new Map(NAMES.map((name, i) => [name, lists[i]!]));
          const fromMs = Date.parse(`${week}T00:00:00Z`);
          const toMs = fromMs + 7 * 24 * 60 * MINUTE;
          const { rows } = coverage(tree, [ALERT], {
            receivers: [],
            timeIntervals,
            tellNobody: new Set(['nobody']),
            week: { fromMs, toMs },
          });
          const silent = new Set(rows[0]!.silent.flatMap((window) => minutesOf(window.fromMs, window.toMs)));
          const any = (names: readonly string[], ms: number): boolean =>
            names.some((name) => timeIntervals.get(name)!.some((one) => holds(one, ms)));
          for (const ms of minutesOf(fromMs, toMs)) {
            const told = routes.some(
              ({ receiver, muteTimeIntervals: mute, activeTimeIntervals: active }) =>
                receiver !== 'nobody' && !any(mute, ms) && (active.length === 0 || any(active, ms)),
            );
            if (silent.has(ms) === told)
              expect.fail(`${new Date(ms).toISOString()}: ${told ? 'somebody is' : 'nobody is'} told`);
          }
        },
      ),
      { numRuns: 12, seed: 6 },
    );
  });

  it('are the whole week where only a receiver without integration is reached', () => {
    const tree = buildRouteTree(route('', { receiver: 'nobody' }));
    const week = { fromMs: 0, toMs: 10_080 * MINUTE };
    const { rows } = coverage(tree, [ALERT], {
      receivers: [],
      timeIntervals: new Map(),
      tellNobody: new Set(['nobody']),
      week,
    });
    expect(rows[0]!.silent).toEqual([week]);
  });
});

function minutesOf(fromMs: number, toMs: number): number[] {
  return Array.from({ length: (toMs - fromMs) / MINUTE }, (_, i) => fromMs + i * MINUTE);
}
