import { routeNode } from '../../documents/alertmanager-document.ts';
import type { Receiver } from '../../documents/alertmanager/types.ts';
import { silentWindows } from '../../routing/report/silent-windows.ts';
import type { Window } from '../../routing/report/silent-windows.ts';
import type { TimeInterval, TimeIntervals } from '../../routing/time-intervals/interval.ts';
import type { Route } from '../../routing/tree/route.ts';
import { formatDurationMs } from '../../go/durations/prometheus-duration.ts';
import { defineCheck } from '../contract.ts';
import { theAlerts } from '../support/alert-names.ts';
import { alert, ruleFile } from '../support/example-rules.ts';
import { CRITICAL, routedAlerts, severityIs } from '../../analysis/delivery/index.ts';

interface Options {
  readonly severities: readonly string[];
}

const DEFAULTS: Options = { severities: CRITICAL };

const RULES = ruleFile(alert('up{job="shop"} == 0', { name: 'ShopDown', labels: { severity: 'critical' } }));
const files = (more: string): Record<string, string> => ({
  'alertmanager.yml': `route:
  receiver: everybody
  routes:
    - matchers: [severity="critical"]
      receiver: pager
      mute_time_intervals: [weekends]
${more}receivers:
  - name: everybody
  - name: pager
time_intervals:
  - name: weekends
    time_intervals:
      - weekdays: ['saturday', 'sunday']
        location: Europe/Berlin
`,
  'rules.yml': RULES,
});

/** Berlin from a time of day on, and New York, whose midnight is 06:00 in Berlin in winter. */
const shifts = (from: string): Record<string, string> => ({
  'alertmanager.yml': `route:
  receiver: berlin
  routes:
    - matchers: [severity="critical"]
      receiver: berlin
      active_time_intervals: [berlin]
      continue: true
    - matchers: [severity="critical"]
      receiver: new-york
      active_time_intervals: [new-york]
receivers:
  - name: berlin
    webhook_configs: [{ url: 'http://127.0.0.1:9099/' }]
  - name: new-york
    webhook_configs: [{ url: 'http://127.0.0.1:9099/' }]
time_intervals:
  - name: berlin
    time_intervals:
      - times: [{ start_time: '${from}', end_time: '19:00' }]
        location: Europe/Berlin
  - name: new-york
    time_intervals:
      - times: [{ start_time: '13:00', end_time: '24:00' }]
        location: America/New_York
`,
  'rules.yml': RULES,
});

/** Checks have no clock: the week from Monday, 5 January 2026. */
const WEEK = weekFrom(2026, 0, 5);

/**
 * Weeks in which places are at other distances from one another than in January: only America has changed its clocks,
 * all of the north has, only Europe has changed them back.
 */
const OTHER_WEEKS = [weekFrom(2026, 2, 9), weekFrom(2026, 6, 6), weekFrom(2026, 9, 26)];

function weekFrom(year: number, month: number, day: number): Window {
  return { fromMs: Date.UTC(year, month, day), toMs: Date.UTC(year, month, day + 7) };
}

