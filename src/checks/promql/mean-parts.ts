import { selectedName } from '../../project/series-graph.ts';
import { unwrap } from '../../promql/infer/index.ts';
import type { Expr, MatrixSelector } from '../../promql/syntax/ast.ts';
import { defineCheck } from '../contract.ts';
import { alert, ruleFile } from '../support/example-rules.ts';
import { staticMs } from '../../analysis/expression/index.ts';
import { suffixUnit } from '../../analysis/units/index.ts';

export default defineCheck({
  meta: {
    id: 'promql/mean-parts',
    summary: 'quotients of a "_sum" and a "_count" that do not belong together',
    why: 'The quotient is the mean only for the same histogram over the same range; otherwise the number is meaningless.',
    severity: 'warning',
    preset: 'recommended',
    dashboards: true,
    examples: {
      wrong: [
        {
          title: 'Of two histograms',
          files: ruleFile(
            alert('sum(rate(a_latency_seconds_sum[5m])) / sum(rate(b_latency_seconds_count[5m])) > 1'),
          ),
          at: ['b_latency_seconds_count'],
        },
        {
          title: 'Upside down',
          files: ruleFile(alert('rate(a_latency_seconds_count[5m]) / rate(a_latency_seconds_sum[5m]) > 1')),
          at: ['a_latency_seconds_sum'],
        },
        {
          title: 'Over different ranges',
          files: ruleFile(alert('rate(a_latency_seconds_sum[5m]) / rate(a_latency_seconds_count[1h]) > 1')),
          at: ['a_latency_seconds_count[1h]'],
        },
      ],
      right: [
        { files: ruleFile(alert('rate(a_latency_seconds_sum[5m]) / rate(a_latency_seconds_count[5m]) > 1')) },
        {
          title: 'Counters with these suffixes',
          files: ruleFile(
            alert('rate(disk_read_seconds_sum[5m]) / rate(disk_reads_completed_count[5m]) > 1'),
          ),
        },
      ],
    },
  },
  messages: {
    other: (data: { sum: string; count: string; own: string }) => ({
      message: `"${data.sum}" is divided by "${data.count}", the count of another histogram`,
      why: 'the quotient is not a mean',
      help: `divide by "${data.own}"`,
    }),
    inverted: (data: { sum: string; count: string }) => ({
      message: `"${data.count}" is divided by "${data.sum}": the quotient is inverted`,
      why: 'the result is the number of observations per second (or byte), which falls when they take longer',
      help: 'swap the sides: divide the sum by the count',
    }),
    range: (data: { sum: string; count: string; func: string }) => ({
      message: `${data.func}() of "${data.sum}" and of "${data.count}" use different ranges`,
      why: 'the sum of one period is divided by the count of another: the mean jumps when the load changes',
      help: 'use the same range on both sides',
    }),
  },
  create: (context) => ({
    BinaryExpr(node, query) {
      if (node.op !== '/') return;
      const [left, right] = [partOf(node.lhs), partOf(node.rhs)];
      if (left === undefined || right === undefined) return;
      const [a, b] = [selectedName(left.range.selector) ?? '', selectedName(right.range.selector) ?? ''];
      const place = query.place(right.range.selector.nameRange ?? right.range.selector);
      if (a.endsWith('_count') && b === a.replace(/_count$/, '_sum')) {
        context.report('inverted', place, { sum: b, count: a });
      } else if (a.endsWith('_sum') && b.endsWith('_count')) {
        const own = a.replace(/_sum$/, '_count');
        if (own !== b) {
          // Without a unit it may be any counter of that name.
          if (suffixUnit(b.replace(/_count$/, '')) !== undefined)
            context.report('other', place, { sum: a, count: b, own });
        } else if (left.func === right.func && staticMs(left.range.range) !== staticMs(right.range.range))
          context.report('range', query.place(right.range), { sum: a, count: b, func: left.func });
      }
    },
  }),
});

/** The series whose rate or increase an expression is, perhaps added up. */
function partOf(expr: Expr): { func: string; range: MatrixSelector } | undefined {
  const node = unwrap(expr);
  if (node.kind === 'AggregateExpr') return node.op === 'sum' ? partOf(node.expr) : undefined;
  if (node.kind !== 'Call' || !/^(?:i?rate|increase)$/.test(node.func)) return undefined;
  const range = node.args[0] === undefined ? undefined : unwrap(node.args[0]);
  return range?.kind === 'MatrixSelector' ? { func: node.func, range } : undefined;
}
