import { applied, offer, ranged as overRange } from '../../analysis/suggestion/index.ts';
import type { Repair } from '../../analysis/suggestion/index.ts';
import { factsOf, isCounter } from '../../analysis/expression/index.ts';
import type { Project, PromqlQuery } from '../../project/project.ts';
import { selectedName } from '../../project/series-graph.ts';
import { isPossible, unwrap } from '../../promql/infer/index.ts';
import type { Alternative } from '../../promql/infer/index.ts';
import type {
  AggregateExpr,
  BinaryExpr,
  Call,
  Expr,
  SubqueryExpr,
  VectorSelector,
} from '../../promql/syntax/ast.ts';
import { defineCheck } from '../contract.ts';
import type { ReportDetails } from '../contract.ts';
import { alert, record, ruleFile } from '../support/example-rules.ts';
import { shortened } from '../support/snippet.ts';

const COUNTER_FUNCTIONS: ReadonlySet<string> = new Set(['rate', 'irate', 'increase', 'resets']);

export default defineCheck({
  meta: {
    id: 'promql/rate-of-aggregation',
    summary: 'rate() and similar functions of a sum, or of a recording rule that is not a counter',
    why: 'When one process restarts, the sum of its counters falls slightly; rate() treats this as a reset of the whole sum and returns a huge peak.',
    severity: 'error',
    preset: 'recommended',
    dashboards: true,
    peers: ['pint promql/rate', 'pint promql/aggregate'],
    examples: {
      wrong: [
        {
          title: 'The rate of a sum',
          files: ruleFile(alert('rate(sum by (job) (shop_errors_total)[5m:]) > 1')),
          at: ['sum by (job) (shop_errors_total)'],
        },
        {
          title: 'Two counters',
          files: ruleFile(alert('rate((a_errors_total + b_errors_total)[5m:]) > 1')),
          at: ['a_errors_total + b_errors_total'],
        },
        {
          title: 'The rate of a rate',
          files: ruleFile(
            record('job:shop_errors:rate5m', 'sum by (job) (rate(shop_errors_total[5m]))'),
            alert('rate(job:shop_errors:rate5m[10m]) > 1'),
          ),
          at: ['job:shop_errors:rate5m'],
        },
        {
          title: 'The rate of a recorded sum',
          files: ruleFile(
            record('job:shop_errors:sum', 'sum by (job) (shop_errors_total)'),
            alert('increase(job:shop_errors:sum[10m]) > 1'),
          ),
          at: ['job:shop_errors:sum'],
        },
      ],
      right: [
        { files: ruleFile(alert('sum by (job) (rate(shop_errors_total[5m])) > 1')) },
        {
          title: 'A copy of a counter is a counter',
          files: ruleFile(
            record('shop:errors_total', 'shop_errors_total{env="prod"}'),
            alert('rate(shop:errors_total[5m]) > 1'),
          ),
        },
        {
          title: 'The change of a recorded gauge',
          files: ruleFile(
            record('job:shop_queue:sum', 'sum by (job) (shop_queue_length)'),
            alert('deriv(job:shop_queue:sum[10m]) > 1'),
          ),
        },
      ],
    },
  },
  messages: {
    aggregated: (data: { func: string; op: string; inner: string; help: string }) => ({
      message: `${data.func}() of "${data.inner}" cannot detect resets of single counters behind ${data.op}()`,
      why: 'when one counter restarts, the whole sum seems to reset, and the rate has a peak that did not happen',
      help: data.help,
    }),
    added: (data: { func: string; op: string; inner: string; help: string }) => ({
      message: `${data.func}() of "${data.inner}" cannot detect resets of single counters in a ${data.op === '+' ? 'sum' : 'difference'}`,
      why:
        data.op === '+'
          ? 'when one counter restarts, the whole sum seems to reset, and the rate has a peak that did not happen'
          : 'a difference can fall without a reset, and every decrease counts as one',
      help: data.help,
    }),
    recordedSum: (data: { func: string; name: string; op: string }) => ({
      message: `${data.func}() of "${data.name}", which records a ${data.op} of raw series`,
      why: 'the sum hides resets of single counters: when one restarts, the rate has a peak that did not happen',
      help: `record the ${data.op} of ${data.func}() of each series instead`,
    }),
    recordedGauge: (data: { func: string; name: string }) => ({
      message: `${data.func}() expects a counter, but "${data.name}" records a value that rises and falls`,
      why: `every decrease counts as a reset: ${data.func}() returns an increase that did not happen`,
      help: 'use the recorded value itself, or deriv() or delta() for its change',
    }),
  },
  create: (context) => ({
    Call(node, query) {
      const [argument] = node.args;
      if (!COUNTER_FUNCTIONS.has(node.func) || argument === undefined) return;
      const ranged = unwrap(argument);
      if (ranged.kind === 'SubqueryExpr') {
        const sum = sumOfCounters(ranged.expr, context.project);
        if (sum === undefined) {
          const added = addedCounters(ranged.expr, context.project);
          if (added === undefined) return;
          const inner = shortened(query.source.text.slice(added.start, added.end));
          const { help, fix } = ratesFirst(query, node, ranged, context.project);
          context.report(
            'added',
            query.place(added),
            { func: node.func, op: added.op, inner, help },
            { fix },
          );
          return;
        }
        const inner = shortened(query.source.text.slice(sum.start, sum.end));
        // The largest of several reports of one thing is often meant, and falls only where all start again.
        const severity = sum.op === 'max' || sum.op === 'min' ? 'warning' : undefined;
        const { help, fix } = ratesFirst(query, node, ranged, context.project);
        const data = { func: node.func, op: sum.op, inner, help };
        context.report('aggregated', query.place(sum), data, { severity, fix });
        return;
      }
      if (ranged.kind !== 'MatrixSelector') return;
      const name = selectedName(ranged.selector);
      const [recorder] = name === undefined ? [] : context.project.series.recorders(name);
      if (name === undefined || recorder === undefined) return;
      const fault = recordedFault(factsOf(context.project).alternatives(ranged.selector));
      const place = query.place(ranged.selector.nameRange ?? ranged.selector);
      const details: ReportDetails = {
        related: [{ file: recorder.file, range: recorder.expr.range, message: 'the recorded expression' }],
      };
      const { func } = node;
      if (fault === 'gauge') context.report('recordedGauge', place, { func, name }, details);
      if (fault === 'sum') context.report('recordedSum', place, { func, name, op: 'sum' }, details);
    },
  }),
});

