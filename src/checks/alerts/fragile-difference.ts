import { exprKey, isCounter, ruleAst, staticMs } from '../../analysis/expression/index.ts';
import type { Project } from '../../project/project.ts';
import { selectedName } from '../../project/series-graph.ts';
import { isFloatComparison, unwrap } from '../../promql/infer/index.ts';
import type { AggregateExpr, BinaryExpr, Expr, VectorSelector } from '../../promql/syntax/ast.ts';
import { walkExpr } from '../../promql/syntax/walk.ts';
import { formatDurationMs } from '../../go/durations/prometheus-duration.ts';
import { defineCheck } from '../contract.ts';
import { firesAtOnce } from '../support/alert-time.ts';
import { alert, record, ruleFile } from '../support/example-rules.ts';
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
        {
          title: 'With a fallback on each side',
          files: ruleFile(
            alert('(sum(shop_failures) or vector(0)) - (sum(shop_failures offset 2m) or vector(0)) > 0'),
          ),
          at: ['(sum(shop_failures) or vector(0)) - (sum(shop_failures offset 2m) or vector(0))'],
        },
        {
          title: 'A recorded sum',
          files: ruleFile(
            record('job:shop_failures:sum', 'sum by (job) (shop_failures)'),
            alert('job:shop_failures:sum - job:shop_failures:sum offset 2m > 0'),
          ),
          at: ['job:shop_failures:sum - job:shop_failures:sum offset 2m'],
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
      help: 'compare series by series inside the aggregation (increase() of counters, the difference with "offset" of gauges), or add "for" with several scrape intervals',
    }),
  },
  create: (context) => ({
    Promql(query) {
      const rule = alertOf(query);
      if (rule === undefined || query.ast === undefined || !firesAtOnce(rule)) return;
      walkExpr(query.ast, (node) => {
        if (node.kind !== 'BinaryExpr' || node.bool) return true;
        const found = pastOfItself(node, context.project);
        if (found === undefined) return true;
        // promql/counter-offset shows that the difference of a counter is wrong at any time.
        const isPlain = !found.fallback && isCounter(found.selector, context.project);
        if (node.op === '-' && isPlain) return false;
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
  /** A side is `sum(x) or ...`. */
  readonly fallback: boolean;
}

/** `sum(x) - sum(x offset 2m)`, and the same as a comparison: the aggregation, and how far back the other side looks. */
function pastOfItself({ op, lhs, rhs }: BinaryExpr, project: Project): PastSum | undefined {
  if (op !== '-' && !isFloatComparison(op)) return undefined;
  const [left, right] = [summed(lhs, project), summed(rhs, project)];
  if (left === undefined || right === undefined || left.op !== right.op) return undefined;
  const offsets = [left, right].map(({ selector }) => staticMs(selector.offset) ?? 0);
  const offsetMs = Math.max(...offsets);
  const fallback = left.fallback || right.fallback;
  if (Math.min(...offsets) !== 0 || offsetMs <= 0 || (offsetMs > SHORT_MS && !fallback)) return undefined;
  return withoutOffset(left) === withoutOffset(right)
    ? { op: left.op, selector: left.selector, offsetMs, fallback }
    : undefined;
}

interface Summed {
  readonly op: string;
  /** The aggregation; undefined of a recorded one, which the selector is. */
  readonly node?: AggregateExpr;
  readonly selector: VectorSelector;
  readonly fallback: boolean;
}

/** A sum or count of plain values of one metric, written here or recorded, perhaps with a fallback. */
function summed(expr: Expr, project: Project): Summed | undefined {
  const node = unwrap(expr);
  if (node.kind === 'BinaryExpr' && node.op === 'or') {
    const inner = summed(node.lhs, project);
    return inner === undefined ? undefined : { ...inner, fallback: true };
  }
  if (node.kind === 'VectorSelector') {
    const op = recordedSum(node, project);
    return op === undefined ? undefined : { op, selector: node, fallback: false };
  }
  if (node.kind !== 'AggregateExpr' || (node.op !== 'sum' && node.op !== 'count')) return undefined;
  const selector = unwrap(node.expr);
  return selector.kind === 'VectorSelector' ? { op: node.op, node, selector, fallback: false } : undefined;
}

/** The aggregation of plain values that a recorded series is. */
function recordedSum(selector: VectorSelector, project: Project): string | undefined {
  const name = selectedName(selector);
  const [recorder, ...more] = name === undefined ? [] : project.series.recorders(name);
  const ast = recorder === undefined || more.length > 0 ? undefined : ruleAst(recorder);
  const node = ast === undefined ? undefined : unwrap(ast);
  if (node?.kind !== 'AggregateExpr' || (node.op !== 'sum' && node.op !== 'count')) return undefined;
  return unwrap(node.expr).kind === 'VectorSelector' ? node.op : undefined;
}

function withoutOffset({ node, selector }: Summed): string {
  const plain = { ...selector, offset: undefined };
  return exprKey(node === undefined ? plain : { ...node, expr: plain });
}
