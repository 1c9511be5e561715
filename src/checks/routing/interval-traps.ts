import type { AlertmanagerDocument } from '../../documents/alertmanager-document.ts';
import type { Project } from '../../project/project.ts';
import type { TimeIntervalNode } from '../../documents/alertmanager/types.ts';
import type { Range } from '../../source/range.ts';
import { isAlwaysMuted } from '../../routing/time-intervals/always-muted.ts';
import { showRoute } from '../support/show-matchers.ts';
import { defineCheck } from '../contract.ts';
import { intervalUsers } from '../support/interval-users.ts';

const files = (interval: string): Record<string, string> => ({
  'alertmanager.yml': `route:
  receiver: everybody
  routes:
    - receiver: everybody
      mute_time_intervals: [nights]
receivers:
  - name: everybody
time_intervals:
  - name: nights
    time_intervals:${interval}
`,
});

export default defineCheck({
  meta: {
    id: 'routing/interval-traps',
    summary: 'time intervals that end a minute early, are always or never active, or always mute a route',
    why: 'The end of a time range is exclusive: an interval that ends at 23:59 leaves one minute each night in which notifications are sent.',
    severity: 'warning',
    preset: 'recommended',
    examples: {
      wrong: [
        {
          title: 'The last minute of the day is missing',
          files: files("\n      - times: [{ start_time: '20:00', end_time: '23:59' }]"),
          at: ["'23:59'"],
        },
        { title: 'Never', files: files(' []'), at: ['nights'] },
        {
          title: 'A day that these months do not have',
          files: files("\n      - days_of_month: ['30:31']\n        months: [february]"),
          at: ['days_of_month'],
        },
        {
          title: 'Always',
          files: files('\n      - location: Europe/Berlin'),
          at: ['location'],
        },
        {
          title: 'The whole day, every day',
          files: files("\n      - times: [{ start_time: '00:00', end_time: '24:00' }]"),
          at: ['[nights]'],
        },
        {
          title: 'Days that add up to the week',
          files: files("\n      - weekdays: ['monday:friday']\n      - weekdays: ['saturday', 'sunday']"),
          at: ['[nights]'],
        },
        {
          title: 'Years in the past',
          files: files("\n      - years: ['2021:2023']"),
          at: ['years'],
        },
      ],
      right: [
        { files: files("\n      - times: [{ start_time: '20:00', end_time: '24:00' }]") },
        {
          title: 'A range that ends before 23:59 is intended',
          files: files("\n      - times: [{ start_time: '20:00', end_time: '23:30' }]"),
        },
      ],
    },
  },
  messages: {
    end: (data: { name: string; users: string }) => ({
      message: `the interval "${data.name}" ends before 23:59, so it does not include the last minute of the day`,
      why: `the end of a range is exclusive${data.users}`,
      help: 'use 24:00',
    }),
    never: (data: { name: string; users: string }) => ({
      message: `the interval "${data.name}" is empty and never active`,
      why: `as a mute time it has no effect, and a route that is only active in it never notifies${data.users}`,
      help: 'add times, weekdays, days of the month, months or years, or remove the interval',
    }),
    noSuchDay: (data: { name: string; users: string; days: number }) => ({
      message: `the interval "${data.name}" is never active: none of its months has more than ${data.days} days`,
      why: `as a mute time it has no effect, and a route that is only active in it never notifies${data.users}`,
      help: 'use -1 for the last day of the month, or correct the days or the months',
    }),
    past: (data: { name: string; users: string; year: number }) => ({
      message: `the interval "${data.name}" is no longer active: its last year is ${data.year}`,
      why: `as a mute time it has no effect, and a route that is only active in it never notifies${data.users}`,
      help: 'correct the years, or remove "years" for every year',
    }),
    silent: (data: { route: string; receiver: string; how: string }) => ({
      message: `${data.route} to "${data.receiver}" never notifies: ${data.how}`,
      why: 'the route suppresses every notification at any time',
      help: 'correct the intervals; to notify nobody, send the alerts to a receiver without integrations',
    }),
    always: (data: { name: string; users: string }) => ({
      message: `the interval "${data.name}" has no condition and is always active`,
      why: `a route that mutes in it never notifies${data.users}`,
      help: 'add times, weekdays, days of the month, months or years',
    }),
  },
  create: (context) => ({
    TimeInterval(named, document) {
      const { file } = document;
      const name = named.name.value;
      const users = intervalUsers(document, name, context.project);
      if (named.intervals.length === 0)
        context.report('never', { file, range: named.name.range }, { name, users });
      for (const interval of named.intervals) {
        if (isUnconditional(interval)) {
          context.report('always', { file, range: interval.section.anchor }, { name, users });
        }
        const { years } = interval;
        const year = Math.max(...(years ?? []).map(({ end }) => end));
        if (years !== undefined && years.length > 0 && year < THIS_YEAR) {
          const range = interval.section.entry('years')?.key.range ?? interval.section.anchor;
          context.report('past', { file, range }, { name, users, year });
        }
        const days = longestMonth(interval);
        if (interval.daysOfMonth?.every(({ begin }) => begin > days) === true) {
          const range = dayPlace(interval);
          if (range !== undefined) context.report('noSuchDay', { file, range }, { name, users, days });
        }
        for (const range of lastMinutes(interval)) context.report('end', { file, range }, { name, users });
      }
    },
    Route({ route, node }, document) {
      const { file } = document;
      const intervals = context.project.once(intervalsOf, document);
      const { muteTimeIntervals: mute, activeTimeIntervals: active, receiver } = route.settings;
      const named = [...mute, ...active].map((name) => intervals.get(name) ?? []);
      // An interval that never or always holds by itself is reported there.
      if (named.some((of) => of.length === 0 || of.some(isToldAlone))) return;
      if (!isAlwaysMuted(route.settings, intervals, FIRST_DAY_MS)) return;
      const key = KEYS.find((each) => node.section.items(each).length > 0);
      const range = key === undefined ? node.range : node.section.value(key)!.range;
      const how = describeMuting(mute, active);
      context.report('silent', { file, range }, { route: showRoute(route), receiver, how });
    },
  }),
});

