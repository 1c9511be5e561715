import { selectedName } from '../../project/series-graph.ts';
import { unwrap } from '../../promql/infer/index.ts';
import { renamedMetric } from '../../promql/knowledge/index.ts';
import type { Expr, VectorSelector } from '../../promql/syntax/ast.ts';
import { defineCheck } from '../contract.ts';
import { alert, ruleFile } from '../support/example-rules.ts';
import { ruleOf } from '../support/rule-of.ts';

export default defineCheck({
  meta: {
    id: 'promql/or-hides-metric',
    summary: '"or" of the rates of two metrics, which returns only those of the first',
    why: 'A rate has no metric name, so the series of both sides have the same labels, and "or" drops those of the right side wherever the left side has one. While the first metric exists, the second is never looked at.',
    severity: 'info',
    preset: 'strict',
    examples: {
      wrong: [
        {
          files: ruleFile(alert('(rate(shop_request_failures[5m]) or rate(shop_response_failures[5m])) > 0')),
          at: ['or'],
        },
      ],
      right: [
        {
          title: 'Each has its own condition',
          files: ruleFile(
            alert('rate(shop_request_failures[5m]) > 0 or rate(shop_response_failures[5m]) > 0'),
          ),
        },
        {
          title: 'The old name of a metric',
          files: ruleFile(alert('(rate(node_cpu_seconds_total[5m]) or rate(node_cpu[5m])) > 0.9')),
        },
        {
          title: 'Other labels',
          files: ruleFile(alert('(rate(a_total{side="in"}[5m]) or rate(b_total{side="out"}[5m])) > 0')),
        },
      ],
    },
  },
  messages: {
    hidden: (data: { first: string; second: string }) => ({
      message: `"or" drops the rates of "${data.second}" while "${data.first}" exists: both have the same labels`,
      why: 'a rate has no name, so that "or" finds each series of the right side on the left side too',
      help: 'compare each side with the threshold before "or", or add the two',
    }),
  },
  create: (context) => ({
    BinaryExpr(node, query) {
      if (node.op !== 'or' || node.matching?.keyword !== undefined || ruleOf(query) === undefined) return;
      const [left, right] = [ratedBy(node.lhs), ratedBy(node.rhs)];
      const [first, second] = [nameOf(left), nameOf(right)];
      if (left === undefined || right === undefined || first === undefined || second === undefined) return;
      if (first === second || matchersOf(left) !== matchersOf(right)) return;
      if (renamedMetric(first) !== undefined || renamedMetric(second) !== undefined) return;
      context.report('hidden', query.place(node.opRange), { first, second });
    },
  }),
});

/** The selector whose rate or increase an expression is. */
function ratedBy(expr: Expr): VectorSelector | undefined {
  const node = unwrap(expr);
  if (node.kind !== 'Call' || !/^(?:i?rate|increase)$/.test(node.func)) return undefined;
  const range = node.args[0] === undefined ? undefined : unwrap(node.args[0]);
  return range?.kind === 'MatrixSelector' ? range.selector : undefined;
}

function nameOf(selector: VectorSelector | undefined): string | undefined {
  return selector === undefined ? undefined : selectedName(selector);
}

function matchersOf({ matchers }: VectorSelector): string {
  const own = matchers.filter(({ name }) => name !== '__name__');
  return own
    .map(({ name, op, value }) => `${name}${op}${value}`)
    .sort()
    .join();
}
