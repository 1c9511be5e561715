import { defineCheck } from '../contract.ts';
import { alert, record, ruleFile } from '../support/example-rules.ts';
import { resultWithItself } from '../../analysis/expression/index.ts';

const FAILED = 'rate(shop_requests_total{code=~"5.."}[5m])';
const ALL = 'rate(shop_requests_total[5m])';

export default defineCheck({
  meta: {
    id: 'promql/with-itself',
    summary: 'quotients and differences of series with themselves',
    why: 'An operator between vectors joins series of equal labels. Where one side selects some series of the other, each of them meets itself: a share of failures written so is 1 as soon as there is a failure, however few they are.',
    severity: 'error',
    preset: 'recommended',
    examples: {
      wrong: [
        { title: 'A share without sums', files: ruleFile(alert(`${FAILED} / ${ALL} > 0.05`)), at: ['/'] },
        {
          title: 'What is not a failure, without sums',
          files: ruleFile(record('shop:success', `${ALL} - ${FAILED}`)),
          at: ['-'],
        },
      ],
      right: [
        { files: ruleFile(alert(`sum by (job) (${FAILED}) / sum by (job) (${ALL}) > 0.05`)) },
        {
          title: 'Each code with the sum of all',
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
      message: `each series on one side of "${data.op}" meets itself on the other: the result is ${data.result}`,
      why: 'an operator joins the series whose labels are all equal, and one side selects from the same metric as the other',
      help: 'aggregate both sides by the labels that both shall keep, such as sum by (job) (...) on the left and on the right',
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
