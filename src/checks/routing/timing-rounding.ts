import type { Range } from '../../source/range.ts';
import type { Route, RouteSettings } from '../../routing/tree/route.ts';
import { formatDurationMs } from '../../go/durations/prometheus-duration.ts';
import type { AlertmanagerDocument } from '../../documents/alertmanager-document.ts';
import { isJustBelow, justBelow, reminders } from '../../routing/grouping/reminders.ts';
import { defineCheck } from '../contract.ts';
import { concerns, endingIn } from '../support/alerts-concerned.ts';
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
    id: 'routing/timing-rounding',
    summary: 'effective route timings that differ from the configured ones',
    why: 'Alertmanager sends reminders at the first multiple of group_interval after repeat_interval, and changes of a group at the next multiple.',
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
        {
          title: 'A multiple: whether the tick is late enough is a race',
          files: files('  group_interval: 15m\n  repeat_interval: 30m'),
          at: ['30m'],
        },
      ],
      right: [{ files: files('  group_wait: 30s\n  group_interval: 5m\n  repeat_interval: 3h59m') }],
    },
  },
  messages: {
    between: (data: { repeat: string; interval: string; real: string; below: string; alerts: string }) => ({
      message: `"repeat_interval" ${data.repeat} is between two multiples of "group_interval" ${data.interval}: reminders are sent after ${data.real}`,
      why: `Alertmanager evaluates a group once per group_interval${data.alerts}`,
      help: `use ${data.below}, which states the effective time and stays below the multiple`,
    }),
    race: (data: { repeat: string; interval: string; real: string; below: string; alerts: string }) => ({
      message: `"repeat_interval" ${data.repeat} is a multiple of "group_interval" ${data.interval}: reminders are sent after ${data.real}, or after ${data.repeat} if sending takes no time`,
      why: `Alertmanager logs a notification shortly after the evaluation of the group, so ${data.repeat} later it is not old enough yet${data.alerts}`,
      help: `use ${data.below} for reminders after ${data.repeat}`,
    }),
    wait: (data: { wait: string; interval: string; alerts: string }) => ({
      message: `"group_wait" ${data.wait} is longer than "group_interval" ${data.interval}`,
      why: `the first notification of a group, the most important one, waits longer than every later one${data.alerts}`,
      help: 'use a group_wait of seconds, just enough to collect alerts that fire together',
    }),
  },
  create: (context) => ({
    Alertmanager(document) {
      const { file } = document;
      const routed = routedAlerts(document, context.project);
      for (const { timer, range, routes } of timersThatRound(document)) {
        const { groupWaitMs, groupIntervalMs, repeatIntervalMs } = routes[0].settings;
        const alerts = concerns(endingIn(routes, routed));
        const interval = formatDurationMs(groupIntervalMs);
        const repeat = formatDurationMs(repeatIntervalMs);
        if (timer === 'wait') {
          context.report('wait', { file, range }, { wait: formatDurationMs(groupWaitMs), interval, alerts });
        } else {
          const { afterMs, raceMs } = reminders(repeatIntervalMs, groupIntervalMs);
          const real = formatDurationMs(afterMs);
          const below = formatDurationMs(justBelow(raceMs ?? afterMs, groupIntervalMs));
          const id = raceMs === undefined ? 'between' : 'race';
          context.report(id, { file, range }, { repeat, interval, real, below, alerts });
        }
      }
    },
  }),
});

/** A written time, and the routes that come out differently by it with the same settings as the first of them. */
interface RoundedTimer {
  readonly timer: 'wait' | 'repeat';
  readonly range: Range;
  readonly routes: [Route, ...Route[]];
}

/** Each place is reported once, for the first route that it holds for. */
function timersThatRound(document: AlertmanagerDocument): RoundedTimer[] {
  const found = new Map<Range, RoundedTimer>();
  for (const { route } of writtenRoutes(document)) {
    for (const timer of ['wait', 'repeat'] as const) {
      if (!rounds(route.settings, timer)) continue;
      const range = timerPlace(route, timer);
      if (range === undefined) continue;
      const known = found.get(range);
      if (known === undefined) found.set(range, { timer, range, routes: [route] });
      else if (sameTimes(known.routes[0].settings, route.settings)) known.routes.push(route);
    }
  }
  return [...found.values()];
}

function rounds(settings: RouteSettings, timer: 'wait' | 'repeat'): boolean {
  const { groupWaitMs, groupIntervalMs, repeatIntervalMs } = settings;
  if (timer === 'wait') return groupWaitMs > groupIntervalMs;
  // Up to the group_interval itself, routing/timing speaks.
  return repeatIntervalMs > groupIntervalMs && !isJustBelow(repeatIntervalMs, groupIntervalMs);
}

function sameTimes(a: RouteSettings, b: RouteSettings): boolean {
  return a.groupIntervalMs === b.groupIntervalMs && a.repeatIntervalMs === b.repeatIntervalMs;
}
