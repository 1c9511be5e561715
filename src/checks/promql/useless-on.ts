import { factsOf, SERVER_LABELS } from '../../analysis/expression/index.ts';
import { isPossible, labelFact, unwrap } from '../../promql/infer/index.ts';
import type { Alternative, LabelReason } from '../../promql/infer/index.ts';
import type { BinaryExpr, Expr } from '../../promql/syntax/ast.ts';
import type { Project } from '../../project/project.ts';
import { defineCheck } from '../contract.ts';
import { alert, ruleFile } from '../support/example-rules.ts';
import { labelLoss, lossText } from '../support/label-loss.ts';
import { snippet } from '../support/snippet.ts';

export default defineCheck({
  meta: {
    id: 'promql/useless-on',
    summary: 'labels in on() that one side or both have lost',
    why: 'A label that neither side has compares nothing: every series of one side matches every series of the other. A label that only one side has prevents every match.',
    severity: 'warning',
    preset: 'recommended',
    dashboards: true,
    examples: {
      wrong: [
        {
          files: ruleFile(alert('sum by (job) (errors) > 5 and on (cluster) sum by (job) (requests)')),
          at: ['cluster'],
        },
        {
          title: 'Lost on one side',
          files: ruleFile(alert('sum by (job) (errors) > 5 and on (shop) maintenance')),
          at: ['shop'],
        },
        {
          title: 'The left side is one series without labels',
          files: ruleFile(alert('count(shop_versions) > 1 and on (shop) shop_info')),
          at: ['shop'],
        },
        {
          title: 'A branch of a condition',
          files: ruleFile(alert('shop_open == 1 and on (shop) (shop_sold == 0 or absent(shop_sold))')),
          at: ['shop'],
        },
      ],
      right: [
        { files: ruleFile(alert('sum by (job) (errors) > 5 and on (job) sum by (job) (requests)')) },
        { title: 'Raw series may have it', files: ruleFile(alert('errors > 5 and on (cluster) requests')) },
        {
          title: 'A label that some servers add and others do not',
          files: ruleFile(alert('sum by (job) (errors) > 5 and on (job, cluster) requests')),
        },
        {
          title: 'No label, intentionally',
          files: ruleFile(alert('sum by (job) (errors) > 5 and on () sum(requests) > 9')),
        },
      ],
    },
  },
  messages: {
    useless: (data: { label: string; op: string }) => ({
      message: `neither side of "${data.op}" has the label "${data.label}" in on()`,
      why: 'the label has no effect: every series of one side matches every series of the other',
      help: `keep "${data.label}" in the aggregations of both sides, use a label that they have, or write on () to match all`,
    }),
    oneSided: (data: { label: string; part: string; other: string; loss: string }) => ({
      message: `on() compares "${data.label}", which ${data.part} can never have: ${data.loss}`,
      why: `only series of the ${data.other} side without "${data.label}" match`,
      help: `keep "${data.label}" there, or remove it from on()`,
    }),
  },
  create: (context) => ({
    BinaryExpr(node, query) {
      const { matching } = node;
      if (matching?.keyword !== 'on' || matching.labels.length === 0) return;
      const sides = [node.lhs, node.rhs].map((side) => possible(side, context.project));
      if (sides.some((side) => side.length === 0)) return;
      for (const label of matching.labels) {
        if (sides.every((side) => side.every((one) => lacks(one, label.name)))) {
          context.report('useless', query.place(label), { label: label.name, op: node.op });
          continue;
        }
        const found = SERVER_LABELS.has(label.name) ? undefined : oneSided(node, label.name, context.project);
        if (found === undefined) continue;
        const data = {
          label: label.name,
          part:
            found.branch === undefined ? `the ${found.side} side` : `"or ${snippet(query, found.branch)}"`,
          other: found.side === 'left' ? 'right' : 'left',
          loss: lossText(label.name, found.reason),
        };
        const related = labelLoss(label.name, found.reason, query, context.project);
        context.report('oneSided', query.place(label), data, { related });
      }
    },
  }),
});

interface OneSided {
  readonly side: 'left' | 'right';
  /** The branch of an `or` that lacks the label; undefined: the whole side. */
  readonly branch?: Expr;
  readonly reason: LabelReason;
}

/**
 * The side that can never have a label of on(), while the other may. Where the other is expected to have it
 * promql/impossible-match speaks.
 */
function oneSided(node: BinaryExpr, label: string, project: Project): OneSided | undefined {
  if (node.matching?.fillLeft !== undefined || node.matching?.fillRight !== undefined) return undefined;
  const right = unwrap(node.rhs);
  const setOperator = node.op === 'and' || node.op === 'unless';
  const last = setOperator && right.kind === 'BinaryExpr' && right.op === 'or' ? right.rhs : undefined;
  const sides = [
    { side: 'left', expr: node.lhs, other: node.rhs },
    { side: 'right', expr: node.rhs, other: node.lhs },
    ...(last === undefined ? [] : [{ side: 'right', expr: last, other: node.lhs, branch: last } as const]),
  ] as const;
  for (const { expr, other, ...rest } of sides) {
    const own = possible(expr, project).map(({ labels }) => labelFact(labels, label));
    const open = possible(other, project).every(
      ({ labels }) => labelFact(labels, label).presence === 'maybe',
    );
    const reason = own[0]?.reason;
    if (open && reason !== undefined && own.every(({ presence }) => presence === 'never'))
      return { ...rest, reason };
  }
  return undefined;
}

function possible(expr: Expr, project: Project): readonly Alternative[] {
  return factsOf(project).alternatives(expr).filter(isPossible);
}

function lacks({ labels }: Alternative, name: string): boolean {
  return labelFact(labels, name).presence === 'never';
}
