import { unwrap } from '../../promql/infer/index.ts';
import type { Call, Expr } from '../../promql/syntax/ast.ts';
import { formatDurationMs } from '../../go/durations/prometheus-duration.ts';
import { defineCheck } from '../contract.ts';
import { countedLines, lokiInterval } from '../../analysis/events/index.ts';
import { alert, group, lokiAlert } from '../support/example-rules.ts';
import { neededComparisons, staticMs, thresholdOf } from '../../analysis/expression/index.ts';
import { alertOf } from '../support/rule-of.ts';

const rules = (interval: string, expr: string): string =>
  `groups:\n${group('shop', [alert(expr)], `interval: ${interval}`)}`;

export default defineCheck({
  meta: {
    id: 'alerts/window-gap',
    summary: 'events counted over a range shorter than the evaluation interval',
    why: 'Events between the end of one range and the start of the next are never evaluated: the alert misses some of them.',
    severity: 'warning',
    preset: 'recommended',
    examples: {
      wrong: [
        { files: rules('10m', 'increase(shop_crashes_total[5m]) > 0'), at: ['[5m]'] },
        {
          title: 'The interval of the server',
          files: {
            'rules.yml': `groups:\n${group('shop', [alert('max_over_time(shop_queue_length[1m]) > 100')])}`,
            'prometheus.yml': 'global: { evaluation_interval: 5m }\nrule_files: [rules.yml]\n',
          },
          at: ['[1m]'],
        },
        {
          title: 'Log lines',
          files: lokiAlert('sum(count_over_time({app="web"} |= "panic" [30s])) > 0'),
          at: ['[30s]'],
        },
      ],
      right: [
        { files: lokiAlert('sum(count_over_time({app="web"} |= "panic" [1m])) > 0') },
        { files: rules('5m', 'increase(shop_crashes_total[10m]) > 0') },
        { title: 'A level, not an event', files: rules('10m', 'rate(shop_requests_total[5m]) > 1000') },
      ],
    },
  },
  messages: {
    gap: (data: { func: string; range: string; interval: string; from: string }) => ({
      message: `${data.func}() reads ${data.range}, but the alert is evaluated every ${data.interval} (${data.from})`,
      why: 'the alert misses every event in the gap between two ranges',
      help: `use a range of at least ${data.interval}, or evaluate the group more often`,
    }),
  },
  create: (context) => ({
    Logql(query) {
      const { owner, ast } = query;
      if (owner.kind !== 'rule' || owner.rule.kind !== 'alert' || ast === undefined) return;
      const known = lokiInterval(owner.rule.group, context.project);
      for (const { node, limit } of countedLines(ast)) {
        const { interval } = node.range;
        const range = interval.nanoseconds / 1e6;
        // A rate over some limit goes on for a while; a few lines are an event.
        if (known === undefined || limit > 1 || range >= known.ms) continue;
        context.report('gap', query.place(interval), {
          func: node.op,
          range: formatDurationMs(range),
          interval: formatDurationMs(known.ms),
          from: known.from,
        });
      }
    },
    Promql(query) {
      const rule = alertOf(query);
      if (rule === undefined || query.ast === undefined) return;
      for (const node of neededComparisons(query.ast)) {
        const threshold = thresholdOf(node);
        const call = threshold === undefined ? undefined : eventCall(threshold.value, threshold.limit);
        const matrix = call === undefined ? undefined : unwrap(call.args[0]!);
        if (call === undefined || matrix?.kind !== 'MatrixSelector') continue;
        const known = context.project.server.evaluationInterval(rule.group);
        const range = staticMs(matrix.range);
        if (known === undefined || range === undefined || range >= known.value) continue;
        const bracket = { start: matrix.range.start - 1, end: matrix.range.end + 1 };
        context.report('gap', query.place(bracket), {
          func: call.func,
          range: formatDurationMs(range),
          interval: formatDurationMs(known.value),
          from: known.from,
        });
      }
    },
  }),
});

/** A call that asks whether something happened: any increase, changes, the highest value. */
function eventCall(expr: Expr, limit: number): Call | undefined {
  const node = unwrap(expr);
  if (node.kind === 'AggregateExpr') return eventCall(node.expr, limit);
  if (node.kind !== 'Call' || node.args.length !== 1) return undefined;
  // A rate or an increase over some limit goes on for a while; any at all is an event.
  if (node.func === 'increase' || node.func === 'rate') return limit <= 1 ? node : undefined;
  return /^(?:changes|resets|max_over_time|min_over_time)$/.test(node.func) ? node : undefined;
}
