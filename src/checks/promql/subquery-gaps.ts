import { unwrap } from '../../promql/infer/index.ts';
import { formatDurationMs } from '../../go/durations/prometheus-duration.ts';
import { defineCheck } from '../contract.ts';
import { alert, ruleFile } from '../support/example-rules.ts';
import { staticMs } from '../../analysis/expression/index.ts';

export default defineCheck({
  meta: {
    id: 'promql/subquery-gaps',
    summary: 'subqueries over ranges shorter than their step',
    why: 'No range covers the time between two steps: peaks and events in these gaps are missed.',
    severity: 'info',
    preset: 'strict',
    examples: {
      wrong: [
        {
          files: ruleFile(alert('max_over_time(increase(shop_errors_total[1m])[6h:15m]) > 50')),
          at: ['[6h:15m]'],
        },
      ],
      right: [{ files: ruleFile(alert('max_over_time(increase(shop_errors_total[15m])[6h:15m]) > 50')) }],
    },
  },
  messages: {
    gaps: (data: { func: string; range: string; step: string }) => ({
      message: `${data.func}() reads ${data.range}, but the subquery evaluates it only every ${data.step}`,
      why: 'events in the gap between two ranges are missed',
      help: `use a range of ${data.step}, or a step of ${data.range}`,
    }),
  },
  create: (context) => ({
    SubqueryExpr(node, query) {
      const step = staticMs(node.step);
      const range = staticMs(node.range);
      const inner = unwrap(node.expr);
      const call = inner.kind === 'AggregateExpr' ? unwrap(inner.expr) : inner;
      if (node.step === undefined || step === undefined || range === undefined || step > range) return;
      if (call.kind !== 'Call' || call.args.length !== 1) return;
      const matrix = unwrap(call.args[0]!);
      const covered = matrix.kind === 'MatrixSelector' ? staticMs(matrix.range) : undefined;
      if (covered === undefined || covered >= step) return;
      context.report('gaps', query.place({ start: node.range.start - 1, end: node.step.end + 1 }), {
        func: call.func,
        range: formatDurationMs(covered),
        step: formatDurationMs(step),
      });
    },
  }),
});
