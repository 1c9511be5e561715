import { didYouMean } from '../../util/did-you-mean.ts';
import type { YamlNode } from '../../yaml/node.ts';
import { defineCheck } from '../contract.ts';
import { concerns, passingThrough } from '../support/alerts-concerned.ts';
import { showRoute } from '../support/show-matchers.ts';
import { routedAlerts } from '../../analysis/delivery/index.ts';

const files = (receiver: string): Record<string, string> => ({
  'alertmanager.yml': `route:
  receiver: team
  routes:
    - matchers: [alertname="Watchdog"]
      receiver: ${receiver}
receivers:
  - name: team
  - name: "null"
`,
});

export default defineCheck({
  meta: {
    id: 'routing/inherited-receiver',
    summary: 'routes with an empty "receiver", which inherit the receiver of the parent',
    why: 'null without quotes is an empty value in YAML: alerts that should notify nobody go to the team.',
    severity: 'warning',
    preset: 'recommended',
    examples: {
      wrong: [
        { title: 'null without quotes', files: files('null'), at: ['null'] },
        { title: 'A tilde means null', files: files('~'), at: ['~'] },
        { title: 'An empty text', files: files("''"), at: ["''"] },
        { title: 'No value', files: files(''), at: ['receiver'] },
      ],
      right: [
        { files: files('"null"') },
        {
          title: 'Without the key the route inherits intentionally',
          files: {
            'alertmanager.yml': files('"null"')['alertmanager.yml']!.replace(
              /^ *receiver: "null"\n/m,
              '      group_by: [job]\n',
            ),
          },
        },
      ],
    },
  },
  messages: {
    inherits: (data: {
      route: string;
      receiver: string;
      written: string;
      named: boolean;
      alerts: string;
    }) => ({
      message: `${data.written === '' ? 'the empty "receiver"' : `"receiver: ${data.written}"`} of ${data.route} is not a receiver name: its alerts go to "${data.receiver}"`,
      why: `${data.written === '' ? 'an empty value' : `${data.written} without quotes`} is not a name, so the route inherits the receiver of its parent${data.alerts}`,
      help: data.named
        ? 'use receiver: "null"'
        : 'to notify nobody, use receiver: "null" and define a receiver of that name; otherwise remove the key',
    }),
  },
  create: (context) => ({
    Route({ route, node }, document) {
      const { file, config } = document;
      const names = config.receivers.map(({ name }) => name.value);
      const routed = routedAlerts(document, context.project);
      if (route.parent === undefined) return;
      const entry = node.section.entry('receiver');
      if (entry === undefined || !isEmpty(entry.value)) return;
      const { range } = entry.value;
      const written = file.slice(range);
      const data = {
        route: showRoute(route),
        receiver: route.settings.receiver,
        written: /^["']/.test(written) ? '' : written,
        named: names.includes('null') || didYouMean('null', names) !== undefined,
        alerts: concerns(passingThrough(route, routed)),
      };
      const place = range.end > range.start ? range : entry.key.range;
      context.report('inherits', { file, range: place }, data);
    },
  }),
});

function isEmpty(value: YamlNode): boolean {
  return value.kind === 'scalar' && value.text === '';
}
