import { formatDurationMs } from '../../util/duration.ts';
import { defineCheck } from '../contract.ts';
import { alert, ruleFile } from '../support/example-rules.ts';
import { staticMs } from '../support/static-duration.ts';

export default defineCheck({
  meta: {
    id: 'promql/subquery-step',
    summary: 'subqueries whose step is longer than their range',
    why: 'Such a subquery holds one value at most, and at some evaluations none: the function over it looks at a single moment.',
    severity: 'warning',
    preset: 'recommended',
    examples: {
      wrong: [
        {
          title: 'Range and step exchanged',
          files: ruleFile(alert('max_over_time(rate(shop_errors_total[5m])[1m:10m]) > 5')),
          at: ['[1m:10m]'],
        },
      ],
      right: [
        { files: ruleFile(alert('max_over_time(rate(shop_errors_total[5m])[10m:1m]) > 5')) },
        {
          title: 'The default step',
          files: ruleFile(alert('max_over_time(rate(shop_errors_total[5m])[10m:]) > 5')),
        },
      ],
    },
  },
  messages: {
    longer: (data: { range: string; step: string }) => ({
      message: `the step of ${data.step} is longer than the range of ${data.range}, so that the subquery holds one value at most`,
      why: 'at evaluations between two steps it holds none: the alert resolves, and "for" begins again',
      help: 'the range comes first, as in [10m:1m]',
    }),
  },
  create: (context) => ({
    SubqueryExpr(node, query) {
      const [range, step] = [staticMs(node.range), staticMs(node.step)];
      if (range === undefined || step === undefined || step <= range || node.step === undefined) return;
      const bracket = { start: node.range.start - 1, end: node.step.end + 1 };
      context.report('longer', query.place(bracket), {
        range: formatDurationMs(range),
        step: formatDurationMs(step),
      });
    },
  }),
});
