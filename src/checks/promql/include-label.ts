import { factsOf } from '../../analysis/expression/index.ts';
import { isPossible, labelFact, METRIC_NAME_LABEL } from '../../promql/infer/index.ts';
import { defineCheck } from '../contract.ts';
import { alert, ruleFile } from '../support/example-rules.ts';
import { labelLoss, lossText } from '../support/label-loss.ts';

export default defineCheck({
  meta: {
    id: 'promql/include-label',
    summary: 'labels of group_left and group_right that the copied side does not have',
    why: 'The join removes the label instead of copying it: routes, templates and inhibition that use it fail.',
    severity: 'warning',
    preset: 'recommended',
    dashboards: true,
    examples: {
      wrong: [
        {
          title: 'Aggregated away on the copied side',
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
      why: `the result never has "${data.label}", even if the other side has it`,
      help: `keep "${data.label}" in the aggregation on the ${data.side} side, or remove it from ${data.keyword}`,
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
