import { vectorAggregation } from '../../logql/functions/vector-aggregations.ts';
import type { LogqlExpr, VectorAggregation } from '../../logql/syntax/ast.ts';
import { unparen } from '../../logql/syntax/ast.ts';
import { AGGREGATIONS } from '../../promql/functions/aggregations.ts';
import type { AggregateExpr, Expr } from '../../promql/syntax/ast.ts';
import { children } from '../../promql/syntax/walk.ts';
import { defineCheck } from '../contract.ts';
import { alert, ruleFile } from '../support/example-rules.ts';
import { alertOf } from '../support/rule-of.ts';
import { constant } from '../support/threshold.ts';

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
          title: 'Any one of equal series, for a join',
          files: ruleFile(
            alert('shop_queue_length * on (pod) group_left (node) topk by (pod) (1, pod_info) > 100'),
          ),
        },
        {
          title: 'One threshold for all, whichever it is',
          files: ruleFile(
            alert('shop_queue_length > on () group_left () bottomk(1, shop_queue_limit)', { for: '5m' }),
          ),
        },
        {
          title: 'All but the newest',
          files: ruleFile(
            alert('shop_build_info unless on (version) topk(1, shop_build_info)', { for: '5m' }),
          ),
        },
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
      for (const node of selections(query.ast, undefined)) {
        context.report('selection', query.place(node.opRange), { op: node.op, alert: rule.name.value });
      }
    },
    Logql(query) {
      const { owner, ast } = query;
      if (owner.kind !== 'rule' || owner.rule.kind !== 'alert' || ast === undefined) return;
      for (const node of logSelections(ast))
        context.report('selection', query.place(node.opRange), { op: node.op, alert: owner.rule.name.value });
    },
  }),
});

/** Selections of a log query that no other aggregation and no comparison of two series has above it. */
function logSelections(expr: LogqlExpr): readonly VectorAggregation[] {
  const node = unparen(expr);
  if (node.kind === 'VectorAggregation')
    return vectorAggregation(node.op).keepsLabels && /^(?:topk|bottomk)$/.test(node.op) ? [node] : [];
  if (node.kind !== 'BinaryExpr' || node.matching !== undefined) return [];
  return node.op === 'unless' ? logSelections(node.lhs) : [node.lhs, node.rhs].flatMap(logSelections);
}

/**
 * The selections whose choice decides which labels an alert has. Under another aggregation it decides none, and in
 * a join by `on` labels `topk by (x) (1, ...)` is the usual way to take any one of several equal series; `on ()` needs one.
 */
function selections(expr: Expr, joined: 'by labels' | 'with one' | undefined): readonly AggregateExpr[] {
  switch (expr.kind) {
    case 'AggregateExpr': {
      if (!AGGREGATIONS[expr.op].selectsSeries) return [];
      const anyOne = expr.param !== undefined && constant(expr.param) === 1;
      return anyOne && (joined === 'with one' || (joined !== undefined && expr.grouping.length > 0))
        ? []
        : [expr];
    }
    case 'BinaryExpr': {
      const { cardinality, keyword, labels } = expr.matching ?? {};
      // What `unless` takes away is no choice of what fires: all but the leader, say.
      if (expr.op === 'unless') return selections(expr.lhs, joined);
      const isJoin = keyword === 'on' && cardinality !== 'many-to-many';
      const join = joined ?? (isJoin ? (labels?.length === 0 ? 'with one' : 'by labels') : undefined);
      return [...selections(expr.lhs, join), ...selections(expr.rhs, join)];
    }
    case 'Call':
      return expr.func === 'absent' || expr.func === 'scalar'
        ? []
        : expr.args.flatMap((argument) => selections(argument, joined));
    default:
      return children(expr).flatMap((child) => selections(child, joined));
  }
}
