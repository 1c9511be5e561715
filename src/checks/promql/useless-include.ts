import { METRIC_NAME_LABEL, takesPart } from '../../promql/infer/index.ts';
import type { AggregateExpr, BinaryExpr, Call, Expr } from '../../promql/syntax/ast.ts';
import { walkExpr } from '../../promql/syntax/walk.ts';
import type { Range } from '../../source/range.ts';
import { AGGREGATIONS } from '../../promql/functions/aggregations.ts';
import { defineCheck } from '../contract.ts';
import { alert, ruleFile } from '../support/example-rules.ts';

const JOINED = 'kube_pod_status_ready == 0) * on (namespace, pod) group_left (owner_kind) kube_pod_owner';

export default defineCheck({
  meta: {
    id: 'promql/useless-include',
    summary: 'labels copied by group_left or group_right that are dropped before they are used',
    why: 'The alert seems to have the label, but routes and templates that use it find it empty.',
    severity: 'info',
    preset: 'recommended',
    peers: ['pint promql/impossible'],
    examples: {
      wrong: [
        {
          title: 'Aggregated away',
          files: ruleFile(alert(`sum by (namespace, pod) ((${JOINED}) > 0`)),
          at: ['owner_kind'],
        },
        {
          title: 'On the side that only filters',
          files: ruleFile(
            alert('shop_ready == 0 and on (pod) (shop_errors * on (node) group_left (rack) node_rack > 5)'),
          ),
          at: ['rack'],
        },
        {
          title: 'Missing in on() of the next join',
          files: ruleFile(
            alert('shop_errors * on (node) group_left (rack) node_rack / on (pod) shop_requests > 0.1'),
          ),
          at: ['rack'],
        },
      ],
      right: [
        { files: ruleFile(alert(`sum by (namespace, pod, owner_kind) ((${JOINED}) > 0`)) },
        { title: 'It reaches the alert', files: ruleFile(alert(`(${JOINED} > 0`)) },
        {
          title: 'It selects what is aggregated',
          files: ruleFile(
            alert(`sum(topk by (owner_kind) (1, (${JOINED})) > 0`),
            alert(`sum(label_replace((${JOINED}, "kind", "$1", "owner_kind", "(.+)")) by (kind) > 0`),
          ),
        },
        {
          title: 'The next join compares it',
          files: ruleFile(
            alert('sum(shop_errors * on (node) group_left (rack) node_rack * on (rack) rack_weight) > 5'),
          ),
        },
      ],
    },
  },
  messages: {
    aggregated: (data: { label: string; keyword: string; op: string }) => ({
      message: `${data.keyword} copies "${data.label}", which ${data.op}() drops again`,
      why: 'nothing uses the label in between, and the result of the expression does not have it',
      help: `add "${data.label}" to the "by" of ${data.op}() to keep it in the result, or remove it from ${data.keyword}`,
    }),
    joined: (data: { label: string; keyword: string; op: string }) => ({
      message: `${data.keyword} copies "${data.label}", which the result of "${data.op}" does not have`,
      why: 'nothing uses the label in between, and this operator drops it',
      help: `put the join with ${data.keyword} around the whole of "${data.op}", or remove "${data.label}" from ${data.keyword}`,
    }),
  },
  create: (context) => ({
    Promql(query) {
      if (query.ast === undefined) return;
      walkExpr(query.ast, (node, path) => {
        if (node.kind !== 'BinaryExpr' || node.matching === undefined) return;
        for (const label of node.matching.include) {
          const end = endOf(label.name, node, path);
          if (end === undefined) continue;
          const keyword = node.matching.cardinality === 'many-to-one' ? 'group_left' : 'group_right';
          const aggregated = end.kind === 'AggregateExpr';
          context.report(
            aggregated ? 'aggregated' : 'joined',
            query.place(label),
            { label: label.name, keyword, op: end.op },
            {
              related: [
                {
                  ...query.place(droppedAt(end)),
                  message: `"${label.name}" is dropped here without being used`,
                },
              ],
            },
          );
        }
      });
    },
  }),
});

function droppedAt(end: AggregateExpr | BinaryExpr): Range {
  if (end.kind === 'AggregateExpr') return end.groupingRange ?? end.opRange;
  return end.opRange;
}

/** What happens to a label of an operand: it is passed on, it matters here, or it is gone. */
type Fate = 'kept' | 'used' | 'dropped';

/** The operation that drops a label of `from`, where nothing below it in the path has used the label. */
function endOf(label: string, from: Expr, path: readonly Expr[]): AggregateExpr | BinaryExpr | undefined {
  let child = from;
  for (const parent of path.toReversed()) {
    const fate = fateAt(label, child, parent);
    if (fate === 'used') return undefined;
    if (fate === 'dropped')
      return parent.kind === 'AggregateExpr' || parent.kind === 'BinaryExpr' ? parent : undefined;
    child = parent;
  }
  return undefined;
}

function fateAt(label: string, child: Expr, parent: Expr): Fate {
  switch (parent.kind) {
    case 'AggregateExpr':
      return fateInAggregation(label, child, parent);
    case 'BinaryExpr':
      return fateInOperator(label, child, parent);
    case 'Call':
      return fateInCall(label, parent);
    default:
      return 'kept';
  }
}

function fateInAggregation(label: string, child: Expr, node: AggregateExpr): Fate {
  if (node.param === child || (node.param?.kind === 'StringLiteral' && node.param.value === label))
    return 'used';
  const named = node.grouping.some(({ name }) => name === label);
  // Without a label in the groups, topk and its kin pass it on all the same.
  const groups =
    node.keyword === 'by' ? named : node.keyword === 'without' && !named && label !== METRIC_NAME_LABEL;
  if (groups) return 'used';
  return AGGREGATIONS[node.op].selectsSeries ? 'kept' : 'dropped';
}

/** Functions whose result depends on labels of their argument. */
const READS_LABELS: ReadonlySet<string> = new Set(['absent', 'absent_over_time', 'scalar', 'info']);

function fateInCall(label: string, { func, args }: Call): Fate {
  if (READS_LABELS.has(func) || label === METRIC_NAME_LABEL || label === 'le') return 'used';
  const names = args.some((arg) => arg.kind === 'StringLiteral' && arg.value === label);
  return names ? 'used' : 'kept';
}

function fateInOperator(label: string, child: Expr, node: BinaryExpr): Fate {
  const { matching, op } = node;
  if (matching === undefined) return label === METRIC_NAME_LABEL ? 'used' : 'kept';
  if (label === METRIC_NAME_LABEL || takesPart(node, label)) return 'used';
  if (op === 'or') return 'kept';
  if (op === 'and' || op === 'unless') return child === node.lhs ? 'kept' : 'dropped';
  if (matching.cardinality === 'one-to-one') return 'dropped';
  const many = matching.cardinality === 'many-to-one' ? node.lhs : node.rhs;
  const included = matching.include.some(({ name }) => name === label);
  // The other side's label replaces that of the many side.
  if (included) return child === many ? 'used' : 'kept';
  return child === many ? 'kept' : 'dropped';
}