function intervalsOf(
  _: Project,
  { config }: AlertmanagerDocument,
): ReadonlyMap<string, readonly TimeIntervalNode[]> {
  return new Map(config.timeIntervals.map(({ name, intervals }) => [name.value, intervals]));
}

const KEYS = ['mute_time_intervals', 'active_time_intervals', 'muteTimeIntervals', 'activeTimeIntervals'];

/** Checks have no clock: no earlier year than that of the newest Alertmanager that is known here. */
const THIS_YEAR = 2026;
const FIRST_DAY_MS = Date.UTC(THIS_YEAR, 0, 1);

function isToldAlone(interval: TimeIntervalNode): boolean {
  const { years, daysOfMonth } = interval;
  const days = longestMonth(interval);
  return (
    isUnconditional(interval) ||
    years?.every(({ end }) => end < THIS_YEAR) === true ||
    daysOfMonth?.every(({ begin }) => begin > days) === true
  );
}

function describeMuting(mute: readonly string[], active: readonly string[]): string {
  const names = (list: readonly string[]): string => list.map((name) => `"${name}"`).join(' and ');
  if (active.length === 0)
    return `${names(mute)}, in which it is muted, ${mute.length === 1 ? 'covers' : 'cover'} the whole time`;
  if (mute.length === 0)
    return `${names(active)}, in which it is active, ${active.length === 1 ? 'is' : 'are'} never active`;
  return `${names(mute)} ${mute.length === 1 ? 'mutes' : 'mute'} it during all of ${names(active)}, in which it is active`;
}

function isUnconditional(interval: TimeIntervalNode): boolean {
  const { times, weekdays, daysOfMonth, months, years } = interval;
  return [times, weekdays, daysOfMonth, months, years].every((condition) => condition === undefined);
}

/** The days of the longest of an interval's months, in a leap year. */
function longestMonth({ months }: TimeIntervalNode): number {
  const numbers = months?.flatMap(({ begin, end }) =>
    MONTH_DAYS.filter((_, i) => i + 1 >= begin && i + 1 <= end),
  );
  return numbers === undefined || numbers.length === 0 ? 31 : Math.max(...numbers);
}

const MONTH_DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function dayPlace({ section }: TimeIntervalNode): Range | undefined {
  return (section.entry('days_of_month') ?? section.entry('daysOfMonth'))?.key.range;
}

/** Where `23:59` is an end. */
function lastMinutes({ section }: TimeIntervalNode): Range[] {
  return section.items('times').flatMap((item) => {
    if (item.kind !== 'map') return [];
    return item.entries.flatMap(({ key, value }) =>
      ['end_time', 'endTime'].includes(key.text) && value.kind === 'scalar' && value.text === '23:59'
        ? [value.range]
        : [],
    );
  });
}
