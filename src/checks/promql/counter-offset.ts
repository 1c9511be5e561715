import { selectedName } from '../../project/series-graph.ts';
import type { PromqlQuery } from '../../project/project.ts';
import type { BinaryExpr, Expr, VectorSelector } from '../../promql/syntax/ast.ts';
import { formatDurationMs } from '../../go/durations/prometheus-duration.ts';
import { defineCheck } from '../contract.ts';
import { alert, ruleFile } from '../support/example-rules.ts';
import { isCounter, staticMs } from '../../analysis/expression/index.ts';
import { isProved, provedFix } from '../../analysis/suggestion/index.ts';

export default defineCheck({
  meta: {
    id: 'promql/counter-offset',
    summary: 'differences between a counter and its own past value',
    why: 'A restart resets the counter to 0 and makes the difference negative: the alert cannot fire for the length of the offset.',
    severity: 'warning',
    preset: 'recommended',
    peers: ['pint promql/counter'],
    examples: {
      wrong: [
        {
          files: ruleFile(alert('shop_errors_total - shop_errors_total offset 5m > 10')),
          at: ['shop_errors_total - shop_errors_total offset 5m'],
        },
        {
          title: 'Also of sums',
          files: ruleFile(alert('sum(shop_errors_total) - sum(shop_errors_total offset 1h) > 10')),
          at: ['sum(shop_errors_total) - sum(shop_errors_total offset 1h)'],
        },
      ],
      right: [
        { files: ruleFile(alert('increase(shop_errors_total[5m]) > 10')) },
        {
          title: 'For a gauge it is the change',
          files: ruleFile(alert('shop_queue - shop_queue offset 5m > 10')),
        },
        {
          title: 'Rates now and before',
          files: ruleFile(alert('rate(x_total[5m]) - rate(x_total[5m] offset 1d) > 10')),
        },
      ],
    },
  },
  messages: {
    reset: (data: { name: string; range: string; instead: string }) => ({
      message: `this subtracts the value of the counter "${data.name}" ${data.range} ago`,
      why: `a restart resets the counter to 0: the difference is negative for ${data.range}`,
      help: `use ${data.instead}, which handles resets`,
    }),
  },
  create: (context) => ({
    BinaryExpr(node, query) {
      if (node.op !== '-') return;
      const now = bareSelector(node.lhs);
      const then = bareSelector(node.rhs);
      const name = now === undefined ? undefined : selectedName(now);
      if (now === undefined || then === undefined || name === undefined || selectedName(then) !== name)
        return;
      const offset = staticMs(then.offset);
      if (offset === undefined || offset <= 0 || now.offset !== undefined || now.at !== undefined) return;
      // Of kube-state-metrics it is a count that Kubernetes keeps: no restart of a process resets it.
      if (!isCounter(now, context.project) || name.startsWith('kube_')) return;
      const range = formatDurationMs(offset);
      const instead = increaseOf(query, node, now, range);
      const edits = [{ range: node, text: instead }];
      const fix = provedFix(query, edits, `use ${instead}`, context.project);
      const works = isProved(query, edits, context.project);
      const data = { name, range, instead: works ? instead : `increase(...[${range}])` };
      context.report('reset', query.place(node), data, { fix });
    },
  }),
});

/** The left side with the growth in place of the counter: `sum by (job) (increase(x[5m]))`. */
function increaseOf(query: PromqlQuery, node: BinaryExpr, selector: VectorSelector, range: string): string {
  const { text } = query.source;
  const own = text.slice(selector.start, selector.end);
  const before = text.slice(node.lhs.start, selector.start);
  return `${before}increase(${own}[${range}])${text.slice(selector.end, node.lhs.end)}`;
}

/** The selector below sums and parentheses, where nothing else changes its value. */
function bareSelector(expr: Expr): VectorSelector | undefined {
  let node = expr;
  while (node.kind === 'ParenExpr' || (node.kind === 'AggregateExpr' && node.op === 'sum')) node = node.expr;
  return node.kind === 'VectorSelector' ? node : undefined;
}
