import { didYouMean } from '../../util/did-you-mean.ts';
import { defineCheck } from '../contract.ts';
import { someNames } from '../support/alert-names.ts';
import { alertPlaces } from '../support/alert-places.ts';
import { alert, lokiAlert, ruleFile } from '../support/example-rules.ts';
import { isTypingError, mayCarry, routedAlerts } from '../../analysis/delivery/index.ts';

const RULES = ruleFile(
  alert('sum by (shop) (shop_queue_length) > 100', { name: 'ShopQueueLong', labels: { team: 'shop' } }),
);
const PROMETHEUS = `global:
  external_labels: { region: north }
rule_files: [rules.yml]
`;
const LOKI = `schema_config: { configs: [] }
ruler:
  external_labels: { cluster: a }
`;
const files = (labels: string): Record<string, string> => ({
  'alertmanager.yml': `route:
  receiver: everybody
  group_by: [${labels}]
receivers:
  - name: everybody
`,
  'prometheus.yml': PROMETHEUS,
  'rules.yml': RULES,
});

export default defineCheck({
  meta: {
    id: 'routing/group-by',
    summary: '"group_by" labels that no alert has',
    why: 'A label that all alerts lack does not separate them: unrelated alerts share one notification.',
    severity: 'warning',
    preset: 'recommended',
    examples: {
      wrong: [
        { title: 'A typo', files: files('alertname, tem'), at: ['tem'] },
        { title: 'Aggregated away', files: files('alertname, instance'), at: ['instance'] },
        { title: 'One name instead of two', files: files("'alertname, team'"), at: ["'alertname, team'"] },
        {
          title: 'The ruler of Loki adds other labels',
          files: {
            ...files('alertname, instance'),
            ...lokiAlert('sum(count_over_time({app="shop"} |= "error" [5m])) > 3'),
            'loki/loki.yaml': LOKI,
          },
          at: ['instance'],
        },
        {
          title: 'Similar to a label of the rules, but not in the expression',
          files: {
            ...files('severty'),
            'rules.yml': ruleFile(alert('shop_up == 0', { name: 'ShopDown', labels: { severity: 'page' } })),
          },
          at: ['severty'],
        },
      ],
      right: [
        {
          title: 'From the rule, the expression and the server',
          files: files('alertname, team, shop, region'),
        },
        {
          title: 'A label that the ruler of Loki adds',
          files: {
            ...files('alertname, instance'),
            ...lokiAlert('sum(count_over_time({app="shop"} |= "error" [5m])) > 3'),
            'loki/loki.yaml': LOKI.replace('cluster: a', 'instance: a'),
          },
        },
        { title: 'All labels', files: files("'...'") },
      ],
    },
  },
  messages: {
    unknown: (data: { label: string; similar: string; names: string }) => ({
      message: `"group_by" contains "${data.label}", which no alert has${data.similar}`,
      why: `the label has no effect on ${data.names}`,
      help: 'remove the label, or correct its name; the result of an aggregation has only the labels in "by"',
    }),
    several: (data: { label: string; written: readonly string[]; names: string }) => ({
      message: `"group_by" contains a single label "${data.label}", which is a list of names`,
      why: `no alert has a label of that name: it has no effect on ${data.names}`,
      help: `use [${data.written.join(', ')}], without quotes around the list`,
    }),
  },
  create: (context) => ({
    Route({ route, node }, document) {
      const { file } = document;
      const routed = routedAlerts(document, context.project);
      if (routed.alerts.length === 0) return;
      const alerts = [...routed.passing(route)];
      if (alerts.length === 0) return;
      for (const { value: label, range } of node.located.groupBy) {
        if (label === '...') continue;
        const names = someNames(alerts.map(({ name }) => name));
        if (/[,\s]/.test(label)) {
          context.report('several', { file, range }, { label, written: label.split(/[,\s]+/), names });
          continue;
        }
        const known = alerts.flatMap(({ rule }) =>
          [...rule.group.labels, ...rule.labels].map(({ name }) => name),
        );
        const similar = didYouMean(label, ['alertname', ...known]);
        const seen = alerts.map((alert) => routed.label(alert, label));
        if (seen.some(mayCarry) && !isTypingError(label, seen, similar)) continue;
        const data = {
          label,
          similar: similar === undefined ? '' : `; did you mean "${similar}"?`,
          names,
        };
        const related = alertPlaces(alerts.slice(0, 1), (name) => `"${name}" has no "${label}"`);
        context.report('unknown', { file, range }, data, { related });
      }
    },
  }),
});
