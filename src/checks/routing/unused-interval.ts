import { defineCheck } from '../contract.ts';
import { routesWithInterval } from '../support/interval-users.ts';

const files = (used: string): Record<string, string> => ({
  'alertmanager.yml': `route:
  receiver: everybody
  routes:
    - receiver: everybody
${used}receivers:
  - name: everybody
time_intervals:
  - name: nights
    time_intervals:
      - times: [{ start_time: '20:00', end_time: '24:00' }]
        location: Europe/Berlin
`,
});

export default defineCheck({
  meta: {
    id: 'routing/unused-interval',
    summary: 'time intervals that no route uses',
    why: 'The interval mutes no route: notifications that it should suppress are sent.',
    severity: 'warning',
    preset: 'recommended',
    examples: {
      wrong: [{ files: files(''), at: ['nights'] }],
      right: [{ files: files('      mute_time_intervals: [nights]\n') }],
    },
  },
  messages: {
    unused: (data: { name: string }) => ({
      message: `no route uses the time interval "${data.name}"`,
      why: 'an interval alone mutes nothing, and routes do not inherit intervals',
      help: 'add it under "mute_time_intervals" or "active_time_intervals" of a route, or remove it',
    }),
  },
  create: (context) => ({
    TimeInterval({ name }, document) {
      if (document.tree === undefined) return;
      if (routesWithInterval(document, name.value, context.project).length > 0) return;
      context.report('unused', { file: document.file, range: name.range }, { name: name.value });
    },
  }),
});
