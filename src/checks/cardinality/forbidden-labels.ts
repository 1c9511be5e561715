import { factsOf } from '../../analysis/expression/index.ts';
import type { Project } from '../../project/project.ts';
import { labelFact } from '../../promql/infer/index.ts';
import type { AggregateExpr } from '../../promql/syntax/ast.ts';
import { defineCheck } from '../contract.ts';
import { lokiAlert, record, ruleFile } from '../support/example-rules.ts';
import type { Place } from '../contract.ts';

interface Options {
  readonly labels: readonly string[];
  readonly streams: readonly string[];
}

const DEFAULTS: Options = { labels: [], streams: [] };
const CONFIG = `checks:
  cardinality/forbidden-labels: { labels: [user_id] }
`;

export default defineCheck({
  meta: {
    id: 'cardinality/forbidden-labels',
    summary: 'labels with too many values, used in groupings, rules or log streams',
    why: 'A label with one value per user or request multiplies the series (and the Loki streams) by the number of its values.',
    severity: 'error',
    preset: 'recommended',
    peers: ['pint promql/aggregate', 'promruval expressionDoesNotUseLabels'],
    options: {
      schema: {
        type: 'object',
        additionalProperties: false,
        properties: {
          labels: {
            type: 'array',
            items: { type: 'string' },
            description: 'labels with too many values',
          },
          streams: {
            type: 'array',
            items: { type: 'string' },
            description: 'labels that rules may use but log streams must not have',
          },
        },
      },
      defaults: DEFAULTS,
    },
    examples: {
      wrong: [
        {
          title: 'In a rule',
          config: CONFIG,
          files: `groups:
  - name: web
    rules:
      - record: user:requests:rate5m
        expr: sum by (job, user_id) (rate(requests_total[5m]))
        labels:
          user_id: any
`,
          at: ['user_id', 'user_id'],
        },
        {
          title: 'As a stream label',
          config: CONFIG,
          files: {
            'promtail.yml': `clients: []
scrape_configs:
  - job_name: shop
    pipeline_stages:
      - json: { expressions: { user_id: user_id } }
      - labels:
          user_id:
`,
          },
          at: ['user_id'],
        },
        {
          title: 'A label that only log streams must not have',
          config: 'checks:\n  cardinality/forbidden-labels: { streams: [provider] }\n',
          files: {
            'promtail.yml': `clients: []
scrape_configs:
  - job_name: shop
    static_configs: [{ targets: [localhost], labels: { provider: redis, __path__: /var/log/shop.log } }]
`,
          },
          at: ['provider'],
        },
        {
          title: 'Kept by "without", as the catalogue says',
          config: CONFIG,
          files: {
            'metrics.yml': 'metrics: { requests_total: { type: counter, labels: [user_id, instance] } }\n',
            'rules.yml': ruleFile(
              record('user:requests:rate5m', 'sum without (instance) (rate(requests_total[5m]))'),
            ),
          },
          at: ['without (instance)'],
        },
        {
          title: 'In LogQL',
          config: CONFIG,
          files: lokiAlert('sum by (user_id) (count_over_time({app="shop"} | json | __error__="" [5m])) > 3'),
          at: ['user_id'],
        },
      ],
      right: [
        {
          title: 'Rules may use a label that only log streams must not have',
          config: 'checks:\n  cardinality/forbidden-labels: { streams: [provider] }\n',
          files: `groups:
  - name: web
    rules:
      - record: provider:requests:rate5m
        expr: sum by (provider) (rate(requests_total[5m]))
`,
        },
        {
          config: CONFIG,
          files: `groups:
  - name: web
    rules:
      - record: job:requests:rate5m
        expr: sum by (job) (rate(requests_total[5m]))
`,
        },
      ],
    },
  },
  messages: {
    grouping: (data: { label: string }) => ({
      message: `this aggregates by "${data.label}", a label with too many values`,
      why: 'the result has one series per value',
      help: `remove "${data.label}" from the grouping`,
    }),
    kept: (data: { label: string }) => ({
      message: `this aggregation keeps the label "${data.label}", which has too many values`,
      why: '"without" drops only the labels that it names, so the result has one series per value',
      help: `add "${data.label}" to "without", or use "by" with the labels that you need`,
    }),
    rule: (data: { label: string }) => ({
      message: `this rule sets "${data.label}", a label with too many values`,
      why: 'each value creates another series, and each series of an alert causes another notification',
      help: 'move the value to an annotation',
    }),
    stream: (data: { label: string }) => ({
      message: `"${data.label}" becomes a label of the log streams, but has too many values`,
      why: 'Loki stores a stream, with chunks and an index entry, for each combination of label values',
      help: 'keep it in the log line (read it with "| json"), or use structured metadata',
    }),
  },
  create(context) {
    const forbidden = new Set(context.options.labels);
    const ofStreams = new Set([...forbidden, ...context.options.streams]);
    if (ofStreams.size === 0) return {};
    const check = (id: 'grouping' | 'rule', label: string, place: Place): void => {
      if (forbidden.has(label)) context.report(id, place, { label });
    };
    return {
      AggregateExpr(node, query) {
        // A query that a person runs stores nothing.
        if (query.owner.kind !== 'rule') return;
        if (node.keyword === 'by')
          for (const label of node.grouping) check('grouping', label.name, query.place(label));
        if (node.keyword !== 'without') return;
        for (const label of forbidden)
          if (keepsLabel(node, label, context.project))
            context.report('kept', query.place(node.groupingRange ?? node.opRange), { label });
      },
      VectorAggregation(node, query) {
        if (query.owner.kind !== 'rule' || node.grouping?.keyword !== 'by') return;
        for (const label of node.grouping.labels) check('grouping', label.name, query.place(label));
      },
      RuleGroup({ labels, file }) {
        for (const { name, nameRange } of labels) check('rule', name, { file, range: nameRange });
      },
      Rule({ labels, file }) {
        for (const { name, nameRange } of labels) check('rule', name, { file, range: nameRange });
      },
      Agent({ streamLabels, file }) {
        for (const { name, range } of streamLabels)
          if (ofStreams.has(name)) context.report('stream', { file, range }, { label: name });
      },
    };
  },
});

/** Whether the result of an aggregation has a label as far as is known: the author or the catalogue names it. */
function keepsLabel(node: AggregateExpr, label: string, project: Project): boolean {
  return factsOf(project)
    .alternatives(node)
    .some(({ labels }) => {
      const { presence } = labelFact(labels, label);
      return presence === 'always' || presence === 'expected';
    });
}
