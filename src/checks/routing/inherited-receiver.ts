import { didYouMean } from '../../util/did-you-mean.ts';
import type { YamlNode } from '../../yaml/node.ts';
import { defineCheck } from '../contract.ts';
import { concerns, passingThrough } from '../support/alerts-concerned.ts';
import { showRoute } from '../support/show-matchers.ts';
import { routedAlerts, writtenRoutes } from '../../analysis/delivery/index.ts';

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
    summary: 'routes whose "receiver" is empty, so that they inherit that of the parent',
    why: 'null without quotes is the empty value of YAML: what was meant to reach nobody is sent to the team.',
    severity: 'warning',
    preset: 'recommended',
    examples: {
      wrong: [
        { title: 'null without quotes', files: files('null'), at: ['null'] },
        { title: 'A tilde is the same', files: files('~'), at: ['~'] },
        { title: 'An empty text', files: files("''"), at: ["''"] },
        { title: 'Nothing at all', files: files(''), at: ['receiver'] },
      ],
      right: [
        { files: files('"null"') },
        {
          title: 'Without the key the route inherits on purpose',
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
      message: `${data.written === '' ? 'the empty "receiver"' : `"receiver: ${data.written}"`} of ${data.route} names no receiver: its alerts go to "${data.receiver}"`,
      why: `${data.written === '' ? 'an empty value' : `${data.written} without quotes`} is no name, and the route inherits the receiver of its parent${data.alerts}`,
      help: data.named
        ? 'write receiver: "null"'
        : 'write receiver: "null" and define a receiver of that name if silence is meant; otherwise take the key out',
    }),
  },
  create: (context) => ({
    Alertmanager(document) {
      const { file, config } = document;
      const names = config.receivers.map(({ name }) => name.value);
      const routed = routedAlerts(document, context.project);
      for (const { route, node } of writtenRoutes(document)) {
        if (route.parent === undefined) continue;
        const entry = node.section.entry('receiver');
        if (entry === undefined || !isEmpty(entry.value)) continue;
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
      }
    },
  }),
});

function isEmpty(value: YamlNode): boolean {
  return value.kind === 'scalar' && value.text === '';
}
