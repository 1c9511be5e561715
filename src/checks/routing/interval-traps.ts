import type { TimeIntervalNode } from '../../documents/alertmanager/types.ts';
import type { Range } from '../../source/range.ts';
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
    summary: 'time intervals that end a minute early, never hold or always hold',
    why: 'The end of a time range does not belong to it: from 23:59 on, everybody is called for one minute each night.',
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
          title: 'A day that the months do not have',
          files: files("\n      - days_of_month: ['30:31']\n        months: [february]"),
          at: ['days_of_month'],
        },
        {
          title: 'Always',
          files: files('\n      - location: Europe/Berlin'),
          at: ['location'],
        },
      ],
      right: [
        { files: files("\n      - times: [{ start_time: '20:00', end_time: '24:00' }]") },
        {
          title: 'One minute short on purpose is written before 23:59',
          files: files("\n      - times: [{ start_time: '20:00', end_time: '23:30' }]"),
        },
      ],
    },
  },
  messages: {
    end: (data: { name: string; users: string }) => ({
      message: `the interval "${data.name}" ends before 23:59, so that the last minute of the day is not in it`,
      why: `the end of a range does not belong to it${data.users}`,
      help: 'write 24:00',
    }),
    never: (data: { name: string; users: string }) => ({
      message: `the interval "${data.name}" is empty and never holds`,
      why: `a route that is muted in it is never muted, one that is active in it never notifies${data.users}`,
      help: 'add times, weekdays, days of the month, months or years, or remove the interval',
    }),
    noSuchDay: (data: { name: string; users: string; days: number }) => ({
      message: `the interval "${data.name}" never holds: none of its months has more than ${data.days} days`,
      why: `a route that is muted in it is never muted, one that is active in it never notifies${data.users}`,
      help: 'write -1 for the last day of the month, or correct the days or the months',
    }),
    always: (data: { name: string; users: string }) => ({
      message: `the interval "${data.name}" sets no condition and always holds`,
      why: `a route that is muted in it never notifies${data.users}`,
      help: 'add times, weekdays, days of the month, months or years',
    }),
  },
  create: (context) => ({
    Alertmanager(document) {
      const { file, config } = document;
      for (const named of config.timeIntervals) {
        const name = named.name.value;
        const users = intervalUsers(document, name, context.project);
        if (named.intervals.length === 0)
          context.report('never', { file, range: named.name.range }, { name, users });
        for (const interval of named.intervals) {
          if (isUnconditional(interval)) {
            context.report('always', { file, range: interval.section.anchor }, { name, users });
          }
          const days = longestMonth(interval);
          if (interval.daysOfMonth?.every(({ begin }) => begin > days) === true) {
            const range = dayPlace(interval);
            if (range !== undefined) context.report('noSuchDay', { file, range }, { name, users, days });
          }
          for (const range of lastMinutes(interval)) context.report('end', { file, range }, { name, users });
        }
      }
    },
  }),
});

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

/** Where `23:59` stands as an end. */
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
