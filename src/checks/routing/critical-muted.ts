import { routeNode } from '../../documents/alertmanager-document.ts';
import { silentWindows } from '../../routing/report/silent-windows.ts';
import type { Window } from '../../routing/report/silent-windows.ts';
import type { TimeInterval, TimeIntervals } from '../../routing/time-intervals/interval.ts';
import type { Route } from '../../routing/tree/route.ts';
import { defineCheck } from '../contract.ts';
import { theAlerts } from '../support/alert-names.ts';
import { alert, ruleFile } from '../support/example-rules.ts';
import { routedAlerts } from '../support/routed-alerts.ts';
import { CRITICAL, severityIs } from '../support/severity.ts';

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

/** Monday, 5 January 2026: any week does, and checks have no clock. */
const WEEK: Window = { fromMs: Date.UTC(2026, 0, 5), toMs: Date.UTC(2026, 0, 12) };

export default defineCheck({
  meta: {
    id: 'routing/critical-muted',
    summary: 'critical alerts that reach nobody at some minute of the week',
    why: 'Every route that takes the alert is muted then: it fires, and nobody is told until the interval ends.',
    severity: 'warning',
    preset: 'strict',
    options: {
      schema: {
        type: 'object',
        additionalProperties: false,
        properties: {
          severities: {
            type: 'array',
            items: { type: 'string' },
            description: 'Values of "severity" that must always reach somebody.',
          },
        },
      },
      defaults: DEFAULTS,
    },
    examples: {
      wrong: [{ title: 'Weekends without a second route', files: files(''), at: ['[weekends]'] }],
      right: [
        {
          title: 'Another route takes it at weekends',
          files: files(`      continue: true
    - matchers: [severity="critical"]
      receiver: everybody
`),
        },
      ],
    },
  },
  messages: {
    muted: (data: { names: readonly string[]; when: string; minutes: string }) => ({
      message: `${theAlerts(data.names)} ${new Set(data.names).size === 1 ? 'reaches' : 'reach'} nobody ${data.when}`,
      why: `every route that takes critical alerts there is muted, ${data.minutes} a week (times in UTC)`,
      help: 'add a route without the interval, for whoever is on call then',
    }),
  },
  create: (context) => ({
    Alertmanager(document) {
      const { file, config } = document;
      if (config.timeIntervals.length === 0) return;
      const intervals = intervalsByName(config.timeIntervals);
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
        const windows = silentWindows(ends, intervals, WEEK.fromMs, WEEK.toMs);
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
        const when = sentence(first, windows.length - 1);
        const minutes = `${windows.reduce((sum, { fromMs, toMs }) => sum + (toMs - fromMs) / 60_000, 0)} minutes`;
        const related = others.map((other) => ({ file, range: other, message: 'muted here, too' }));
        context.report('muted', { file, range }, { names, when, minutes }, { related });
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

function sentence({ fromMs, toMs }: Window, more: number): string {
  const others = more === 0 ? '' : ` (and at ${more} other ${more === 1 ? 'time' : 'times'} of the week)`;
  return `from ${instant(fromMs)} to ${instant(toMs)}${others}`;
}

const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

function instant(ms: number): string {
  const date = new Date(ms);
  return `${DAYS[date.getUTCDay()]!} ${date.toISOString().slice(11, 16)}`;
}
