import { defineCheck } from '../contract.ts';
import type { Route } from '../../routing/tree/route.ts';
import { concerned, concerns, passingThrough } from '../support/alerts-concerned.ts';
import { mayCarry, mayLack, routedAlerts } from '../../analysis/delivery/index.ts';
import type { Concerned } from '../support/alerts-concerned.ts';
import type { RoutedAlerts } from '../../analysis/delivery/index.ts';

interface Options {
  readonly labels: readonly string[];
}

const DEFAULTS: Options = { labels: ['instance', 'pod', 'container_id', 'id', 'uid', 'ip', 'path', 'url'] };

const files = (labels: string): Record<string, string> => ({
  'alertmanager.yml': `route:
  receiver: everybody
  group_by: [${labels}]
receivers:
  - name: everybody
`,
});

export default defineCheck({
  meta: {
    id: 'routing/group-by-explodes',
    summary: '"group_by" with all labels, or with one that differs for each instance',
    why: 'When a switch fails, every pod behind it sends its own notification, in the middle of the incident.',
    severity: 'info',
    preset: 'strict',
    options: {
      schema: {
        type: 'object',
        additionalProperties: false,
        properties: {
          labels: {
            type: 'array',
            items: { type: 'string' },
            description: 'labels with too many values to group by',
          },
        },
      },
      defaults: DEFAULTS,
    },
    examples: {
      wrong: [
        { title: 'All labels', files: files("'...'"), at: ["'...'"] },
        { title: 'Only the instance', files: files('alertname, instance'), at: ['instance'] },
      ],
      right: [{ files: files('alertname, cluster, job') }],
    },
  },
  messages: {
    all: (data: { alerts: string }) => ({
      message: '"group_by: [...]" sends one notification for each alert',
      why: `no alerts are grouped${data.alerts}`,
      help: 'list the labels that identify an incident, such as [alertname, cluster]',
    }),
    many: (data: { label: string; alerts: string }) => ({
      message: `"group_by" with "${data.label}" sends one notification for each of its values`,
      why: `an alert that fires on many instances causes as many notifications${data.alerts}`,
      help: 'remove the label: the message can list its values within the group',
    }),
  },
  create: (context) => ({
    Route({ route, node }, document) {
      const { file } = document;
      const routed = routedAlerts(document, context.project);
      for (const { value: label, range } of node.located.groupBy) {
        if (label === '...') {
          context.report('all', { file, range }, { alerts: concerns(passingThrough(route, routed)) });
        } else if (context.options.labels.includes(label)) {
          const alerts = concerns(carriersAt(route, label, routed));
          context.report('many', { file, range }, { label, alerts });
        }
      }
    },
  }),
});

/** The alerts that pass a route and have the label. */
function carriersAt(route: Route, label: string, routed: RoutedAlerts): Concerned {
  const passing = routed.passing(route);
  return concerned(routed, ({ alert }) => {
    const known = routed.label(alert, label);
    if (!passing.has(alert) || !mayCarry(known)) return 'no';
    return mayLack(known) ? 'maybe' : 'yes';
  });
}
