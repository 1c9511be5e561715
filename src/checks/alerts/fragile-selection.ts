import { vectorAggregation } from '../../logql/functions/vector-aggregations.ts';
import type { LogqlExpr, VectorAggregation } from '../../logql/syntax/ast.ts';
import { unparen } from '../../logql/syntax/ast.ts';
import type { RecordingRule } from '../../documents/rules/types.ts';
import type { Project } from '../../project/project.ts';
import { selectedName } from '../../project/series-graph.ts';
import { AGGREGATIONS } from '../../promql/functions/aggregations.ts';
import { unwrap } from '../../promql/infer/index.ts';
import type { AggregateExpr, Expr, VectorSelector } from '../../promql/syntax/ast.ts';
import { children } from '../../promql/syntax/walk.ts';
import { defineCheck } from '../contract.ts';
import { alert, record, ruleFile } from '../support/example-rules.ts';
import { constant, ruleAst } from '../../analysis/expression/index.ts';
import { alertOf } from '../support/rule-of.ts';

export default defineCheck({
  meta: {
    id: 'alerts/fragile-selection',
    summary: 'alerts on the result of topk(), bottomk() and similar selections',
    why: 'The selected series change between evaluations: with each change one alert resolves and another starts, so "for" may never be reached.',
    severity: 'warning',
    preset: 'recommended',
    peers: ['pint promql/fragile'],
    examples: {
      wrong: [
        { files: ruleFile(alert('topk(3, shop_queue_length) > 100', { for: '5m' })), at: ['topk'] },
        {
          title: 'The recording rule selects',
          files: ruleFile(
            record('shop:queue_length:top3', 'topk(3, shop_queue_length)'),
            alert('shop:queue_length:top3 > 100', { for: '5m' }),
          ),
          at: ['shop:queue_length:top3'],
        },
      ],
      right: [
        {
          title: 'The recording rule does not select',
          files: ruleFile(
            record('shop:queue_length:max', 'max by (shop) (topk by (shop) (1, shop_queue_length))'),
            alert('shop:queue_length:max > 100', { for: '5m' }),
          ),
        },
        { files: ruleFile(alert('shop_queue_length > 100', { for: '5m' })) },
        {
          title: 'Any one of equal series, for a join',
          files: ruleFile(
            alert('shop_queue_length * on (pod) group_left (node) topk by (pod) (1, pod_info) > 100'),
          ),
        },
        {
          title: 'One threshold for all selected series',
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
      message: `the alert "${data.alert}" fires only for the series that ${data.op}() currently selects`,
      why: 'the selection changes between evaluations: alerts resolve and restart although nothing has improved',
      help: `remove ${data.op}(): the comparison alone selects; to limit notifications, group them in Alertmanager`,
    }),
    recorded: (data: { op: string; name: string; alert: string }) => ({
      message: `the alert "${data.alert}" fires only for the series of "${data.name}" that ${data.op}() selects when it is recorded`,
      why: 'the selection changes between evaluations: a series that drops out disappears, and its alert resolves although nothing has improved',
      help: `record all series, without ${data.op}(); to limit notifications, group them in Alertmanager`,
    }),
  },
  create: (context) => ({
    Promql(query) {
      const rule = alertOf(query);
      if (rule === undefined || query.ast === undefined) return;
      for (const node of selections(query.ast, undefined)) {
        context.report('selection', query.place(node.opRange), { op: node.op, alert: rule.name.value });
      }
      for (const { selector, recorder, op, name } of recordedSelections(query.ast, context.project))
        context.report(
          'recorded',
          query.place(selector.nameRange ?? selector),
          { op, name, alert: rule.name.value },
          {
            related: [
              { file: recorder.file, range: recorder.expr.range, message: `${op}() selects the series here` },
            ],
          },
        );
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
      // The series that `unless` removes do not select what fires: all but the leader, say.
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

interface RecordedSelection {
  readonly selector: VectorSelector;
  readonly recorder: RecordingRule;
  readonly op: string;
  readonly name: string;
}

/** Recorded series that an alert returns and whose rule selects some of them by rank. */
function recordedSelections(expr: Expr, project: Project): readonly RecordedSelection[] {
  const node = unwrap(expr);
  if (node.kind === 'BinaryExpr') {
    // The first operand gives the labels; its comparisons and joins are another matter.
    if (node.op === 'or') return [node.lhs, node.rhs].flatMap((side) => recordedSelections(side, project));
    return recordedSelections(node.lhs, project);
  }
  const name = node.kind === 'VectorSelector' ? selectedName(node) : undefined;
  if (node.kind !== 'VectorSelector' || name === undefined) return [];
  for (const recorder of project.series.recorders(name)) {
    const ast = ruleAst(recorder);
    const [found] = ast === undefined ? [] : selections(ast, undefined);
    if (found !== undefined) return [{ selector: node, recorder, op: found.op, name }];
  }
  return [];
}
