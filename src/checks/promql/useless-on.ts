import { factsOf } from '../../project/facts.ts';
import { isPossible, labelFact } from '../../promql/infer/index.ts';
import type { Alternative } from '../../promql/infer/index.ts';
import { defineCheck } from '../contract.ts';
import { alert, ruleFile } from '../support/example-rules.ts';
import { labelLoss } from '../support/label-loss.ts';

export default defineCheck({
  meta: {
    id: 'promql/useless-on',
    summary: 'labels of on() that one side or both have lost',
    why: 'A label that is nowhere compares nothing: every series of one side matches every series of the other. A label that only one side can have makes two sides that never meet.',
    severity: 'warning',
    preset: 'recommended',
    examples: {
      wrong: [
        {
          files: ruleFile(alert('sum by (job) (errors) > 5 and on (cluster) sum by (job) (requests)')),
          at: ['cluster'],
        },
        {
          title: 'Lost on one side',
          files: ruleFile(alert('sum by (job) (errors) > 5 and on (instance) maintenance')),
          at: ['instance'],
        },
      ],
      right: [
        { files: ruleFile(alert('sum by (job) (errors) > 5 and on (job) sum by (job) (requests)')) },
        { title: 'Raw series may have it', files: ruleFile(alert('errors > 5 and on (cluster) requests')) },
        {
          title: 'No label, on purpose',
          files: ruleFile(alert('sum by (job) (errors) > 5 and on () sum(requests) > 9')),
        },
      ],
    },
  },
  messages: {
    useless: (data: { label: string; op: string }) => ({
      message: `neither side of "${data.op}" has the label "${data.label}" that on() names`,
      why: 'it compares nothing: as far as this label goes every series of one side matches every series of the other',
      help: `keep "${data.label}" in the aggregations of both sides, name a label that they have, or write on () if all shall match`,
    }),
    lost: (data: { label: string; op: string; side: string; other: string }) => ({
      message: `on() names the label "${data.label}", which the ${data.side} side of "${data.op}" does not have`,
      why: `series on the ${data.other} side that have it match nothing, and for those without it there is nothing to compare`,
      help: `keep "${data.label}" on the ${data.side} side, or take it out of "on"`,
    }),
  },
  create: (context) => ({
    BinaryExpr(node, query) {
      const { matching } = node;
      if (matching?.keyword !== 'on' || matching.labels.length === 0) return;
      const facts = factsOf(context.project);
      const lefts = facts.alternatives(node.lhs).filter(isPossible);
      const rights = facts.alternatives(node.rhs).filter(isPossible);
      for (const label of matching.labels) {
        const [left, right] = [presenceIn(lefts, label.name), presenceIn(rights, label.name)];
        const place = query.place(label);
        const filled = matching.fillLeft !== undefined || matching.fillRight !== undefined;
        if (left === 'never' && right === 'never')
          context.report('useless', place, { label: label.name, op: node.op });
        else if (!filled && areApart(left, right)) {
          const [side, other] = left === 'never' ? ['left', 'right'] : ['right', 'left'];
          const [lost] = left === 'never' ? lefts : rights;
          const { reason } = labelFact(lost!.labels, label.name);
          const related = labelLoss(label.name, reason, query, context.project);
          context.report('lost', place, { label: label.name, op: node.op, side, other }, { related });
        }
      }
    },
  }),
});

/** One side cannot have what the other may have. */
function areApart(left: Presence, right: Presence): boolean {
  return (left === 'never' && right === 'maybe') || (left === 'maybe' && right === 'never');
}

type Presence = 'never' | 'maybe' | undefined;

/** Whether no alternative of a side has a label, or each may have it; undefined for anything else. */
function presenceIn(side: readonly Alternative[], name: string): Presence {
  const [first, ...others] = side.map(({ labels }) => labelFact(labels, name).presence);
  if (first !== 'never' && first !== 'maybe') return undefined;
  return others.every((other) => other === first) ? first : undefined;
}
