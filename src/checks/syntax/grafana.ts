import type { DocumentIssue } from '../../documents/issue.ts';
import { parseTemplateText } from '../../template/syntax/parser.ts';
import { scalarRange } from '../../yaml/offsets.ts';
import { defineCheck } from '../contract.ts';

const files = (rule: string, interval = '1m'): Record<string, string> => ({
  'provisioning/alerting/rules.yaml': `apiVersion: 1
groups:
  - orgId: 1
    name: shop
    folder: Shop
    interval: ${interval}
    rules:
      - uid: shop-down
        title: ShopDown
        condition: C
        data:
          - refId: A
            datasourceUid: prom
            model: { expr: 'up{job="shop"}', datasource: { type: prometheus } }
          - refId: C
            datasourceUid: __expr__
            model: { type: threshold, expression: A, conditions: [{ evaluator: { type: lt, params: [1] } }] }
${rule}
`,
});
const policy = (matchers: string): Record<string, string> => ({
  'provisioning/alerting/policies.yaml': `apiVersion: 1
policies:
  - orgId: 1
    receiver: chat
    routes:
      - receiver: pager
        object_matchers: ${matchers}
`,
});

export default defineCheck({
  meta: {
    id: 'syntax/grafana',
    summary: 'provisioned alerting that Grafana refuses, and rules that fail at every evaluation',
    why: 'Grafana does not start with a provisioning file that it refuses, and a rule that fails does what "execErrState" says.',
    severity: 'error',
    preset: 'recommended',
    examples: {
      wrong: [
        { title: 'A duration that is not one', files: files('        for: 5 minutes'), at: ['5 minutes'] },
        { title: 'A state of another product', files: files('        noDataState: Firing'), at: ['Firing'] },
        { title: 'Not a multiple of ten seconds', files: files('        for: 5m', '15s'), at: ['15s'] },
        {
          title: 'An expression that asks for a query that is not there',
          files: {
            'rules.yaml': files('        for: 5m')['provisioning/alerting/rules.yaml']!.replace(
              'expression: A',
              'expression: B',
            ),
          },
          at: ['B'],
        },
        {
          title: 'A pattern that is not closed',
          files: policy("[[severity, '=~', '(']]"),
          at: ["'('"],
        },
        {
          title: 'A template that does not parse',
          files: files("        annotations: { summary: '{{ $labels.job' }"),
          at: [`'{{ $labels.job'`],
        },
      ],
      right: [
        {
          files: files(
            "        for: 5m\n        annotations: { summary: '{{ $values.A.Value | humanize }}' }",
          ),
        },
        { files: policy("[[severity, '=', critical]]") },
        { title: 'A value from the environment', files: files('        for: $PENDING') },
      ],
    },
  },
  messages: {
    issue: ({ message, why, help }: Pick<DocumentIssue, 'message' | 'why' | 'help'>) => ({
      message,
      why: why ?? 'Grafana refuses the file',
      help: help ?? 'correct it',
    }),
    template: (data: { field: string; error: string }) => ({
      message: `the template of "${data.field}" does not parse: ${data.error}`,
      why: 'Grafana shows an error in place of the text',
      help: 'correct the template',
    }),
  },
  create: (context) => ({
    GrafanaAlerting({ file, issues, rules }) {
      for (const issue of issues) context.report('issue', { file, range: issue.range }, issue);
      for (const rule of rules) {
        for (const { name, value } of [...rule.labels, ...rule.annotations]) {
          if (!value.value.includes('{{')) continue;
          const options = { name, hasFunction: () => true, variables: ['$labels', '$values', '$value'] };
          const [error] = parseTemplateText(value.value, options).errors;
          if (error === undefined) continue;
          const range = scalarRange(value.node, file.text, error.range.start, error.range.end);
          const place = range.end > range.start ? range : value.range;
          context.report('template', { file, range: place }, { field: name, error: error.message });
        }
      }
    },
  }),
});
