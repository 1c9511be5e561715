import { isFloatComparison } from '../../promql/infer/index.ts';
import { defineCheck } from '../contract.ts';
import { alert, ruleFile } from '../support/example-rules.ts';
import { namedUnit } from '../support/named-unit.ts';
import { snippet } from '../support/snippet.ts';

export default defineCheck({
  meta: {
    id: 'promql/unit-mismatch',
    summary: 'sums, differences and comparisons of values whose names tell different units',
    why: 'Seconds and milliseconds differ by a thousand: the alert fires always, or never.',
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
          title: 'Nothing in common',
          files: ruleFile(alert('sum(shop_cache_bytes) + sum(shop_latency_seconds) > 5')),
          at: ['+'],
        },
        {
          title: 'A ratio is no percentage',
          files: ruleFile(alert('shop_disk_used_ratio > shop_disk_limit_percent')),
          at: ['>'],
        },
      ],
      right: [
        { files: ruleFile(alert('shop_latency_ms / 1000 > on (shop) shop_timeout_seconds')) },
        { files: ruleFile(alert('time() - shop_last_success_timestamp_seconds > 3600')) },
        {
          title: 'A quotient has a unit of its own',
          files: ruleFile(alert('shop_bytes / shop_seconds > 5')),
        },
        {
          title: 'The rate of a counter of bytes',
          files: ruleFile(alert('rate(shop_sent_bytes_total[5m]) > shop_limit_bits')),
        },
      ],
    },
  },
  messages: {
    differ: (data: { op: string; left: string; right: string; a: string; b: string }) => ({
      message: `the two sides of "${data.op}" are in different units by their names: ${data.left} ("${data.a}") and ${data.right} ("${data.b}")`,
      why: 'the result means nothing: the alert fires at the wrong time, or never',
      help: 'bring one side to the unit of the other, as in "x_ms / 1000", or correct the metric',
    }),
  },
  create: (context) => ({
    BinaryExpr(node, query) {
      if (node.op !== '+' && node.op !== '-' && !isFloatComparison(node.op)) return;
      const [left, right] = [namedUnit(node.lhs), namedUnit(node.rhs)];
      if (left === undefined || right === undefined || left === right) return;
      const [a, b] = [snippet(query, node.lhs), snippet(query, node.rhs)];
      context.report('differ', query.place(node.opRange), { op: node.op, left, right, a, b });
    },
  }),
});
