import type { Range } from '../../source/range.ts';
import type { Route } from '../../routing/tree/route.ts';
import { formatDurationMs } from '../../util/duration.ts';
import { defineCheck } from '../contract.ts';
import { timerPlace } from '../support/route-timers.ts';
import { writtenRoutes } from '../support/routed-alerts.ts';

const files = (times: string): Record<string, string> => ({
  'alertmanager.yml': `route:
  receiver: everybody
${times}
receivers:
  - name: everybody
`,
});

/** Alertmanager's default for --data.retention. */
const RETENTION_MS = 120 * 3_600_000;

export default defineCheck({
  meta: {
    id: 'routing/timing-rounding',
    summary: 'times of routes that come out differently than they are written',
    why: 'Reminders come at a multiple of group_interval, news of a group waits for the next one, and what was sent is forgotten after the retention.',
    severity: 'info',
    preset: 'strict',
    peers: ['amlint wait-exceeds-interval'],
    examples: {
      wrong: [
        {
          title: 'Not a multiple',
          files: files('  group_interval: 5m\n  repeat_interval: 1h2m'),
          at: ['1h2m'],
        },
        {
          title: 'The first notification waits longer than later ones',
          files: files('  group_wait: 10m\n  group_interval: 5m'),
          at: ['10m'],
        },
        { title: 'Longer than anything is remembered', files: files('  repeat_interval: 2w'), at: ['2w'] },
      ],
      right: [{ files: files('  group_wait: 30s\n  group_interval: 5m\n  repeat_interval: 4h') }],
    },
  },
  messages: {
    multiple: (data: { repeat: string; interval: string; real: string }) => ({
      message: `"repeat_interval" ${data.repeat} is no multiple of "group_interval" ${data.interval}: reminders come after ${data.real}`,
      why: 'a group is only looked at once per group_interval',
      help: `write ${data.real}`,
    }),
    wait: (data: { wait: string; interval: string }) => ({
      message: `"group_wait" ${data.wait} is longer than "group_interval" ${data.interval}`,
      why: 'the first notification of a group, the one that counts, waits longer than every later one',
      help: 'choose a group_wait of seconds, just enough to collect what fires together',
    }),
    retention: (data: { repeat: string }) => ({
      message: `"repeat_interval" ${data.repeat} is longer than Alertmanager remembers what it sent (120h unless --data.retention says more)`,
      why: 'what is forgotten is sent again: reminders come after the retention',
      help: 'shorten it, or set --data.retention accordingly',
    }),
  },
  create: (context) => ({
    Alertmanager(document) {
      const { file } = document;
      const seen = new Set<Range>();
      const once = (route: Route, timer: 'wait' | 'repeat'): Range | undefined => {
        const range = timerPlace(route, timer);
        if (range === undefined || seen.has(range)) return undefined;
        seen.add(range);
        return range;
      };
      for (const { route } of writtenRoutes(document)) {
        const { groupWaitMs, groupIntervalMs, repeatIntervalMs } = route.settings;
        const interval = formatDurationMs(groupIntervalMs);
        const repeat = formatDurationMs(repeatIntervalMs);
        if (groupWaitMs > groupIntervalMs) {
          const range = once(route, 'wait');
          if (range !== undefined)
            context.report('wait', { file, range }, { wait: formatDurationMs(groupWaitMs), interval });
        }
        if (repeatIntervalMs > RETENTION_MS) {
          const range = once(route, 'repeat');
          if (range !== undefined) context.report('retention', { file, range }, { repeat });
        } else if (repeatIntervalMs > groupIntervalMs && repeatIntervalMs % groupIntervalMs !== 0) {
          const real = formatDurationMs(Math.ceil(repeatIntervalMs / groupIntervalMs) * groupIntervalMs);
          const range = once(route, 'repeat');
          if (range !== undefined) context.report('multiple', { file, range }, { repeat, interval, real });
        }
      }
    },
  }),
});
