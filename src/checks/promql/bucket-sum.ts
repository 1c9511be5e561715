import type { Expr } from '../../promql/syntax/ast.ts';
import { walkExpr } from '../../promql/syntax/walk.ts';
import { isFloatComparison, literalValue, unwrap } from '../../promql/infer/index.ts';
import { defineCheck } from '../contract.ts';
import { bucketsIn, keepsLe, leMatchers } from '../../analysis/expression/index.ts';
import { alert, ruleFile } from '../support/example-rules.ts';

export default defineCheck({
  meta: {
    id: 'promql/bucket-sum',
    summary: 'sums and means over all buckets of a histogram',
    why: 'Buckets are cumulative: the sum counts each observation once for every bucket that contains it.',
    severity: 'warning',
    preset: 'recommended',
    dashboards: true,
    examples: {
      wrong: [
        {
          files: ruleFile(alert('sum by (shop) (rate(shop_duration_seconds_bucket[5m])) > 100')),
          at: ['shop_duration_seconds_bucket'],
        },
        {
          title: 'The denominator of a share',
          files: ruleFile(
            alert(
              'sum(rate(shop_duration_seconds_bucket{le="0.5"}[5m])) / sum(rate(shop_duration_seconds_bucket[5m])) < 0.9',
            ),
          ),
          at: ['shop_duration_seconds_bucket'],
        },
      ],
      right: [
        { files: ruleFile(alert('sum by (shop) (rate(shop_duration_seconds_count[5m])) > 100')) },
        { files: ruleFile(alert('sum by (le) (rate(shop_duration_seconds_bucket[5m])) > 100')) },
        {
          title: 'One bucket, or two for an Apdex',
          files: ruleFile(alert('sum(rate(shop_duration_seconds_bucket{le=~"0.3|1.2"}[5m])) / 2 > 100')),
        },
        {
          title: 'A test for any observation',
          files: ruleFile(
            alert(
              'histogram_quantile(0.9, sum by (le) (rate(shop_seconds_bucket[5m]))) > 1 and on () sum(rate(shop_seconds_bucket[5m])) > 0',
            ),
          ),
        },
        { title: 'Not a histogram', files: ruleFile(alert('sum(storage_objects_bucket) > 100')) },
      ],
    },
  },
  messages: {
    summed: (data: { op: string; name: string; count: string }) => ({
      message: `${data.op}() over all buckets of "${data.name}" counts each observation several times`,
      why: 'buckets are cumulative: an observation counts in its bucket and in all larger ones',
      help: `use "${data.count}", keep "le", or select one bucket: le="..."`,
    }),
  },
  create: (context) => {
    /** What histogram_quantile() is given, where a missing "le" is reported, and sums whose amount does not matter. */
    const inner = new WeakSet<Expr>();
    return {
      Call(node) {
        if (node.func !== 'histogram_quantile') return;
        for (const arg of node.args) walkExpr(arg, (below) => void inner.add(below));
      },
      BinaryExpr({ op, lhs, rhs }) {
        if (op === 'and' || op === 'unless') inner.add(unwrap(rhs));
        if (isFloatComparison(op) && literalValue(rhs) === 0) inner.add(unwrap(lhs));
      },
      AggregateExpr(node, query) {
        if ((node.op !== 'sum' && node.op !== 'avg') || keepsLe(node) || inner.has(node)) return;
        const buckets = bucketsIn(node.expr, context.project);
        if (buckets === undefined) return;
        if (leMatchers(buckets.selector).some(({ op }) => op === '=' || op === '=~')) return;
        const { name, selector } = buckets;
        context.report('summed', query.place(selector.nameRange ?? selector), {
          op: node.op,
          name,
          count: name.replace(/_bucket$/, '_count'),
        });
      },
    };
  },
});
