import type { AlertmanagerDocument } from '../../documents/alertmanager-document.ts';
import { showRoute } from '../support/show-matchers.ts';
import type { Route, RouteSettings } from '../../routing/tree/route.ts';
import { formatDurationMs } from '../../go/durations/prometheus-duration.ts';
import { justBelow, reminders } from '../../routing/grouping/reminders.ts';
import { defineCheck } from '../contract.ts';
import { concerns, passingThrough } from '../support/alerts-concerned.ts';
import { timerPlace } from '../support/route-timers.ts';
import { routedAlerts } from '../../analysis/delivery/index.ts';

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
    summary:
      'a "repeat_interval" without effect: not longer than "group_interval", or longer than the retention',
    why: 'Alertmanager evaluates a group once per group_interval, so reminders cannot be more frequent; with equal times it sends one at every second evaluation.',
    severity: 'warning',
    preset: 'recommended',
    peers: ['amlint repeat-before-group'],
    examples: {
      wrong: [
        { files: files('  group_interval: 1h\n  repeat_interval: 30m'), at: ['30m'] },
        { title: 'Against the default of 5m', files: files('  repeat_interval: 1m'), at: ['1m'] },
        {
          title: 'Equal: reminders at every second evaluation',
          files: files('  group_interval: 10m\n  repeat_interval: 10m'),
          at: ['10m'],
        },
        { title: 'Longer than the retention', files: files('  repeat_interval: 2w'), at: ['2w'] },
      ],
      right: [
        {
          title: 'The Alertmanager object sets the retention',
          files: {
            ...files('  repeat_interval: 2w'),
            'main.yaml': `apiVersion: monitoring.coreos.com/v1
kind: Alertmanager
metadata: { name: main }
spec: { retention: 500h }
`,
          },
        },
        { files: files('  group_interval: 5m\n  repeat_interval: 4h') },
      ],
    },
  },
  messages: {
    repeat: (data: { route: string; repeat: string; interval: string; alerts: string }) => ({
      message: `"repeat_interval" is ${data.repeat}, but "group_interval" is ${data.interval}: reminders of ${data.route} are sent every ${data.interval}`,
      why: `Alertmanager evaluates a group once per group_interval${data.alerts}`,
      help: `set "group_interval" below ${data.repeat} for more reminders, or "repeat_interval" below ${data.interval} (every evaluation) or above it (fewer)`,
    }),
    equal: (data: { route: string; interval: string; double: string; below: string; alerts: string }) => ({
      message: `"repeat_interval" and "group_interval" are both ${data.interval}: reminders of ${data.route} are sent every ${data.double}, or sometimes after ${data.interval}`,
      why: `Alertmanager evaluates the group every ${data.interval}, and the last notification is not old enough yet${data.alerts}`,
      help: `set "repeat_interval" to ${data.below} for a reminder every ${data.interval}`,
    }),
    retention: (data: { repeat: string; retention: string; known: boolean; alerts: string }) => ({
      message: `"repeat_interval" ${data.repeat} is longer than Alertmanager keeps the log of notifications (${data.retention}${data.known ? '' : ' unless --data.retention is set'})`,
      why: `Alertmanager forgets the notification and sends it again after ${data.retention}${data.alerts}`,
      help: `shorten it, or raise ${data.known ? '"retention" of the Alertmanager' : '--data.retention'} accordingly`,
    }),
  },
  create: (context) => ({
    Route({ route }, document) {
      const { file } = document;
      const routed = routedAlerts(document, context.project);
      const settings = context.project.settings.alertmanager;
      const retentionMs = settings.retentionMs ?? RETENTION_MS;
      const { groupIntervalMs, repeatIntervalMs } = route.settings;
      // A fault of its own: Alertmanager rejects a zero.
      if (repeatIntervalMs === 0 || groupIntervalMs === 0) return;
      const isForgotten = repeatIntervalMs > retentionMs;
      if ((repeatIntervalMs > groupIntervalMs && !isForgotten) || inherits(route, document)) return;
      const repeat = timerPlace(route, 'repeat');
      const interval = timerPlace(route, 'interval');
      const range = repeat ?? interval;
      if (range === undefined) return;
      const related =
        repeat !== undefined && interval !== undefined
          ? [{ file, range: interval, message: 'group_interval is set here' }]
          : [];
      const data = {
        route: route.parent === undefined ? 'this tree' : showRoute(route),
        repeat: formatDurationMs(repeatIntervalMs),
        interval: formatDurationMs(groupIntervalMs),
        alerts: concerns(passingThrough(route, routed)),
      };
      const place = { file, range };
      if (isForgotten) {
        const retention = formatDurationMs(retentionMs);
        context.report('retention', place, {
          ...data,
          retention,
          known: settings.retentionMs !== undefined,
        });
      } else if (repeatIntervalMs === groupIntervalMs) {
        const double = formatDurationMs(reminders(repeatIntervalMs, groupIntervalMs).afterMs);
        const below = formatDurationMs(justBelow(groupIntervalMs, groupIntervalMs));
        context.report('equal', place, { ...data, double, below }, { related });
      } else context.report('repeat', place, data, { related });
    },
  }),
});

/** Alertmanager's default for --data.retention. */
const RETENTION_MS = 120 * 3_600_000;

/** Both times are those of the parent, where the fault was reported. */
function inherits(route: Route, document: AlertmanagerDocument): boolean {
  const { parent } = route;
  if (parent === undefined || (document.origin === 'object' && parent.parent === undefined)) return false;
  const times = ({ groupIntervalMs, repeatIntervalMs }: RouteSettings): string =>
    `${groupIntervalMs} ${repeatIntervalMs}`;
  return times(route.settings) === times(parent.settings);
}
