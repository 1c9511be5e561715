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
    summary: 'ranges and offsets longer than the retention',
    why: 'Older samples are deleted: an offset returns no series, and an average covers less time than it states.',
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
          title: 'The retention is unknown',
          files: files('shop_orders < shop_orders offset 30d / 2'),
        },
      ],
    },
  },
  messages: {
    past: (data: { age: string; retention: string; from: string }) => ({
      message: `this looks back ${data.age}, but samples are kept for ${data.retention} (${data.from})`,
      why: 'older samples are deleted: the result is empty, or covers less time than stated',
      help: 'use a shorter range or offset, or a longer retention',
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
