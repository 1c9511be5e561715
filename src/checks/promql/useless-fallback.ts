import { factsOf, fallbackOf, hasLabels, SERVER_LABELS } from '../../analysis/expression/index.ts';
import type { Project } from '../../project/project.ts';
import { isPossible, mismatches } from '../../promql/infer/index.ts';
import type { AggregateOp, BinaryExpr, Expr } from '../../promql/syntax/ast.ts';
import { defineCheck } from '../contract.ts';
import { alert, ruleFile } from '../support/example-rules.ts';
import { snippet } from '../support/snippet.ts';

/** Aggregations that one more value changes, even where there are others. */
const CHANGED: ReadonlySet<AggregateOp> = new Set(['avg', 'min', 'count', 'stddev', 'stdvar', 'quantile']);

export default defineCheck({
  meta: {
    id: 'promql/useless-fallback',
    summary: '"or vector(0)" where its lack of labels makes it useless, or where it distorts an aggregation',
    why: 'vector(0) is one series without labels. It stands in for no series that has some, and inside an aggregation it counts as one more, also where there are others.',
    severity: 'warning',
    preset: 'recommended',
    peers: ['pint promql/vector_matching'],
    examples: {
      wrong: [
        {
          title: 'The other side is per job',
          files: ruleFile(
            alert(
              '(sum by (job) (rate(x_errors_total[5m])) or vector(0)) / sum by (job) (rate(x_total[5m])) > 0.1',
            ),
          ),
          at: ['vector(0)'],
        },
        {
          title: 'No job has a fallback',
          files: ruleFile(alert('sum by (job) (rate(x_errors_total[5m]) or vector(0)) < 1')),
          at: ['vector(0)'],
        },
        {
          title: 'An average with one value too many',
          files: ruleFile(alert('avg(shop_queue_length or vector(0)) > 5')),
          at: ['vector(0)'],
        },
      ],
      right: [
        { files: ruleFile(alert('(sum(rate(x_errors_total[5m])) or vector(0)) < 1')) },
        {
          title: 'A sum and 0 is the sum',
          files: ruleFile(alert('sum(rate(x_errors_total[5m]) or vector(0)) < 1')),
        },
        {
          files: ruleFile(
            alert('(sum(rate(x_errors_total[5m])) or vector(0)) / sum(rate(x_total[5m])) > 0.1'),
          ),
        },
        {
          title: 'Perhaps there is no such label, and then it helps',
          files: ruleFile(alert('sum by (cluster) (x) - (sum by (cluster) (y) or vector(0)) > 1')),
        },
        {
          title: 'A fallback with labels',
          files: ruleFile(alert('(sum by (job) (rate(x_errors_total[5m])) or 0 * sum by (job) (up)) < 1')),
        },
      ],
    },
  },
  messages: {
    unmatched: (data: { text: string; op: string; label: string }) => ({
      message: `"or ${data.text}" does not help here: it has no label "${data.label}", and the other side of "${data.op}" has one`,
      why: 'a series without labels meets none of the other side: where the first part returns nothing, the whole still does',
      help: 'take the labels from the other side: "... or 0 * (the other side)"',
    }),
    group: (data: { text: string; labels: string }) => ({
      message: `"or ${data.text}" makes a group of its own, without ${data.labels}, and is no fallback for any other`,
      why: 'vector() is one series without labels, whatever is grouped by',
      help: 'write it behind the aggregation if one 0 for all is meant, or take the labels from a metric that is always there: "... or 0 * up"',
    }),
    changed: (data: { text: string; op: string }) => ({
      message: `"or ${data.text}" is one more value for ${data.op}(), also where there are others`,
      why: 'it has no labels, so that no series takes its place, and the result is not what it seems to be',
      help: `write it behind the aggregation: "${data.op}(...) or ${data.text}"`,
    }),
  },
  create: (context) => ({
    AggregateExpr(node, query) {
      const fallback = fallbackOf(node.expr);
      if (fallback === undefined || !hasLabels(fallback.lhs, context.project)) return;
      const text = snippet(query, fallback.rhs);
      const place = query.place(fallback.rhs);
      if (CHANGED.has(node.op)) context.report('changed', place, { text, op: node.op });
      else if (node.keyword === 'by' && node.grouping.some(({ name }) => !SERVER_LABELS.has(name)))
        context.report('group', place, {
          text,
          labels: node.grouping.map(({ name }) => `"${name}"`).join(' and '),
        });
    },
    BinaryExpr(node, query) {
      if (node.matching === undefined || node.op === 'or' || node.op === 'unless') return;
      for (const side of [node.lhs, node.rhs]) {
        const fallback = fallbackOf(side);
        if (fallback === undefined) continue;
        const label = unmatchedLabel(node, side, fallback.rhs, context.project);
        if (label === undefined) continue;
        const data = { text: snippet(query, fallback.rhs), op: node.op, label };
        context.report('unmatched', query.place(fallback.rhs), data);
      }
    },
  }),
});

/** A label that the other side has, so that a series without labels never meets it. */
function unmatchedLabel(node: BinaryExpr, side: Expr, fallback: Expr, project: Project): string | undefined {
  const facts = factsOf(project);
  const [alone] = facts.alternatives(fallback);
  const others = facts.alternatives(side === node.lhs ? node.rhs : node.lhs).filter(isPossible);
  if (alone === undefined || others.length === 0) return undefined;
  const labels = others.map((other) =>
    side === node.lhs
      ? mismatches(node, alone.labels, other.labels)
      : mismatches(node, other.labels, alone.labels),
  );
  const telling = labels.map((list) =>
    list.find(({ certain, label }) => certain || !SERVER_LABELS.has(label)),
  );
  return telling.every((each) => each !== undefined) ? telling[0]?.label : undefined;
}
