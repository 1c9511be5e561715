import { defineCheck } from '../contract.ts';
import { showRoute } from '../support/show-matchers.ts';
import { hasIdleIntervals } from '../../routing/tree/idle-intervals.ts';

const files = (child: string): Record<string, string> => ({
  'alertmanager.yml': `route:
  receiver: team
  routes:
    - matchers: [severity="info"]
      receiver: team
      mute_time_intervals: [nights]
      routes:
        - receiver: chat
${child}receivers:
  - name: team
  - name: chat
time_intervals:
  - name: nights
    time_intervals: [{ times: [{ start_time: '20:00', end_time: '24:00' }] }]
`,
});

const KEYS = ['mute_time_intervals', 'active_time_intervals', 'muteTimeIntervals', 'activeTimeIntervals'];

export default defineCheck({
  meta: {
    id: 'routing/idle-intervals',
    summary: 'time intervals on a route whose child routes match every alert',
    why: 'Routes do not inherit time intervals: the route is muted, but its child routes notify all night.',
    severity: 'warning',
    preset: 'recommended',
    examples: {
      wrong: [{ files: files(''), at: ['mute_time_intervals'] }],
      right: [
        { title: 'Some alerts end in the route itself', files: files('          matchers: [team="a"]\n') },
      ],
    },
  },
  messages: {
    idle: (data: { key: string; route: string }) => ({
      message: `"${data.key}" of ${data.route} has no effect: a child route matches every alert`,
      why: 'no alert ends in this route, and child routes do not inherit time intervals',
      help: `move "${data.key}" to the child routes`,
    }),
  },
  create: (context) => ({
    Route({ route, node }, document) {
      const { file } = document;
      if (!hasIdleIntervals(route)) return;
      for (const key of KEYS) {
        const entry = node.section.entry(key);
        if (entry === undefined || node.section.items(key).length === 0) continue;
        context.report('idle', { file, range: entry.key.range }, { key, route: showRoute(route) });
      }
    },
  }),
});
