import type { Expr } from '../../promql/syntax/ast.ts';
import { walkExpr } from '../../promql/syntax/walk.ts';
import { defineCheck } from '../contract.ts';
import { firesAtOnce } from '../support/alert-time.ts';
import { exprKey, selectorsOf } from '../../analysis/expression/index.ts';
import { alert, ruleFile } from '../support/example-rules.ts';
import { alertOf } from '../support/rule-of.ts';
import { unwrap } from '../../promql/infer/index.ts';

const RATIO = 'sum(shop_failed) / sum(shop_orders)';

export default defineCheck({
  meta: {
    id: 'alerts/fragile-ratio',
    summary: 'alerts without "for" that compare aggregations of different series',
    why: 'After a restart of Prometheus one side can be complete while the other still misses targets: the ratio is wrong for one evaluation, and the alert pages.',
    severity: 'info',
    preset: 'strict',
    peers: ['pint promql/fragile'],
    examples: {
      wrong: [{ files: ruleFile(alert(`${RATIO} > 0.1`)), at: [RATIO] }],
      right: [
        { files: ruleFile(alert(`${RATIO} > 0.1`, { for: '2m' })) },
        { title: 'One series', files: ruleFile(alert('sum(shop_failed) / 100 > 0.1')) },
      ],
    },
  },
  messages: {
    ratio: (data: { alert: string; op: string }) => ({
      message: `the alert "${data.alert}" fires immediately on one aggregation "${data.op}" another`,
      why: 'targets are scraped at different times: after a restart one side can be complete and the other not',
      help: 'add "for" with at least two scrape intervals',
    }),
  },
  create: (context) => ({
    Promql(query) {
      const rule = alertOf(query);
      if (rule === undefined || query.ast === undefined || !firesAtOnce(rule)) return;
      walkExpr(query.ast, (node) => {
        if (node.kind !== 'BinaryExpr' || (node.op !== '/' && node.op !== '-')) return true;
        if (
          !isAggregation(withoutNumber(node.lhs)) ||
          !isAggregation(node.rhs) ||
          sources(node.lhs) === sources(node.rhs)
        )
          return true;
        context.report('ratio', query.place(node), { alert: rule.name.value, op: node.op });
        return false;
      });
    },
  }),
});

/** An aggregation, or a sum of such. */
function isAggregation(expr: Expr): boolean {
  const node = unwrap(expr);
  if (node.kind === 'BinaryExpr')
    return (node.op === '+' || node.op === '-') && isAggregation(node.lhs) && isAggregation(node.rhs);
  return node.kind === 'AggregateExpr';
}

/** Numbers that the left side of a quotient is multiplied by change nothing. */
function withoutNumber(expr: Expr): Expr {
  const node = unwrap(expr);
  if (node.kind !== 'BinaryExpr' || node.op !== '*') return node;
  if (unwrap(node.lhs).kind === 'NumberLiteral') return withoutNumber(node.rhs);
  return unwrap(node.rhs).kind === 'NumberLiteral' ? withoutNumber(node.lhs) : node;
}

function sources(expr: Expr): string {
  return selectorsOf(expr)
    .map((selector) => exprKey(selector))
    .join(' ');
}
