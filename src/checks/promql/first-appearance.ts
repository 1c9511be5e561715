import type { Call, Expr, VectorSelector } from '../../promql/syntax/ast.ts';
import { formatDurationMs } from '../../go/durations/prometheus-duration.ts';
import type { Project, PromqlQuery } from '../../project/project.ts';
import { selectedName } from '../../project/series-graph.ts';
import { defineCheck } from '../contract.ts';
import { cataloguedSeries, isCounter, rangedSelector, staticMs } from '../../analysis/expression/index.ts';
import { isProved, suggestedFix } from '../../analysis/suggestion/index.ts';
import { alert, ruleFile } from '../support/example-rules.ts';
import { alertOf } from '../support/rule-of.ts';
import { unwrap } from '../../promql/infer/index.ts';

export default defineCheck({
  meta: {
    id: 'promql/first-appearance',
    summary: 'alerts on any increase of a counter, which miss the event that creates the series',
    why: 'A counter with labels often appears with its first event, at 1: without a 0 before it, increase() returns no increase and the first failure does not page.',
    severity: 'info',
    preset: 'strict',
    examples: {
      wrong: [
        {
          files: ruleFile(alert('increase(shop_failures_total{kind="payment"}[5m]) > 0')),
          at: ['increase(shop_failures_total{kind="payment"}[5m])'],
        },
      ],
      right: [
        {
          title: 'The first sample is included',
          files: ruleFile(
            alert(
              'increase(shop_failures_total[5m]) > 0 or (shop_failures_total unless shop_failures_total offset 5m)',
            ),
          ),
        },
        {
          title: 'A counter without labels starts at 0',
          files: ruleFile(alert('increase(x_total{job="a"}[5m]) > 0')),
        },
        { title: 'A level', files: ruleFile(alert('increase(shop_payment_failures_total[5m]) > 10')) },
      ],
    },
  },
  messages: {
    missed: (data: { name: string; func: string; added: string }) => ({
      message: `${data.func}() misses the event that creates a series of "${data.name}"`,
      why: 'a series that appears at 1 has no 0 before it, so increase() does not count the first failure',
      help: `initialise the counter with 0 in the program${data.added === '' ? '' : `, or add: ${data.added}`}`,
    }),
  },
  create: (context) => ({
    Promql(query) {
      const rule = alertOf(query);
      if (rule === undefined || query.ast === undefined) return;
      const call = anyIncrease(unwrap(query.ast));
      const selector = call?.args[0] === undefined ? undefined : rangedSelector(call.args[0]);
      const name = selector === undefined ? undefined : selectedName(selector);
      if (call === undefined || selector === undefined || name === undefined) return;
      if (!startsLate(selector, context.project) || !isCounter(selector, context.project)) return;
      const added = newSeries(query, call, selector);
      const edits = [{ range: { start: query.ast.end, end: query.ast.end }, text: ` ${added}` }];
      const works = added !== '' && isProved(query, edits, context.project);
      context.report(
        'missed',
        query.place(call),
        { name, func: call.func, added: works ? added : '' },
        works ? { fix: suggestedFix(query, edits, `add: ${added}`) } : {},
      );
    },
  }),
});

/** `or (x unless x offset 5m) > 0` for the series of a call, aggregated as they are; empty where it has no plain range. */
function newSeries(query: PromqlQuery, call: Call, selector: VectorSelector): string {
  const [argument] = call.args;
  const range = argument === undefined ? undefined : unwrap(argument);
  const ms = range?.kind === 'MatrixSelector' ? staticMs(range.range) : undefined;
  if (ms === undefined || selector.offset !== undefined || selector.at !== undefined) return '';
  const { text } = query.source;
  const own = text.slice(selector.start, selector.end);
  const fresh = `(${own} unless ${own} offset ${formatDurationMs(ms)})`;
  const root = query.ast === undefined ? undefined : unwrap(query.ast);
  const side = root?.kind === 'BinaryExpr' ? unwrap(root.lhs) : undefined;
  if (side?.kind !== 'AggregateExpr') return `or ${fresh} > 0`;
  const aggregated = `${text.slice(side.start, call.start)}${fresh}${text.slice(call.end, side.end)}`;
  return `or ${aggregated} > 0`;
}

/** The call in `increase(x[5m]) > 0`, also below an aggregation. */
function anyIncrease(expr: Expr): Call | undefined {
  if (expr.kind !== 'BinaryExpr') return undefined;
  const limit = unwrap(expr.rhs);
  if (limit.kind !== 'NumberLiteral' || limit.value !== 0 || (expr.op !== '>' && expr.op !== '!='))
    return undefined;
  let node = unwrap(expr.lhs);
  if (node.kind === 'AggregateExpr') node = unwrap(node.expr);
  return node.kind === 'Call' && (node.func === 'increase' || node.func === 'rate') ? node : undefined;
}

/**
 * Does a series begin with its first event? Client libraries begin a counter without labels at 0, one with labels
 * when the combination first occurs. Extended selectors see what was before the range.
 */
function startsLate(selector: VectorSelector, project: Project): boolean {
  if (selector.extended !== undefined) return false;
  const own = cataloguedSeries(selector, project)?.metric.labels.size;
  return own === 0 ? false : selector.matchers.some(({ name }) => !TARGET_LABELS.has(name));
}

/** Labels that come from the target, or from where it runs. */
const TARGET_LABELS = new Set([
  '__name__',
  'job',
  'instance',
  'cluster',
  'namespace',
  'pod',
  'container',
  'service',
]);
