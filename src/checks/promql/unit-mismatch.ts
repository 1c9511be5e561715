import { isFloatComparison, unwrap } from '../../promql/infer/index.ts';
import type { BinaryExpr } from '../../promql/syntax/ast.ts';
import type { Project } from '../../project/project.ts';
import { selectedName } from '../../project/series-graph.ts';
import { isSurelyCounter } from '../../analysis/expression/index.ts';
import { defineCheck } from '../contract.ts';
import { alert, ruleFile } from '../support/example-rules.ts';
import { isAlike, isConversion, measureOf, measureText } from '../../analysis/units/index.ts';
import type { Measure } from '../../analysis/units/index.ts';
import { snippet } from '../support/snippet.ts';

export default defineCheck({
  meta: {
    id: 'promql/unit-mismatch',
    summary: 'sums, differences and comparisons of metrics whose names state different units',
    why: 'Seconds and milliseconds differ by a factor of 1000: the alert fires always, or never.',
    severity: 'warning',
    preset: 'recommended',
    examples: {
      wrong: [
        { files: ruleFile(alert('shop_latency_ms > on (shop) shop_timeout_seconds')), at: ['>'] },
        {
          title: 'The time is in seconds',
          files: ruleFile(alert('time() - shop_last_success_timestamp_ms > 3600')),
          at: ['-'],
        },
        {
          title: 'Unrelated units',
          files: ruleFile(alert('sum(shop_cache_bytes) + sum(shop_latency_seconds) > 5')),
          at: ['+'],
        },
        {
          title: 'A ratio is not a percentage',
          files: ruleFile(alert('shop_disk_used_ratio > shop_disk_limit_percent')),
          at: ['>'],
        },
        {
          title: 'Through quantiles, means and conversions',
          files: ruleFile(
            alert(
              'histogram_quantile(0.9, sum by (le, shop) (rate(shop_latency_seconds_bucket[5m]))) * 1000 > on (shop) shop_timeout_seconds',
            ),
          ),
          at: ['>'],
        },
        {
          title: 'Bytes and bits',
          files: ruleFile(alert('rate(shop_sent_bytes_total[5m]) > shop_limit_bits')),
          at: ['>'],
        },
        {
          title: 'A counter is not a point in time',
          files: ruleFile(alert('time() - max(shop_audit_events_total) > 300')),
          at: ['-'],
        },
      ],
      right: [
        { files: ruleFile(alert('shop_latency_ms / 1000 > on (shop) shop_timeout_seconds')) },
        { files: ruleFile(alert('time() - shop_last_success_timestamp_seconds > 3600')) },
        {
          title: 'A quotient has another unit',
          files: ruleFile(alert('shop_bytes / shop_seconds > 5')),
        },
        {
          title: 'Eight bits are a byte',
          files: ruleFile(alert('8 * rate(shop_sent_bytes_total[5m]) > shop_limit_bits')),
        },
        {
          title: 'Sixty times as long',
          files: ruleFile(alert('shop_latency_seconds > 60 * shop_usual_latency_seconds')),
        },
      ],
    },
  },
  messages: {
    counter: (data: { name: string }) => ({
      message: `"${data.name}" is a counter, and time() - ... takes it for a point in time`,
      why: 'the result is the time since 1970 less the number of events: the condition is always true, or never',
      help: 'to detect that nothing happened, compare increase() over that time with 0; for an age, use a metric with the time of the last event',
    }),
    differ: (data: { op: string; left: string; right: string; a: string; b: string }) => ({
      message: `the two sides of "${data.op}" are in different units by their names: ${data.left} ("${data.a}") and ${data.right} ("${data.b}")`,
      why: 'the result is meaningless: the alert fires at the wrong time, or never',
      help: 'convert one side to the unit of the other, as in "x_ms / 1000", or correct the metric',
    }),
  },
  create: (context) => ({
    BinaryExpr(node, query) {
      const counter = node.op === '-' ? counterAsTime(node, context.project) : undefined;
      if (counter !== undefined) {
        context.report('counter', query.place(node.opRange), { name: counter });
        return;
      }
      if (node.op !== '+' && node.op !== '-' && !isFloatComparison(node.op)) return;
      const left = measureOf(node.lhs, context.project);
      const right = measureOf(node.rhs, context.project);
      if (left === undefined || right === undefined || !differ(left, right)) return;
      const [a, b] = [snippet(query, node.lhs), snippet(query, node.rhs)];
      context.report('differ', query.place(node.opRange), {
        op: node.op,
        left: measureText(left),
        right: measureText(right),
        a,
        b,
      });
    },
  }),
});

/** `time() - x_total`: the number of events taken for the time of the last one. */
function counterAsTime({ lhs, rhs }: BinaryExpr, project: Project): string | undefined {
  const now = unwrap(lhs);
  if (now.kind !== 'Call' || now.func !== 'time') return undefined;
  let node = unwrap(rhs);
  while (node.kind === 'AggregateExpr') node = unwrap(node.expr);
  if (node.kind !== 'VectorSelector') return undefined;
  const name = selectedName(node);
  return name !== undefined && !/time|stamp|epoch|unix/.test(name) && isSurelyCounter(node, project)
    ? name
    : undefined;
}

function differ(a: Measure, b: Measure): boolean {
  if (a.guessed === true || b.guessed === true) return false;
  if (family(a) !== family(b)) return a.dimension !== 'count' && b.dimension !== 'count';
  if (isAlike(a.scales, b.scales)) return false;
  // `x_seconds > 60 * y_seconds` may ask for sixty times as long.
  const converts = a.dimension === 'share' || isConversion(a.scales[0]! / b.scales[0]!);
  return converts || (a.scaled !== true && b.scaled !== true);
}

/** Many names of points in time end in `_seconds` only, as times do. */
function family({ dimension }: Measure): string {
  return dimension === 'moment' ? 'time' : dimension;
}
