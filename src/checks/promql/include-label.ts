import { factsOf } from '../../analysis/expression/index.ts';
import { isPossible, labelFact, METRIC_NAME_LABEL } from '../../promql/infer/index.ts';
import { defineCheck } from '../contract.ts';
import { alert, ruleFile } from '../support/example-rules.ts';
import { labelLoss, lossText } from '../support/label-loss.ts';

export default defineCheck({
  meta: {
    id: 'promql/include-label',
    summary: 'labels of group_left and group_right that the side they are copied from does not have',
    why: 'The label is not copied but removed: routes, templates and inhibition that need it find nothing.',
    severity: 'warning',
    preset: 'recommended',
    dashboards: true,
    examples: {
      wrong: [
        {
          title: 'Aggregated away on the side that should bring it',
          files: ruleFile(
            alert(
              'rate(shop_errors_total[5m]) * on (pod) group_left (node) max by (pod) (kube_pod_info) > 1',
            ),
          ),
          at: ['node'],
        },
      ],
      right: [
        {
          files: ruleFile(
            alert(
              'rate(shop_errors_total[5m]) * on (pod) group_left (node) max by (pod, node) (kube_pod_info) > 1',
            ),
          ),
        },
        {
          title: 'A raw metric may have it',
          files: ruleFile(
            alert('rate(shop_errors_total[5m]) * on (pod) group_left (node) kube_pod_info > 1'),
          ),
        },
      ],
    },
  },
  messages: {
    lost: (data: { label: string; keyword: string; side: string; loss: string }) => ({
      message: `${data.keyword} copies "${data.label}" from the ${data.side} side, which does not have it: ${data.loss}`,
      why: `the result has no "${data.label}" at all, even where the other side has one`,
      help: `keep "${data.label}" in the aggregation on the ${data.side} side, or take it out of ${data.keyword}`,
    }),
  },
  create: (context) => ({
    BinaryExpr(node, query) {
      const { matching } = node;
      if (matching === undefined || matching.include.length === 0) return;
      const left = matching.cardinality === 'many-to-one';
      const one = left ? node.rhs : node.lhs;
      const alternatives = factsOf(context.project).alternatives(one).filter(isPossible);
      if (alternatives.length === 0) return;
      for (const label of matching.include) {
        const facts = alternatives.map(({ labels }) => labelFact(labels, label.name));
        const [fact] = facts;
        if (
          label.name === METRIC_NAME_LABEL ||
          fact?.reason === undefined ||
          facts.some(({ presence }) => presence !== 'never')
        )
          continue;
        const data = {
          label: label.name,
          keyword: left ? 'group_left' : 'group_right',
          side: left ? 'right' : 'left',
          loss: lossText(label.name, fact.reason),
        };
        const related = labelLoss(label.name, fact.reason, query, context.project);
        context.report('lost', query.place(label), data, { related });
      }
    },
  }),
});
