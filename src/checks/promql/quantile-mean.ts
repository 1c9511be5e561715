import { unwrap } from '../../promql/infer/index.ts';
import type { Expr } from '../../promql/syntax/ast.ts';
import { defineCheck } from '../contract.ts';
import { alert, ruleFile } from '../support/example-rules.ts';

export default defineCheck({
  meta: {
    id: 'promql/quantile-mean',
    summary: 'sums and means of quantiles',
    why: 'The mean of the 99th percentiles of ten instances is not the 99th percentile of all: it hides one slow instance.',
    severity: 'info',
    preset: 'strict',
    examples: {
      wrong: [
        { files: ruleFile(alert('avg by (shop) (shop_latency_seconds{quantile="0.99"}) > 1')), at: ['avg'] },
        {
          title: 'Of quantiles from buckets',
          files: ruleFile(
            alert('sum(histogram_quantile(0.9, sum by (le, till) (rate(shop_seconds_bucket[5m])))) > 1'),
          ),
          at: ['sum'],
        },
        {
          title: 'Of several metrics',
          files: ruleFile(alert('avg by (quantile) (go_gc_duration_seconds) > 1')),
          at: ['avg'],
        },
      ],
      right: [
        { files: ruleFile(alert('max by (shop) (shop_latency_seconds{quantile="0.99"}) > 1')) },
        {
          files: ruleFile(alert('histogram_quantile(0.9, sum by (le) (rate(shop_seconds_bucket[5m]))) > 1')),
        },
      ],
    },
  },
  messages: {
    mean: (data: { op: string }) => ({
      message: `${data.op}() of quantiles is not a quantile`,
      why: 'it hides one slow instance among the others, or adds up times that nobody waited',
      help: 'use max(), or sum the buckets of a histogram first: histogram_quantile(..., sum by (le) (...))',
    }),
  },
  create: (context) => ({
    AggregateExpr(node, query) {
      if (node.op !== 'sum' && node.op !== 'avg') return;
      const byQuantile = node.keyword === 'by' && node.grouping.some(({ name }) => name === 'quantile');
      if (byQuantile ? unwrap(node.expr).kind !== 'VectorSelector' : !isQuantile(node.expr)) return;
      const place = query.place({ start: node.start, end: node.start + node.op.length });
      context.report('mean', place, { op: node.op });
    },
  }),
});

/** Quantiles by name or by function, scaled perhaps. */
function isQuantile(expr: Expr): boolean {
  const node = unwrap(expr);
  if (node.kind === 'Call') return node.func === 'histogram_quantile';
  if (node.kind === 'BinaryExpr') return (node.op === '*' || node.op === '/') && isQuantile(node.lhs);
  return (
    node.kind === 'VectorSelector' &&
    node.matchers.some(
      ({ name, op, value }) => name === 'quantile' && op === '=' && Number(value) >= 0 && value !== '',
    )
  );
}
