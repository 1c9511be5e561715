import { factsOf } from '../../analysis/expression/index.ts';
import { isPossible, labelFact, METRIC_NAME_LABEL } from '../../promql/infer/index.ts';
import type { LabelReason } from '../../promql/infer/index.ts';
import type { AggregateExpr, Expr } from '../../promql/syntax/ast.ts';
import type { Project } from '../../project/project.ts';
import { defineCheck } from '../contract.ts';
import { alert, record, ruleFile } from '../support/example-rules.ts';
import { labelLoss, lossText } from '../support/label-loss.ts';

export default defineCheck({
  meta: {
    id: 'promql/useless-grouping',
    summary: 'groupings by a label that the argument never has',
    why: 'The rule seems to cover each value of the label separately, but covers all of them together.',
    severity: 'warning',
    preset: 'recommended',
    peers: ['pint promql/impossible'],
    examples: {
      wrong: [
        {
          title: 'Aggregated away before',
          files: ruleFile(alert('max by (job, shop) (sum by (job) (rate(shop_errors_total[5m]))) > 5')),
          at: ['shop'],
        },
        {
          title: 'A matcher excludes the label',
          files: ruleFile(alert('sum by (shop, till) (shop_queue_length{till=""}) > 5')),
          at: ['till'],
        },
        {
          title: 'Lost in a recording rule',
          files: ruleFile(
            record('shop:errors:rate5m', 'sum by (shop) (rate(shop_errors_total[5m]))'),
            alert('max by (till) (shop:errors:rate5m) > 5'),
          ),
          at: ['till'],
        },
      ],
      right: [
        { files: ruleFile(alert('max by (job) (sum by (job, shop) (rate(shop_errors_total[5m]))) > 5')) },
        { title: 'Raw series may have it', files: ruleFile(alert('sum by (shop) (shop_queue_length) > 5')) },
        {
          title: 'Some series have it',
          files: ruleFile(
            alert('max by (job, shop) (sum by (job) (errors) or sum by (job, shop) (faults)) > 5'),
          ),
        },
        {
          title: 'Values become a label',
          files: ruleFile(alert('count by (version) (count_values by (job) ("version", build_version)) > 1')),
        },
      ],
    },
  },
  messages: {
    gone: (data: { label: string; op: string; loss: string; alone: boolean }) => ({
      message: `${data.op} by (...) lists "${data.label}", which no series in it can have: ${data.loss}`,
      why: data.alone
        ? 'there is only one group, with all series'
        : `"${data.label}" does not separate any groups, and the result does not have it`,
      help: `keep "${data.label}" where it is lost, or remove it from "by"`,
    }),
  },
  create: (context) => ({
    AggregateExpr(node, query) {
      if (node.keyword !== 'by') return;
      const gone = node.grouping.flatMap((label) => {
        const reason = setByItself(node, label.name)
          ? undefined
          : goneFor(node.expr, label.name, context.project);
        return reason === undefined ? [] : [{ label, reason }];
      });
      for (const { label, reason } of gone) {
        const data = {
          label: label.name,
          op: node.op,
          loss: lossText(label.name, reason),
          alone: gone.length === node.grouping.length,
        };
        const related = labelLoss(label.name, reason, query, context.project);
        context.report('gone', query.place(label), data, { related });
      }
    },
  }),
});

/** `count_values by (version) ("version", ...)` names the label that it makes. */
function setByItself({ op, param }: AggregateExpr, label: string): boolean {
  return op === 'count_values' && (param?.kind !== 'StringLiteral' || param.value === label);
}

/** Why no series of an expression can have a label; undefined where one may, or where the catalogue alone says so. */
function goneFor(expr: Expr, label: string, project: Project): LabelReason | undefined {
  if (label === METRIC_NAME_LABEL) return undefined;
  const facts = factsOf(project)
    .alternatives(expr)
    .filter(isPossible)
    .map(({ labels }) => labelFact(labels, label));
  const [first] = facts;
  if (first === undefined || facts.some(({ presence }) => presence !== 'never')) return undefined;
  // promql/unknown-label compares with the catalogue.
  return first.reason?.kind === 'catalogue' ? undefined : first.reason;
}
