import type { Project } from '../../project/project.ts';
import { unwrap } from '../../promql/infer/index.ts';
import type { Expr } from '../../promql/syntax/ast.ts';
import { defineCheck } from '../contract.ts';
import { conditionOf, usesSeries } from '../../analysis/expression/index.ts';
import { alert, record, ruleFile } from '../support/example-rules.ts';
import { alertOf } from '../support/rule-of.ts';
import { snippet } from '../support/snippet.ts';

export default defineCheck({
  meta: {
    id: 'alerts/no-condition',
    summary: 'alerts without any comparison, absence or other condition',
    why: 'An alert fires for every series that its expression returns, whatever the value: without a condition it fires while the series exists.',
    severity: 'warning',
    preset: 'recommended',
    peers: ['pint alerts/comparison'],
    examples: {
      wrong: [
        { files: ruleFile(alert('rate(shop_errors_total[5m])')), at: ['rate(shop_errors_total[5m])'] },
        {
          title: 'The threshold is missing',
          files: ruleFile(alert('sum by (shop) (shop_queue_length)')),
          at: ['sum by (shop) (shop_queue_length)'],
        },
        {
          title: 'A fallback outside the comparison',
          files: ruleFile(alert('sum(rate(shop_errors_total[5m])) > 1 or vector(0)')),
          at: ['vector(0)'],
        },
      ],
      right: [
        { files: ruleFile(alert('rate(shop_errors_total[5m]) > 1')) },
        { files: ruleFile(alert('up == 0')) },
        { files: ruleFile(alert('absent(up{job="shop"})')) },
        { files: ruleFile(alert('sum by (shop) (up{job="shop"} == 0)')) },
        {
          title: 'A series that exists while another is missing',
          files: ruleFile(alert('shop_a unless shop_b')),
        },
        { title: "A dead man's switch", files: ruleFile(alert('vector(1)')) },
        {
          title: 'The recording rule contains the condition',
          files: ruleFile(record('shop:down', 'up{job="shop"} == 0'), alert('shop:down')),
        },
      ],
    },
  },
  messages: {
    none: (_: Readonly<Record<string, never>>) => ({
      message: 'this alert has no condition: it fires for every series that the expression returns',
      why: 'an alert ignores the value: it also fires on 0',
      help: 'compare with a threshold, as in "... > 0"',
    }),
    branch: (data: { text: string }) => ({
      message: `"or ${data.text}" has no condition: the alert fires whenever the other side returns nothing`,
      why: 'an alert ignores the value: it also fires on 0',
      help: 'put the alternative in parentheses before the comparison, as in "(... or vector(0)) > 5", or remove it',
    }),
  },
  create: (context) => ({
    Promql(query) {
      if (query.ast === undefined || alertOf(query) === undefined || !usesSeries(query.ast)) return;
      const condition = conditionOf(query.ast, context.project);
      if (condition.kind === 'conditional' || condition.always.length > 0 || condition.bools.length > 0)
        return;
      const branch = unconditionalBranch(query.ast, context.project);
      if (branch === query.ast) context.report('none', query.place(query.ast), {});
      else context.report('branch', query.place(branch), { text: snippet(query, branch) });
    },
  }),
});

/** Of alternatives where the first has a condition, the one that has none. */
function unconditionalBranch(expr: Expr, project: Project): Expr {
  const node = unwrap(expr);
  if (node.kind !== 'BinaryExpr' || node.op !== 'or') return expr;
  return conditionOf(node.lhs, project).kind === 'conditional'
    ? unconditionalBranch(node.rhs, project)
    : expr;
}
