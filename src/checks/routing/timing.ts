import type { AlertmanagerDocument } from '../../documents/alertmanager-document.ts';
import { showRoute } from '../support/show-matchers.ts';
import type { Route, RouteSettings } from '../../routing/tree/route.ts';
import { formatDurationMs } from '../../go/durations/prometheus-duration.ts';
import { defineCheck } from '../contract.ts';
import { concerns, passingThrough } from '../support/alerts-concerned.ts';
import { timerPlace } from '../support/route-timers.ts';
import { routedAlerts, writtenRoutes } from '../../analysis/delivery/index.ts';

const files = (times: string): Record<string, string> => ({
  'alertmanager.yml': `route:
  receiver: everybody
${times}
receivers:
  - name: everybody
`,
});

export default defineCheck({
  meta: {
    id: 'routing/timing',
    summary: 'a "repeat_interval" shorter than the "group_interval"',
    why: 'A group is looked at once per group_interval, so that it cannot be repeated more often than that.',
    severity: 'warning',
    preset: 'recommended',
    peers: ['amlint repeat-before-group'],
    examples: {
      wrong: [
        { files: files('  group_interval: 1h\n  repeat_interval: 30m'), at: ['30m'] },
        { title: 'Against the default of 5m', files: files('  repeat_interval: 1m'), at: ['1m'] },
      ],
      right: [{ files: files('  group_interval: 5m\n  repeat_interval: 4h') }],
    },
  },
  messages: {
    repeat: (data: { route: string; repeat: string; interval: string; alerts: string }) => ({
      message: `"repeat_interval" is ${data.repeat}, but "group_interval" is ${data.interval}: reminders of ${data.route} come every ${data.interval}`,
      why: `a group is only looked at once per group_interval${data.alerts}`,
      help: `set "group_interval" to ${data.repeat} or less, or "repeat_interval" to ${data.interval} or more`,
    }),
  },
  create: (context) => ({
    Alertmanager(document) {
      const { file } = document;
      const routed = routedAlerts(document, context.project);
      for (const { route } of writtenRoutes(document)) {
        const { groupIntervalMs, repeatIntervalMs } = route.settings;
        if (repeatIntervalMs >= groupIntervalMs || inherits(route, document)) continue;
        const repeat = timerPlace(route, 'repeat');
        const interval = timerPlace(route, 'interval');
        const range = repeat ?? interval;
        if (range === undefined) continue;
        const related =
          repeat !== undefined && interval !== undefined
            ? [{ file, range: interval, message: 'the group_interval is set here' }]
            : [];
        const data = {
          route: route.parent === undefined ? 'this tree' : showRoute(route),
          repeat: formatDurationMs(repeatIntervalMs),
          interval: formatDurationMs(groupIntervalMs),
          alerts: concerns(passingThrough(route, routed)),
        };
        context.report('repeat', { file, range }, data, { related });
      }
    },
  }),
});

/** Both times are those of the parent, where the fault was told. */
function inherits(route: Route, document: AlertmanagerDocument): boolean {
  const { parent } = route;
  if (parent === undefined || (document.origin === 'object' && parent.parent === undefined)) return false;
  const times = ({ groupIntervalMs, repeatIntervalMs }: RouteSettings): string =>
    `${groupIntervalMs} ${repeatIntervalMs}`;
  return times(route.settings) === times(parent.settings);
}
