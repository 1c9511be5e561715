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
    summary: 'groupings by labels that the query dropped, and operators whose sides never match',
    why: 'A dropped label does not group, and series with different labels never match: the alert groups too much or never fires.',
    severity: 'error',
    preset: 'recommended',
    peers: ['pint promql/impossible'],
    examples: {
      wrong: [
        {
          title: 'Dropped before the grouping',
          files: rules('sum by (level) (count_over_time({app="web"} | json | drop level [5m]))'),
          at: ['level'],
        },
        {
          title: 'One side has an additional label',
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
      message: `the query drops "${data.label}" before this aggregation by it`,
      why: 'all series fall into one group, without the label',
      help: `keep "${data.label}" in the pipeline and in the inner aggregations, or aggregate by a label that exists`,
    }),
    match: (data: { op: string; label: string; side: string; other: string }) => ({
      message: `the sides of "${data.op}" never match: every series of the ${data.side} side has the label "${data.label}", and no series of the ${data.other} side does`,
      why: 'series match only if all their labels are equal: the result is always empty',
      help: 'aggregate both sides by the same labels, or list the labels to compare: on (...)',
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
