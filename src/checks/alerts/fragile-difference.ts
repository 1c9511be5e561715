import { exprKey, isCounter, staticMs } from '../../analysis/expression/index.ts';
import { isFloatComparison, unwrap } from '../../promql/infer/index.ts';
import type { AggregateExpr, BinaryExpr, Expr, VectorSelector } from '../../promql/syntax/ast.ts';
import { walkExpr } from '../../promql/syntax/walk.ts';
import { formatDurationMs } from '../../go/durations/prometheus-duration.ts';
import { defineCheck } from '../contract.ts';
import { firesAtOnce } from '../support/alert-time.ts';
import { alert, ruleFile } from '../support/example-rules.ts';
import { alertOf } from '../support/rule-of.ts';

/** Within so many milliseconds a difference is about scrapes that are late, more than about a change. */
const SHORT_MS = 600_000;

export default defineCheck({
  meta: {
    id: 'alerts/fragile-difference',
    summary: 'sums and counts compared with their own recent value, without "for"',
    why: 'A pod that starts, stops or is scraped one interval later changes the sum by its whole value: the alert fires without a fault.',
    severity: 'warning',
    preset: 'recommended',
    examples: {
      wrong: [
        {
          title: 'A difference',
          files: ruleFile(alert('sum(shop_failures) - sum(shop_failures offset 2m) > 0')),
          at: ['sum(shop_failures) - sum(shop_failures offset 2m)'],
        },
        {
          title: 'A comparison',
          files: ruleFile(alert('sum by (job) (shop_failures) > sum by (job) (shop_failures offset 5m)')),
          at: ['sum by (job) (shop_failures) > sum by (job) (shop_failures offset 5m)'],
        },
      ],
      right: [
        {
          title: 'The condition must last',
          files: ruleFile(alert('sum(shop_queue) - sum(shop_queue offset 2m) > 0', { for: '10m' })),
        },
        {
          title: 'Series by series: a new series has no past value',
          files: ruleFile(alert('shop_queue - shop_queue offset 2m > 0')),
        },
        {
          title: 'Compared with yesterday',
          files: ruleFile(alert('sum(shop_queue) > sum(shop_queue offset 1d)')),
        },
        {
          title: 'Sums of rates',
          files: ruleFile(
            alert('sum(rate(shop_sold_total[5m])) > 2 * sum(rate(shop_sold_total[5m] offset 5m))'),
          ),
        },
      ],
    },
  },
  messages: {
    difference: (data: { op: string; offset: string }) => ({
      message: `this compares ${data.op}() with its value ${data.offset} ago, and the alert fires at the first difference`,
      why: 'a series that appears, disappears or is scraped one interval later changes the result by its whole value',
      help: 'compare series by series first (sum(increase(x[5m])) for counters, sum(x - x offset 2m) for gauges), or add "for" with several scrape intervals',
    }),
  },
  create: (context) => ({
    Promql(query) {
      const rule = alertOf(query);
      if (rule === undefined || query.ast === undefined || !firesAtOnce(rule)) return;
      walkExpr(query.ast, (node) => {
        if (node.kind !== 'BinaryExpr' || node.bool) return true;
        const found = pastOfItself(node);
        if (found === undefined) return true;
        // promql/counter-offset shows that the difference of a counter is wrong at any time.
        if (node.op === '-' && isCounter(found.selector, context.project)) return false;
        context.report('difference', query.place(node), {
          op: found.op,
          offset: formatDurationMs(found.offsetMs),
        });
        return false;
      });
    },
  }),
});

interface PastSum {
  readonly op: string;
  readonly selector: VectorSelector;
  readonly offsetMs: number;
}

/** `sum(x) - sum(x offset 2m)`, and the same as a comparison: the aggregation, and how far back the other side looks. */
function pastOfItself({ op, lhs, rhs }: BinaryExpr): PastSum | undefined {
  if (op !== '-' && !isFloatComparison(op)) return undefined;
  const [left, right] = [summed(lhs), summed(rhs)];
  if (left === undefined || right === undefined || left.node.op !== right.node.op) return undefined;
  const offsets = [left, right].map(({ selector }) => staticMs(selector.offset) ?? 0);
  const offsetMs = Math.max(...offsets);
  if (Math.min(...offsets) !== 0 || offsetMs <= 0 || offsetMs > SHORT_MS) return undefined;
  return withoutOffset(left) === withoutOffset(right)
    ? { op: left.node.op, selector: left.selector, offsetMs }
    : undefined;
}

interface Summed {
  readonly node: AggregateExpr;
  readonly selector: VectorSelector;
}

/** A sum or count of plain values of one metric. */
function summed(expr: Expr): Summed | undefined {
  const node = unwrap(expr);
  if (node.kind !== 'AggregateExpr' || (node.op !== 'sum' && node.op !== 'count')) return undefined;
  const selector = unwrap(node.expr);
  return selector.kind === 'VectorSelector' ? { node, selector } : undefined;
}

function withoutOffset({ node, selector }: Summed): string {
  return exprKey({ ...node, expr: { ...selector, offset: undefined } });
}
