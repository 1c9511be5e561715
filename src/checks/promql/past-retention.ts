import type { Expr } from '../../promql/syntax/ast.ts';
import { children } from '../../promql/syntax/walk.ts';
import { formatDurationMs } from '../../go/durations/prometheus-duration.ts';
import { defineCheck } from '../contract.ts';
import { alert, ruleFile } from '../support/example-rules.ts';
import { oldestSampleMs } from '../../analysis/expression/index.ts';

const config = 'prometheus: { retention: 15d }\n';
const files = (expr: string): string => ruleFile(alert(expr));

export default defineCheck({
  meta: {
    id: 'promql/past-retention',
    summary: 'ranges and offsets that reach further back than samples are kept',
    why: 'Past the retention there is nothing: an offset returns no series at all, an average is one of less time than it says.',
    severity: 'error',
    preset: 'recommended',
    peers: ['pint promql/range_query', 'pint promql/offset', 'promruval expressionDoesNotUseOlderDataThan'],
    examples: {
      wrong: [
        { config, files: files('shop_orders < shop_orders offset 30d / 2'), at: ['shop_orders offset 30d'] },
        {
          title: 'Range and offset together',
          config,
          files: files('avg_over_time(shop_orders[10d] offset 1w) < 5'),
          at: ['shop_orders[10d] offset 1w'],
        },
      ],
      right: [
        { config, files: files('shop_orders < shop_orders offset 2w / 2') },
        {
          title: 'Nobody knows how long samples are kept',
          files: files('shop_orders < shop_orders offset 30d / 2'),
        },
      ],
    },
  },
  messages: {
    past: (data: { age: string; retention: string; from: string }) => ({
      message: `this looks ${data.age} back, but samples are kept for ${data.retention} (${data.from})`,
      why: 'what is older is gone: the result is empty, or one of less time than it says',
      help: 'look back less far, or keep samples longer',
    }),
  },
  create(context) {
    const { retention } = context.project.server;
    return {
      Promql(query) {
        if (retention === undefined || query.ast === undefined) return;
        // The innermost node whose own reach is already too long is the one to point at.
        for (const node of tooOld(query.ast, retention.value)) {
          context.report('past', query.place(node), {
            age: formatDurationMs(oldestSampleMs(node)),
            retention: formatDurationMs(retention.value),
            from: retention.from,
          });
        }
      },
    };
  },
});

function tooOld(expr: Expr, limit: number): readonly Expr[] {
  if (oldestSampleMs(expr) <= limit) return [];
  const inner = children(expr).flatMap((child) => tooOld(child, limit));
  return inner.length > 0 ? inner : [expr];
}
