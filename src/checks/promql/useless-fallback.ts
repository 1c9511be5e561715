import { offer, returnsWithout } from '../../analysis/suggestion/index.ts';
import type { Repair } from '../../analysis/suggestion/index.ts';
import {
  factsOf,
  fallbackOf,
  hasLabels,
  SERVER_LABELS,
  vectorCall,
} from '../../analysis/expression/index.ts';
import type { Project, PromqlQuery } from '../../project/project.ts';
import { isPossible, literalValue, mismatches } from '../../promql/infer/index.ts';
import type { AggregateExpr, AggregateOp, BinaryExpr, Expr } from '../../promql/syntax/ast.ts';
import { defineCheck } from '../contract.ts';
import { alert, ruleFile } from '../support/example-rules.ts';
import { shortened, snippet } from '../support/snippet.ts';

/** Aggregations that one more value changes, even where there are others. */
const CHANGED: ReadonlySet<AggregateOp> = new Set(['avg', 'min', 'count', 'stddev', 'stdvar', 'quantile']);

export default defineCheck({
  meta: {
    id: 'promql/useless-fallback',
    summary:
      '"or vector(0)" without effect because it has no labels, or with a wrong effect in an aggregation',
    why: 'vector(0) is one series without labels. It does not replace series with labels, and inside an aggregation it is one more value, also next to others.',
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
          title: 'No job has the fallback',
          files: ruleFile(alert('sum by (job) (rate(x_errors_total[5m]) or vector(0)) < 1')),
          at: ['vector(0)'],
        },
        {
          title: 'An average with an additional value',
          files: ruleFile(alert('avg(shop_queue_length or vector(0)) > 5')),
          at: ['vector(0)'],
        },
      ],
      right: [
        { files: ruleFile(alert('(sum(rate(x_errors_total[5m])) or vector(0)) < 1')) },
        {
          title: 'A sum plus 0 is the sum',
          files: ruleFile(alert('sum(rate(x_errors_total[5m]) or vector(0)) < 1')),
        },
        {
          files: ruleFile(
            alert('(sum(rate(x_errors_total[5m])) or vector(0)) / sum(rate(x_total[5m])) > 0.1'),
          ),
        },
        {
          title: 'The label may not exist, and then it helps',
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
    unmatched: (data: { text: string; op: string; label: string; help: string }) => ({
      message: `"or ${data.text}" has no effect here: it has no label "${data.label}", but the other side of "${data.op}" does`,
      why: 'a series without labels matches no series of the other side: if the first part is empty, the result is still empty',
      help: data.help,
    }),
    group: (data: { text: string; labels: string }) => ({
      message: `"or ${data.text}" forms a separate group, without ${data.labels}, and is not a fallback for the others`,
      why: 'vector() is one series without labels, whatever the grouping',
      help: 'aggregate without "by" and put it after the aggregation for a single 0, or take the labels from a metric that always exists',
    }),
    changed: (data: { text: string; op: string; help: string }) => ({
      message: `"or ${data.text}" adds a value to ${data.op}(), even when there are others`,
      why: 'it has no labels, so "or" keeps it next to every other series, and the result is wrong',
      help: data.help,
    }),
  },
  create: (context) => ({
    AggregateExpr(node, query) {
      const fallback = fallbackOf(node.expr);
      if (fallback === undefined || !hasLabels(fallback.lhs, context.project)) return;
      const text = snippet(query, fallback.rhs);
      const place = query.place(fallback.rhs);
      if (CHANGED.has(node.op)) {
        const { help, fix } = afterAggregation(query, node, fallback, context.project);
        context.report('changed', place, { text, op: node.op, help }, { fix });
      } else if (node.keyword === 'by' && node.grouping.some(({ name }) => !SERVER_LABELS.has(name)))
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
        const { help, fix } = withLabels(query, node, fallback, side === node.lhs, context.project);
        const data = { text: snippet(query, fallback.rhs), op: node.op, label, help };
        context.report('unmatched', query.place(fallback.rhs), data, { fix });
      }
    },
  }),
});

/** `(avg(x) or vector(0))` in the place of `avg(x or vector(0))`. */
function afterAggregation(
  query: PromqlQuery,
  node: AggregateExpr,
  fallback: BinaryExpr,
  project: Project,
): Repair {
  const { text } = query.source;
  const constant = text.slice(fallback.rhs.start, fallback.rhs.end);
  const before = text.slice(node.start, node.expr.start);
  const own = text.slice(fallback.lhs.start, fallback.lhs.end);
  const changed = `(${before}${own}${text.slice(node.expr.end, node.end)} or ${constant})`;
  const wording = {
    proved: `put it after the aggregation: write "${shortened(changed)}"`,
    words: 'put it after an aggregation that returns a single series',
  };
  // Behind "by" it would be one more series next to the others there too.
  const edits = node.grouping.length > 0 ? undefined : [{ range: node, text: changed }];
  return offer(query, edits, wording, project);
}

/** `or 0 * (the other side)`: a calculation with it has its labels. Tried with the series of the fallback gone. */
function withLabels(
  query: PromqlQuery,
  node: BinaryExpr,
  fallback: BinaryExpr,
  left: boolean,
  project: Project,
): Repair {
  const words = 'give the fallback the labels of the other side, or aggregate both sides into one series';
  const [argument] = vectorCall(fallback)?.args ?? [];
  const other = left ? node.rhs : node.lhs;
  if (argument === undefined || literalValue(argument) !== 0) return { help: words };
  const own = query.source.text.slice(other.start, other.end);
  const written = `0 * ${other.kind === 'BinaryExpr' ? `(${own})` : own}`;
  const edit = { range: fallback.rhs, text: written };
  if (!returnsWithout(query, [edit], fallback.lhs, project)) return { help: words };
  const proved = `copy the labels of the other side: write "${shortened(`or ${written}`)}"`;
  return offer(query, [edit], { proved, words }, project);
}

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
