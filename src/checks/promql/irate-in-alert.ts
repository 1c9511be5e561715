import { provedFix } from '../../analysis/suggestion/index.ts';
import type { Call } from '../../promql/syntax/ast.ts';
import { walkExpr } from '../../promql/syntax/walk.ts';
import { defineCheck } from '../contract.ts';
import { alert, record, ruleFile } from '../support/example-rules.ts';
import { alertOf } from '../support/rule-of.ts';

export default defineCheck({
  meta: {
    id: 'promql/irate-in-alert',
    summary: 'irate() and idelta() in alerts',
    why: 'They read only the last two samples: a short dip resolves the alert and restarts "for", and a short peak pages.',
    severity: 'warning',
    preset: 'recommended',
    peers: ['promruval expressionDoesNotUseIrate'],
    examples: {
      wrong: [
        { files: ruleFile(alert('irate(shop_errors_total[5m]) > 1', { for: '5m' })), at: ['irate'] },
        {
          title: 'Twice in one alert',
          files: ruleFile(alert('irate(a_total[5m]) + irate(b_total[5m]) > 1', { for: '5m' })),
          at: ['irate'],
        },
      ],
      right: [
        { files: ruleFile(alert('rate(shop_errors_total[5m]) > 1', { for: '5m' })) },
        {
          title: 'For a graph it is suitable',
          files: ruleFile(record('shop:errors:irate', 'irate(x_total[5m])')),
        },
        {
          title: 'Smoothed by a subquery',
          files: ruleFile(alert('avg_over_time(irate(shop_errors_total[1m])[10m:]) > 1')),
        },
      ],
    },
  },
  messages: {
    irate: (data: { func: string; instead: string; alert: string }) => ({
      message: `the alert "${data.alert}" uses ${data.func}(), which reads only the last two samples`,
      why: 'a short dip below the threshold resolves the alert and restarts "for"; a short peak pages',
      help: `use ${data.instead}(), which reads the whole range`,
    }),
  },
  create: (context) => ({
    Promql(query) {
      const rule = alertOf(query);
      if (rule === undefined || query.ast === undefined) return;
      const calls: Call[] = [];
      walkExpr(query.ast, (node) => {
        if (node.kind === 'Call' && (node.func === 'irate' || node.func === 'idelta')) calls.push(node);
        return node.kind !== 'SubqueryExpr';
      });
      const [first, ...others] = calls;
      if (first === undefined) return;
      const { func, funcRange } = first;
      const related = others.map((each) => ({
        ...query.place(each.funcRange),
        message: `${each.func}() is used here too`,
      }));
      const instead = insteadOf(first);
      const edits = calls.map((each) => ({ range: each.funcRange, text: insteadOf(each) }));
      const fix = provedFix(query, edits, `use ${instead}()`, context.project);
      context.report(
        'irate',
        query.place(funcRange),
        { func, instead, alert: rule.name.value },
        { related, fix },
      );
    },
  }),
});

function insteadOf({ func }: Call): string {
  return func === 'irate' ? 'rate' : 'delta';
}
