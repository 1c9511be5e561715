import type { Project } from '../../project/project.ts';
import { unwrap } from '../../promql/infer/index.ts';
import type { Expr } from '../../promql/syntax/ast.ts';
import { defineCheck } from '../contract.ts';
import { deadPart, neverFault, neverText } from '../support/dead-part.ts';
import type { DeadPart, NeverFault } from '../support/dead-part.ts';
import { alert, record, ruleFile } from '../support/example-rules.ts';
import { alertOf } from '../support/rule-of.ts';

const CATALOGUE = `metrics:
  shop_checkout_duration_seconds:
    type: histogram
    labels: [shop]
    buckets: [0.1, 0.5, 1]
`;
const WHY = 'the expression returns nothing whatever happens, so nobody is ever told';

export default defineCheck({
  meta: {
    id: 'alerts/never-fires',
    summary: 'alerts whose condition can never be true',
    why: 'A condition outside the range of the value it is put on, or one that contradicts another, is an alert that everybody believes in and that never fires.',
    severity: 'error',
    preset: 'recommended',
    peers: ['pint alerts/comparison', 'pint promql/impossible'],
    examples: {
      wrong: [
        {
          title: 'A count of nothing is nothing, not 0',
          files: ruleFile(alert('count(up{job="shop"} == 1) == 0')),
          at: ['count(up{job="shop"} == 1) == 0'],
        },
        {
          title: 'A ratio compared with a percentage',
          files: ruleFile(
            alert('sum(rate(shop_requests_total{code="500"}[5m])) / sum(rate(shop_requests_total[5m])) > 5'),
          ),
          at: ['sum(rate(shop_requests_total{code="500"}[5m])) / sum(rate(shop_requests_total[5m])) > 5'],
        },
        {
          title: 'Two conditions that exclude each other',
          files: ruleFile(alert('shop_queue_length > 100 and shop_queue_length < 10')),
          at: ['shop_queue_length > 100 and shop_queue_length < 10'],
        },
        {
          title: 'A filter used as if it were 1 or 0',
          files: ruleFile(alert('avg_over_time((shop_queue_length > 100)[10m:1m]) < 0.5')),
          at: ['avg_over_time((shop_queue_length > 100)[10m:1m]) < 0.5'],
        },
        {
          title: 'Over the highest bucket',
          files: {
            'metrics.yml': CATALOGUE,
            'rules.yml': ruleFile(
              alert(
                'histogram_quantile(0.99, sum by (le) (rate(shop_checkout_duration_seconds_bucket[5m]))) > 5',
              ),
            ),
          },
          at: ['histogram_quantile(0.99, sum by (le) (rate(shop_checkout_duration_seconds_bucket[5m]))) > 5'],
        },
        {
          title: 'A matcher that excludes everything',
          files: ruleFile(alert('shop_queue_length{till!~".*"} > 10')),
          at: ['till!~".*"'],
        },
        {
          title: 'Through a recording rule',
          files: ruleFile(record('shop:up:count', 'count(up{job="shop"})'), alert('shop:up:count < 1')),
          at: ['shop:up:count < 1'],
        },
      ],
      right: [
        { files: ruleFile(alert('(count(up{job="shop"} == 1) or vector(0)) == 0')) },
        { files: ruleFile(alert('shop_queue_length > 10 and shop_queue_length < 100')) },
        { files: ruleFile(alert('count(up{job="shop"} == 1) < 2')) },
        {
          title: 'Series without the label',
          files: ruleFile(alert('shop_queue_length{till!~".+"} > 10')),
        },
        {
          files: ruleFile(
            alert(
              'sum(rate(shop_requests_total{code="500"}[5m])) / sum(rate(shop_requests_total[5m])) > 0.05',
            ),
          ),
        },
      ],
    },
  },
  messages: {
    never: (fault: NeverFault) => neverText(fault, WHY),
  },
  create: (context) => ({
    Promql(query) {
      if (query.ast === undefined || alertOf(query) === undefined) return;
      for (const part of deadParts(query.ast, context.project)) {
        const found = neverFault(query, part, context.project);
        if (found !== undefined)
          context.report('never', found.place, found.fault, { related: found.related });
      }
    },
  }),
});

/** The whole expression, or each branch of an `or`, that never returns anything. */
function deadParts(expr: Expr, project: Project): DeadPart[] {
  const node = unwrap(expr);
  if (node.kind === 'BinaryExpr' && node.op === 'or')
    return [...deadParts(node.lhs, project), ...deadParts(node.rhs, project)];
  const part = deadPart(node, project);
  return part === undefined ? [] : [part];
}
