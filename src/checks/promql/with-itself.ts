import { defineCheck } from '../contract.ts';
import { alert, record, ruleFile } from '../support/example-rules.ts';
import { resultWithItself } from '../../analysis/expression/index.ts';

const FAILED = 'rate(shop_requests_total{code=~"5.."}[5m])';
const ALL = 'rate(shop_requests_total[5m])';

export default defineCheck({
  meta: {
    id: 'promql/with-itself',
    summary: 'quotients and differences of series with themselves',
    why: 'An operator joins series with equal labels. If one side selects a subset of the other, each series matches itself: such an error ratio is 1 as soon as there is an error.',
    severity: 'error',
    preset: 'recommended',
    examples: {
      wrong: [
        { title: 'A share without sums', files: ruleFile(alert(`${FAILED} / ${ALL} > 0.05`)), at: ['/'] },
        {
          title: 'The remainder of a share, without sums',
          files: ruleFile(record('shop:success', `${ALL} - ${FAILED}`)),
          at: ['-'],
        },
        {
          title: 'With a guard against division by 0',
          files: ruleFile(alert(`${FAILED} / (${ALL} + 0.0001) > 0.05`)),
          at: ['/'],
        },
      ],
      right: [
        {
          title: 'A guarded sum',
          files: ruleFile(alert(`sum(${FAILED}) / clamp_min(sum(${ALL}), 1) > 0.05`)),
        },
        { files: ruleFile(alert(`sum by (job) (${FAILED}) / sum by (job) (${ALL}) > 0.05`)) },
        {
          title: 'Each code with the total',
          files: ruleFile(alert(`${FAILED} / on (job) group_left () sum by (job) (${ALL}) > 0.05`)),
        },
        {
          title: 'Another time',
          files: ruleFile(record('shop:growth', 'shop_orders_open - shop_orders_open offset 1d')),
        },
      ],
    },
  },
  messages: {
    itself: (data: { op: string; result: string }) => ({
      message: `each series on one side of "${data.op}" matches itself on the other: the result is ${data.result}`,
      why: 'an operator joins series with equal labels, and one side selects from the same metric as the other',
      help: 'aggregate both sides by the labels to keep, such as sum by (job) (...) on the left and on the right',
    }),
  },
  create: (context) => ({
    BinaryExpr(node, query) {
      const result = resultWithItself(node);
      if (result === undefined) return;
      context.report('itself', query.place(node.opRange), { op: node.op, result });
    },
  }),
});