/** `sum(rate(x[5m]))` in the place of `rate(sum(x)[5m:1m])`, and likewise for a sum and a difference of counters. */
function ratesFirst(query: PromqlQuery, call: Call, subquery: SubqueryExpr, project: Project): Repair {
  const { text } = query.source;
  const inner = unwrap(subquery.expr);
  const words = `apply ${call.func}() to each series, and aggregate or calculate with the results`;
  const shifted = subquery.offset !== undefined || subquery.at !== undefined;
  const selectors = shifted ? [] : plainSelectors(inner);
  const range = text.slice(subquery.range.start, subquery.range.end);
  const rates = selectors.length === 0 ? undefined : overRange(selectors, call.func, range);
  if (rates === undefined) return { help: words };
  const changed = applied(text.slice(0, inner.end), rates).slice(inner.start);
  const whole = inner.kind === 'BinaryExpr' ? `(${changed})` : changed;
  const proved = `calculate ${call.func}() first: write "${shortened(whole)}"`;
  return offer(query, [{ range: call, text: whole }], { proved, words }, project);
}

/** The selectors of `sum(x)` and `a + b`, where nothing else takes part and the rate of each means the same. */
function plainSelectors(expr: Expr): VectorSelector[] {
  if (expr.kind === 'AggregateExpr' && expr.op === 'sum') {
    const inner = unwrap(expr.expr);
    return inner.kind === 'VectorSelector' ? [inner] : [];
  }
  if (expr.kind !== 'BinaryExpr' || (expr.op !== '+' && expr.op !== '-')) return [];
  const sides = [unwrap(expr.lhs), unwrap(expr.rhs)];
  return sides.every((side) => side.kind === 'VectorSelector') ? sides : [];
}

/** An aggregation of raw series that are counters, or that nothing is known of. */
function sumOfCounters(expr: Expr, project: Project): AggregateExpr | undefined {
  const node = unwrap(expr);
  // `sum(x) or vector(0)`
  if (node.kind === 'BinaryExpr' && node.op === 'or')
    return sumOfCounters(node.lhs, project) ?? sumOfCounters(node.rhs, project);
  if (node.kind !== 'AggregateExpr' || !['sum', 'avg', 'min', 'max'].includes(node.op)) return undefined;
  const inner = factsOf(project).alternatives(node.expr).filter(isPossible);
  const raw = inner.every(({ quantity }) => quantity.type === 'counter' || isUnknownMetric(quantity));
  return raw && inner.length > 0 ? node : undefined;
}

/** `a + b` and `a - b` of two counters. */
function addedCounters(expr: Expr, project: Project): BinaryExpr | undefined {
  const node = unwrap(expr);
  if (node.kind !== 'BinaryExpr' || (node.op !== '+' && node.op !== '-')) return undefined;
  const counters = [node.lhs, node.rhs].every((side) => {
    const operand = unwrap(side);
    return operand.kind === 'VectorSelector' && isCounter(operand, project);
  });
  return counters ? node : undefined;
}

function isUnknownMetric({ type, metric }: Alternative['quantity']): boolean {
  return type === 'unknown' && metric !== undefined;
}

/** What every rule of a name records, where it is certainly no counter. */
function recordedFault(alternatives: readonly Alternative[]): 'gauge' | 'sum' | undefined {
  const possible = alternatives.filter(isPossible);
  if (possible.length === 0) return undefined;
  if (possible.every(({ quantity }) => quantity.type === 'gauge')) return 'gauge';
  const sums = possible.every(
    ({ quantity }) =>
      quantity.aggregated !== undefined && (quantity.type === 'counter' || quantity.type === 'unknown'),
  );
  return sums ? 'sum' : undefined;
}
