import { factsOf } from '../../project/facts.ts';
import { isPossible, labelFact } from '../../promql/infer/index.ts';
import type { Alternative } from '../../promql/infer/index.ts';
import { defineCheck } from '../contract.ts';
import { alert, ruleFile } from '../support/example-rules.ts';

export default defineCheck({
  meta: {
    id: 'promql/useless-on',
    summary: 'labels of on() that neither side has',
    why: 'A label that is nowhere compares nothing: every series of one side matches every series of the other.',
    severity: 'warning',
    preset: 'recommended',
    examples: {
      wrong: [
        {
          files: ruleFile(alert('sum by (job) (errors) > 5 and on (cluster) sum by (job) (requests)')),
          at: ['cluster'],
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
  },
  create: (context) => ({
    BinaryExpr(node, query) {
      const { matching } = node;
      if (matching?.keyword !== 'on' || matching.labels.length === 0) return;
      const facts = factsOf(context.project);
      const sides = [node.lhs, node.rhs].map((side) => facts.alternatives(side).filter(isPossible));
      for (const label of matching.labels) {
        if (sides.every((side) => side.length > 0 && side.every((one) => lacks(one, label.name))))
          context.report('useless', query.place(label), { label: label.name, op: node.op });
      }
    },
  }),
});

function lacks({ labels }: Alternative, name: string): boolean {
  return labelFact(labels, name).presence === 'never';
}
