import type { Rule } from '../../documents/rules/types.ts';
import { estimateRule } from '../../analysis/expression/index.ts';
import { defineCheck } from '../contract.ts';
import { countText, productText } from './series-budget/estimate-text.ts';
import { alert, record, ruleFile } from '../support/example-rules.ts';

const CATALOGUE = `target_labels:
  job: { values: [shop] }
  instance: { max: 4 }
labels:
  aisle: { max: 20 }
  shelf: { max: 50, per: aisle }
  item: { max: 30 }
metrics:
  shop_sold_total: { type: counter, labels: [aisle, shelf, item] }
`;
const files = (rule: string): Record<string, string> => ({
  'metrics.yml': CATALOGUE,
  'rules.yml': ruleFile(rule),
});

export default defineCheck({
  meta: {
    id: 'cardinality/series-budget',
    summary: 'rules that can return more series than their budget, according to the catalogue',
    why: 'Each recorded series uses memory for hours, and ten thousand alerts that fire at once are not readable.',
    severity: 'warning',
    preset: 'recommended',
    peers: ['pint query/cost'],
    options: {
      schema: {
        type: 'object',
        additionalProperties: false,
        properties: {
          records: {
            type: 'integer',
            minimum: 1,
            description: 'maximum number of series of one recording rule',
          },
          alerts: {
            type: 'integer',
            minimum: 1,
            description: 'maximum number of alerts of one rule that fire at once',
          },
        },
      },
      defaults: { records: 10_000, alerts: 1_000 },
    },
    examples: {
      wrong: [
        {
          files: files(
            record('shelf_item:shop_sold:rate5m', 'sum by (aisle, shelf, item) (rate(shop_sold_total[5m]))'),
          ),
          at: ['shelf_item:shop_sold:rate5m'],
        },
        {
          title: 'One alert for each of 1,000 shelves on each of 4 instances',
          files: files(alert('sum without (item) (rate(shop_sold_total[5m])) == 0')),
          at: ['ShopBroken'],
        },
        {
          title: 'Your own budget',
          config: 'checks: { cardinality/series-budget: { alerts: 10 } }\n',
          files: files(alert('sum by (aisle) (rate(shop_sold_total[5m])) == 0')),
          at: ['ShopBroken'],
        },
      ],
      right: [
        { files: files(record('aisle:shop_sold:rate5m', 'sum by (aisle) (rate(shop_sold_total[5m]))')) },
        { files: files(alert('sum by (aisle) (rate(shop_sold_total[5m])) == 0')) },
        { title: 'The catalogue does not describe the labels', files: ruleFile(alert('shop_unknown > 1')) },
      ],
    },
  },
  messages: {
    over: (data: { kind: string; name: string; count: string; budget: string; product: string }) => ({
      message: `"${data.name}" can return ${data.count} ${data.kind} at once; its budget is ${data.budget}`,
      why: `the catalogue allows ${data.product}`,
      help: 'aggregate by fewer labels, select fewer series, or raise the budget of this check in rulecheck.yaml',
    }),
  },
  create(context) {
    const examine = (rule: Rule, budget: number, kind: string): void => {
      const estimate = estimateRule(rule, context.project);
      if (estimate === undefined || estimate.count <= budget) return;
      context.report(
        'over',
        { file: rule.file, range: rule.name.range },
        {
          kind,
          name: rule.name.value,
          count: countText(estimate.count),
          budget: countText(budget),
          product: productText(estimate),
        },
      );
    };
    return {
      AlertingRule: (rule) => {
        examine(rule, context.options.alerts, 'alerts');
      },
      RecordingRule: (rule) => {
        examine(rule, context.options.records, 'series');
      },
    };
  },
});
