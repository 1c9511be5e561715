import { factsOf } from '../../analysis/expression/index.ts';
import type { Project } from '../../project/project.ts';
import { selectedName } from '../../project/series-graph.ts';
import { isPossible, labelFact, unwrap } from '../../promql/infer/index.ts';
import type { Expr, VectorSelector } from '../../promql/syntax/ast.ts';
import { walkExpr } from '../../promql/syntax/walk.ts';
import { defineCheck } from '../contract.ts';
import { alert, ruleFile } from '../support/example-rules.ts';
import { ruleOf } from '../support/rule-of.ts';

export default defineCheck({
  meta: {
    id: 'promql/one-sided-label',
    summary: 'joins on all labels where only one side is known to have a label',
    why: 'If the other metric does not have the label, the two sides never match and the alert never fires.',
    severity: 'info',
    preset: 'strict',
    examples: {
      wrong: [
        {
          files: ruleFile(
            alert(
              'increase(shop_events_total{kind="signup"}[6h]) > 0 and increase(shop_first_sales_total[6h]) == 0',
            ),
          ),
          at: ['and'],
        },
      ],
      right: [
        {
          title: 'The labels to compare are listed',
          files: ruleFile(
            alert(
              'increase(shop_events_total{kind="signup"}[6h]) > 0 and on (job) increase(shop_first_sales_total[6h]) == 0',
            ),
          ),
        },
        {
          title: 'Another expression shows that the other metric has it',
          files: ruleFile(
            alert('shop_events{kind="signup"} > 0 and shop_sales == 0'),
            alert('sum by (kind) (shop_sales) > 9', { name: 'ManySales' }),
          ),
        },
        {
          title: 'The same metric',
          files: ruleFile(
            alert('rate(shop_events_total{kind="signup"}[5m]) / rate(shop_events_total[5m]) > 1'),
          ),
        },
      ],
    },
  },
  messages: {
    oneSided: (data: { op: string; label: string; text: string; name: string }) => ({
      message: `the two sides of "${data.op}" match only if "${data.name}" also has the label "${data.label}", which no other expression confirms`,
      why: `${data.text} selects one side by this label: if the other side does not have it, no series match`,
      help: `exclude "${data.label}" from the comparison with "ignoring", or list the common labels with "on"; a catalogue would confirm the label`,
    }),
  },
  create: (context) => ({
    BinaryExpr(node, query) {
      if (node.matching === undefined || node.matching.keyword !== undefined || node.op === 'or') return;
      if (ruleOf(query) === undefined) return;
      const [left, right] = [rawSelector(node.lhs), rawSelector(node.rhs)];
      if (left === undefined || right === undefined) return;
      const found = pinnedOnly(left, right, context.project) ?? pinnedOnly(right, left, context.project);
      if (found === undefined) return;
      context.report('oneSided', query.place(node.opRange), { op: node.op, ...found });
    },
  }),
});

/** The selector whose labels a side has: below functions and comparisons with numbers. */
function rawSelector(expr: Expr): VectorSelector | undefined {
  const node = unwrap(expr);
  if (node.kind === 'VectorSelector') return node;
  if (node.kind === 'BinaryExpr' && node.matching === undefined)
    return rawSelector(unwrap(node.rhs).kind === 'NumberLiteral' ? node.lhs : node.rhs);
  const [first] = node.kind === 'Call' ? node.args : [];
  const range = first === undefined ? undefined : unwrap(first);
  return range?.kind === 'MatrixSelector' ? range.selector : undefined;
}

/** A label that the one surely has by its matcher, and of which nothing is known at the other. */
function pinnedOnly(
  one: VectorSelector,
  other: VectorSelector,
  project: Project,
): { label: string; text: string; name: string } | undefined {
  const name = selectedName(other);
  if (name === undefined || name === selectedName(one) || project.catalogue.series(name)) return undefined;
  const alternatives = factsOf(project).alternatives(other).filter(isPossible);
  for (const { name: label, op, value } of one.matchers) {
    if (op !== '=' || value === '' || TARGET.has(label)) continue;
    const unknown = alternatives.every(({ labels }) => labelFact(labels, label).presence === 'maybe');
    if (unknown && !isNamedElsewhere(name, label, project))
      return { label, text: `${label}="${value}"`, name };
  }
  return undefined;
}

/** Labels of targets, which both sides have where they come from the same place. */
const TARGET = new Set([
  '__name__',
  'job',
  'instance',
  'namespace',
  'pod',
  'cluster',
  'service',
  'container',
]);

/** Evidence: another selector or grouping of the project uses the label with the metric. */
function isNamedElsewhere(name: string, label: string, project: Project): boolean {
  return project.series.uses(name).some(({ query, selector }) => {
    if (selector.matchers.some((matcher) => matcher.name === label)) return true;
    let grouped = false as boolean;
    if (query.ast !== undefined)
      walkExpr(query.ast, (node) => {
        if (node.kind !== 'AggregateExpr' || node.keyword !== 'by') return;
        const inside = node.start <= selector.start && selector.end <= node.end;
        grouped ||= inside && node.grouping.some((each) => each.name === label);
      });
    return grouped;
  });
}
