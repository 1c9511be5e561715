import { selectedName } from '../../project/series-graph.ts';
import type { Expr } from '../../promql/syntax/ast.ts';
import { walkExpr } from '../../promql/syntax/walk.ts';
import { defineCheck } from '../contract.ts';
import { selectorsOf } from '../../analysis/expression/index.ts';
import { record, ruleFile } from '../support/example-rules.ts';
import { ruleOf } from '../support/rule-of.ts';

const LE = 'sum(rate(shop_duration_seconds_bucket{le="0.1"}[5m]))';
const ALL = LE.replace('0.1', '+Inf');

export default defineCheck({
  meta: {
    id: 'promql/bucket-arithmetic',
    summary: 'arithmetic between buckets of one histogram',
    why: 'Each bucket is a separate series: with remote write they arrive separately, and the difference of two is temporarily wrong.',
    severity: 'info',
    preset: 'strict',
    peers: ['promruval expressionDoesNotUseClassicHistogramBucketOperations'],
    examples: {
      wrong: [
        { files: ruleFile(record('a:b', `${ALL} - ${LE}`)), at: [`${ALL} - ${LE}`] },
        {
          title: 'Once for each aggregation',
          files: ruleFile(record('a:b', `(${ALL} - ${LE}) / ${ALL}`)),
          at: [`(${ALL} - ${LE}) / ${ALL}`],
        },
      ],
      right: [
        {
          title: 'Against the count',
          files: ruleFile(record('a:b', `${LE} / sum(rate(shop_duration_seconds_count[5m]))`)),
        },
      ],
    },
  },
  messages: {
    buckets: (data: { name: string }) => ({
      message: `this calculates with two buckets of "${data.name}"`,
      why: 'the buckets of one histogram can come from different scrapes, especially with remote write',
      help: 'compare a bucket with the "_count" of the histogram, or record the difference on the server that scrapes it',
    }),
  },
  create(context) {
    /** Operators inside of one that was reported. */
    const inner = new WeakSet<Expr>();
    return {
      BinaryExpr(node, query) {
        if (ruleOf(query) === undefined || inner.has(node) || !['+', '-', '*', '/'].includes(node.op)) return;
        const name = onlyName(node.lhs);
        if (name?.endsWith('_bucket') !== true || onlyName(node.rhs) !== name) return;
        walkExpr(node, (below) => {
          if (below.kind === 'BinaryExpr') inner.add(below);
          return true;
        });
        context.report('buckets', query.place(node), { name });
      },
    };
  },
});

/** The one metric that an expression is made from. */
function onlyName(expr: Expr): string | undefined {
  const names = new Set(selectorsOf(expr).map(selectedName));
  return names.size === 1 ? [...names][0] : undefined;
}
