import { AGGREGATIONS } from '../../promql/functions/aggregations.ts';
import { walkExpr } from '../../promql/syntax/walk.ts';
import { defineCheck } from '../contract.ts';
import { alert, ruleFile } from '../support/example-rules.ts';
import { alertOf } from '../support/rule-of.ts';

export default defineCheck({
  meta: {
    id: 'alerts/fragile-selection',
    summary: 'topk(), bottomk() and the like as the result of an alert',
    why: 'Which series are among the k changes from evaluation to evaluation: with each change one alert resolves and another begins, and "for" never ends.',
    severity: 'warning',
    preset: 'recommended',
    peers: ['pint promql/fragile'],
    examples: {
      wrong: [{ files: ruleFile(alert('topk(3, shop_queue_length) > 100', { for: '5m' })), at: ['topk'] }],
      right: [
        { files: ruleFile(alert('shop_queue_length > 100', { for: '5m' })) },
        {
          title: 'Only their sum counts',
          files: ruleFile(alert('sum(topk(3, shop_queue_length)) > 100', { for: '5m' })),
        },
      ],
    },
  },
  messages: {
    selection: (data: { op: string; alert: string }) => ({
      message: `the alert "${data.alert}" fires for the series that ${data.op}() happens to select`,
      why: 'the selection changes between evaluations: alerts resolve and begin anew although nothing got better',
      help: `leave ${data.op}() out: the comparison alone selects; to limit notifications group them in Alertmanager`,
    }),
  },
  create: (context) => ({
    Promql(query) {
      const rule = alertOf(query);
      if (rule === undefined || query.ast === undefined) return;
      walkExpr(query.ast, (node) => {
        if (node.kind === 'Call' && (node.func === 'absent' || node.func === 'scalar')) return false;
        if (node.kind !== 'AggregateExpr') return true;
        if (AGGREGATIONS[node.op].selectsSeries)
          context.report('selection', query.place(node.opRange), { op: node.op, alert: rule.name.value });
        return false;
      });
    },
  }),
});
