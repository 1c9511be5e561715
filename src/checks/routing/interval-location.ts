import { defineCheck } from '../contract.ts';
import { intervalUsers } from '../support/interval-users.ts';

const files = (location: string): Record<string, string> => ({
  'alertmanager.yml': `route:
  receiver: everybody
receivers:
  - name: everybody
time_intervals:
  - name: nights
    time_intervals:
      - times: [{ start_time: '20:00', end_time: '24:00' }]
${location}`,
});

export default defineCheck({
  meta: {
    id: 'routing/interval-location',
    summary: 'time intervals with times of day but without a location',
    why: 'Without a location the times are UTC: the quiet hours of an office in Berlin end one or two hours late, and shift with daylight saving time.',
    severity: 'info',
    preset: 'strict',
    examples: {
      wrong: [{ files: files(''), at: ['times'] }],
      right: [
        { files: files('        location: Europe/Berlin\n') },
        { title: 'Explicit UTC', files: files('        location: UTC\n') },
      ],
    },
  },
  messages: {
    utc: (data: { name: string; users: string }) => ({
      message: `the times of the interval "${data.name}" are UTC, because it has no "location"`,
      why: `local time differs from UTC and shifts twice a year in many places${data.users}`,
      help: 'add "location: Europe/Berlin", or "location: UTC" if UTC is intended',
    }),
  },
  create: (context) => ({
    TimeInterval(named, document) {
      // The operator's objects have no location to set.
      if (document.origin === 'object') return;
      const name = named.name.value;
      for (const interval of named.intervals) {
        const local = interval.times !== undefined || interval.weekdays !== undefined;
        if (!local || interval.section.value('location') !== undefined) continue;
        const users = intervalUsers(document, name, context.project);
        context.report('utc', { file: document.file, range: interval.section.anchor }, { name, users });
      }
    },
  }),
});
