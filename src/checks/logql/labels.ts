import { logQueryLabels, mayHave, resultLabels } from '../../logql/analysis/index.ts';
import { walk } from '../../logql/analysis/walk.ts';
import type { LabelFacts } from '../../logql/analysis/index.ts';
import type { BinaryExpr } from '../../logql/syntax/ast.ts';
import { literalValue } from '../../logql/syntax/fold.ts';
import { defineCheck } from '../contract.ts';
import { lokiAlert } from '../support/example-rules.ts';

const rules = (expr: string): Record<string, string> => lokiAlert(`${expr} > 5`);

export default defineCheck({
  meta: {
    id: 'logql/labels',
    summary:
      'labels that a log query drops and then aggregates by, and sides of an operator whose labels never match',
    why: 'A label that is gone groups nothing, and series of different labels never match: the alert says less than it seems to, or nothing.',
    severity: 'error',
    preset: 'recommended',
    peers: ['pint promql/impossible'],
    examples: {
      wrong: [
        {
          title: 'Dropped before',
          files: rules('sum by (level) (count_over_time({app="web"} | json | drop level [5m]))'),
          at: ['level'],
        },
        {
          title: 'One side has a label more',
          files: rules('sum(rate({app="web"} |= "error" [5m])) / sum by (app) (rate({app="web"}[5m]))'),
          at: ['/'],
        },
      ],
      right: [
        { files: rules('sum by (level) (count_over_time({app="web"} | json [5m]))') },
        {
          files: rules(
            'sum by (app) (rate({app="web"} |= "error" [5m])) / sum by (app) (rate({app="web"}[5m]))',
          ),
        },
        {
          files: rules('sum(rate({app="web"} |= "error" [5m])) / on () sum by (app) (rate({app="web"}[5m]))'),
        },
      ],
    },
  },
  messages: {
    dropped: (data: { label: string }) => ({
      message: `there is no label "${data.label}" to aggregate by: the query leaves it out`,
      why: 'everything falls into one group, without the label',
      help: `keep "${data.label}" in the pipeline and in the inner aggregations, or aggregate by a label that is left`,
    }),
    match: (data: { op: string; label: string; side: string; other: string }) => ({
      message: `the sides of "${data.op}" never match: every series of the ${data.side} side has the label "${data.label}", and none of the ${data.other} side`,
      why: 'series match only if all their labels are equal: the result is always empty',
      help: 'aggregate both sides by the same labels, or name those that count: on (...)',
    }),
  },
  create: (context) => ({
    Logql(query) {
      if (query.ast === undefined) return;
      walk(query.ast, (node) => {
        if (node.kind === 'VectorAggregation' && node.grouping?.keyword === 'by') {
          const inner = resultLabels(node.expr);
          for (const { name, start, end } of node.grouping.labels)
            if (!mayHave(inner, name))
              context.report('dropped', query.place({ start, end }), { label: name });
        }
        if (node.kind === 'RangeAggregation' && node.grouping?.keyword === 'by') {
          const inner = logQueryLabels(node.range.query);
          for (const { name, start, end } of node.grouping.labels)
            if (!mayHave(inner, name))
              context.report('dropped', query.place({ start, end }), { label: name });
        }
        if (node.kind !== 'BinaryExpr') return;
        const mismatch = mismatchOf(node);
        if (mismatch !== undefined)
          context.report('match', query.place(node.opRange), { op: node.op, ...mismatch });
      });
    },
  }),
});

/** A label that all series of one side have and none of the other. */
function mismatchOf(node: BinaryExpr): { label: string; side: string; other: string } | undefined {
  const { op, lhs, rhs, matching } = node;
  if (op === 'or' || matching !== undefined) return undefined;
  if (literalValue(lhs) !== undefined || literalValue(rhs) !== undefined) return undefined;
  const [left, right] = [resultLabels(lhs), resultLabels(rhs)];
  const inLeft = onlyIn(left, right);
  if (inLeft !== undefined) return { label: inLeft, side: 'left', other: 'right' };
  const inRight = onlyIn(right, left);
  return inRight === undefined ? undefined : { label: inRight, side: 'right', other: 'left' };
}

function onlyIn(one: LabelFacts, other: LabelFacts): string | undefined {
  return [...one.guaranteed].find((label) => !mayHave(other, label));
}