export default defineCheck({
  meta: {
    id: 'routing/critical-muted',
    summary: 'critical alerts that notify nobody at some minute of the week',
    why: 'Every route that matches the alert is muted at that time: it fires, but nobody is notified until the interval ends.',
    severity: 'warning',
    preset: 'recommended',
    options: {
      schema: {
        type: 'object',
        additionalProperties: false,
        properties: {
          severities: {
            type: 'array',
            items: { type: 'string' },
            description: 'values of "severity" that must always notify someone',
          },
        },
      },
      defaults: DEFAULTS,
    },
    examples: {
      wrong: [
        { title: 'Weekends without a second route', files: files(''), at: ['[weekends]'] },
        {
          title: 'Two sites alternate: in March only one of them has changed its clocks',
          files: shifts('06:00'),
          at: ['[berlin]'],
        },
      ],
      right: [
        {
          title: 'Two sites alternate, and overlap',
          files: shifts('05:00'),
        },
        {
          title: 'Another route matches at weekends',
          files: files(`      continue: true
    - matchers: [severity="critical"]
      receiver: everybody
`),
        },
      ],
    },
  },
  messages: {
    muted: (data: { names: readonly string[]; when: string; time: string }) => ({
      message: `${theAlerts(data.names)} ${new Set(data.names).size === 1 ? 'notifies' : 'notify'} nobody ${data.when}`,
      why: `every matching route is muted, ${data.time} a week (times in UTC)`,
      help: 'add a route without the interval, to the on-call of that time',
    }),
  },
  create: (context) => ({
    Alertmanager(document) {
      const { file, config } = document;
      if (config.timeIntervals.length === 0) return;
      const intervals = intervalsByName(config.timeIntervals);
      const empty = emptyReceivers(config.receivers);
      const found = new Map<string, { ends: readonly Route[]; names: string[] }>();
      for (const { alert: critical, ends } of routedAlerts(document, context.project).routed) {
        if (!severityIs(critical, context.options.severities) || !ends.every(({ certain }) => certain))
          continue;
        const key = ends.map(({ route }) => route.index).join(' ');
        const known = found.get(key);
        if (known === undefined) {
          found.set(key, { ends: ends.map(({ route }) => route), names: [critical.name] });
        } else known.names.push(critical.name);
      }
      for (const { ends, names } of found.values()) {
        const telling = ends.filter(({ settings }) => !empty.has(settings.receiver));
        // If no receiver ever notifies anybody, routing/reaches-nobody reports it.
        if (telling.length === 0) continue;
        const { windows, week } = silentTimes(telling, intervals);
        const [first] = windows;
        if (first === undefined) continue;
        const places = ends.flatMap((route) => {
          const { section } = routeNode(route);
          const keys = [
            'mute_time_intervals',
            'active_time_intervals',
            'muteTimeIntervals',
            'activeTimeIntervals',
          ];
          return keys.flatMap((key) => section.value(key)?.range ?? []);
        });
        const [range, ...others] = places;
        if (range === undefined) continue;
        const when = sentence(first, windows.length - 1, week);
        const time = formatDurationMs(windows.reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0));
        const related = others.map((other) => ({ file, range: other, message: 'also muted here' }));
        context.report('muted', { file, range }, { names, when, time }, { related });
      }
    },
  }),
});

function intervalsByName(
  named: readonly {
    readonly name: { readonly value: string };
    readonly intervals: readonly TimeInterval[];
  }[],
): TimeIntervals {
  return new Map(named.map(({ name, intervals }) => [name.value, intervals]));
}

/** When the routes are silent: in the usual week, else in the first where clocks differ. */
function silentTimes(
  routes: readonly Route[],
  intervals: TimeIntervals,
): { windows: Window[]; week: Window } {
  const places = new Set([...intervals.values()].flat().map(({ location }) => location ?? 'UTC'));
  for (const week of places.size > 1 ? [WEEK, ...OTHER_WEEKS] : [WEEK]) {
    const windows = silentWindows(routes, intervals, week.fromMs, week.toMs);
    if (windows.length > 0) return { windows, week };
  }
  return { windows: [], week: WEEK };
}

/** Receivers without any integration; none where all are so, as in a skeleton that something fills in. */
function emptyReceivers(receivers: readonly Receiver[]): ReadonlySet<string> {
  const empty = receivers.filter(({ integrations }) => integrations.length === 0);
  return new Set(empty.length === receivers.length ? [] : empty.map(({ name }) => name.value));
}

function sentence({ fromMs, toMs }: Window, more: number, week: Window): string {
  const others = more === 0 ? '' : ` (and at ${more} other ${more === 1 ? 'time' : 'times'} of the week)`;
  const season =
    week === WEEK ? '' : ` in weeks such as that of ${new Date(week.fromMs).toISOString().slice(0, 10)}`;
  return `from ${instant(fromMs)} to ${instant(toMs)}${season}${others}`;
}

const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

function instant(ms: number): string {
  const date = new Date(ms);
  return `${DAYS[date.getUTCDay()]!} ${date.toISOString().slice(11, 16)}`;
}
