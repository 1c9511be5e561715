import type { Project, PromqlQuery } from '../../project/project.ts';
import type { SeriesUse } from '../../project/series-graph.ts';
import { isFloatComparison, literalValue, unwrap } from '../../promql/infer/index.ts';
import type { BinaryExpr, Expr } from '../../promql/syntax/ast.ts';
import { walkExpr } from '../../promql/syntax/walk.ts';
import { ruleAst } from '../../analysis/expression/index.ts';
import { provedFix } from '../../analysis/suggestion/index.ts';
import type { Place } from '../contract.ts';
import { defineCheck } from '../contract.ts';
import { alert, record, ruleFile } from '../support/example-rules.ts';
import { recordOf } from '../support/rule-of.ts';
import { snippet } from '../support/snippet.ts';

const SLI = record('sli:shop_latency:ok', 'shop_latency_seconds < 0.5');

export default defineCheck({
  meta: {
    id: 'records/filter-as-value',
    summary: 'recorded conditions without "bool" that are used as 1 and 0',
    why: 'Without "bool" a comparison records the value itself while it is true, and nothing otherwise: its mean is not a share of time, and its sum is not a count.',
    severity: 'warning',
    preset: 'recommended',
    examples: {
      wrong: [
        {
          title: 'A mean over time',
          files: ruleFile(SLI, alert('avg_over_time(sli:shop_latency:ok[30d]) < 0.99')),
          at: ['shop_latency_seconds < 0.5'],
        },
        {
          title: 'A product of two conditions',
          files: ruleFile(
            SLI,
            record('sli:shop_errors:ok', 'shop_errors_share < 0.01'),
            record('sli:shop:ok', 'sli:shop_latency:ok * sli:shop_errors:ok'),
          ),
          at: ['shop_latency_seconds < 0.5', 'shop_errors_share < 0.01'],
        },
      ],
      right: [
        {
          title: '1 and 0',
          files: ruleFile(
            record('sli:shop_latency:ok', 'shop_latency_seconds < bool 0.5'),
            alert('avg_over_time(sli:shop_latency:ok[30d]) < 0.99'),
          ),
        },
        {
          title: 'A filter that is used as one',
          files: ruleFile(
            record('shop_queue:busy', 'shop_queue_length > 0'),
            alert('sum(shop_queue:busy) > 100'),
          ),
        },
        {
          title: 'The value is 1 where it is true',
          files: ruleFile(record('sli:shop:ok', 'up{job="shop"} == 1'), alert('sum(sli:shop:ok) < 3')),
        },
      ],
    },
  },
  messages: {
    filter: (data: { text: string; name: string; use: string }) => ({
      message: `"${data.text}" records the value itself while it is true and nothing otherwise, but "${data.name}" is used as 1 and 0 (${data.use})`,
      why: 'while the condition is false there is no sample: a mean, sum or product includes only the moments where it is true, with their own values',
      help: 'add "bool" to the comparison, which then records 1 or 0',
    }),
  },
  create: (context) => ({
    Promql(query) {
      const rule = recordOf(query);
      const filter = query.ast === undefined ? undefined : filterOf(query.ast);
      if (rule === undefined || filter === undefined) return;
      const use = useAsValue(rule.name.value, filter, context.project);
      if (use === undefined) return;
      const edit = { range: { start: filter.opRange.end, end: filter.opRange.end }, text: ' bool' };
      const fix = provedFix(query, [edit], 'add "bool" to the comparison', context.project);
      context.report(
        'filter',
        query.place(filter),
        { text: snippet(query, filter), name: rule.name.value, use: use.what },
        { related: [{ ...use.place, message: 'used as 1 and 0 here' }], fix },
      );
    },
  }),
});

/** A comparison of a value with a number that passes the value on; where the value passed is 1 a sum of it is a count. */
function filterOf(expr: Expr): BinaryExpr | undefined {
  const node = unwrap(expr);
  if (node.kind !== 'BinaryExpr' || !isFloatComparison(node.op) || node.bool) return undefined;
  const limit = literalValue(node.rhs);
  if (limit === undefined || node.matching !== undefined) return undefined;
  // `x > 0` leaves out what is 0, which a sum or product of the rest does not miss.
  if ((node.op === '>' || node.op === '!=') && limit === 0) return undefined;
  return node.op === '==' && limit === 1 ? undefined : node;
}

interface ValueUse {
  readonly what: string;
  readonly place: Place;
}

/** Names of conditions: their values are meant to be 1 or 0. */
const CONDITION =
  /^(?:sli|slo)[:_]|(?:^|[:_])(?:sli|slo|ok|good|healthy|success|compliant|met|available|availability)(?=$|:)/;

/** A use of a recorded filter that only makes sense of 1 and 0. */
function useAsValue(name: string, filter: BinaryExpr, project: Project): ValueUse | undefined {
  const named = CONDITION.test(name);
  for (const use of project.series.uses(name)) {
    const what = takenForValue(use, named, filter, project);
    if (what !== undefined) return { what, place: use.query.place(use.selector) };
  }
  return undefined;
}

function takenForValue(
  { query, selector }: SeriesUse,
  named: boolean,
  filter: BinaryExpr,
  project: Project,
): string | undefined {
  const path = pathTo(query, selector);
  const outer = path.filter(({ kind }) => kind !== 'ParenExpr');
  const parent = outer.findLast((node) => node.kind !== 'MatrixSelector');
  if (parent?.kind === 'Call' && /^(?:avg|sum)_over_time$/.test(parent.func))
    return named || isShare(outer, filter) ? `${parent.func}()` : undefined;
  if (parent?.kind === 'AggregateExpr' && (parent.op === 'avg' || parent.op === 'sum'))
    return named || (parent.op === 'avg' && isShare(outer, filter)) ? `${parent.op}()` : undefined;
  if (parent?.kind === 'BinaryExpr' && (parent.op === '*' || parent.op === '+'))
    return named && areFilters(parent, project) ? `"${parent.op}"` : undefined;
  return undefined;
}

/** Compared with a share that the filtered values themselves cannot mean: 0.99 where they are below 0.1, or above 5. */
function isShare(path: readonly Expr[], filter: BinaryExpr): boolean {
  const comparison = path.find((node) => node.kind === 'BinaryExpr' && isFloatComparison(node.op));
  const limit = comparison?.kind === 'BinaryExpr' ? literalValue(comparison.rhs) : undefined;
  const bound = literalValue(filter.rhs);
  if (limit === undefined || bound === undefined || limit < 0.5 || limit >= 1) return false;
  return filter.op.startsWith('<') ? bound < limit : bound > 1;
}

/** Both sides are recorded conditions: their product or sum counts those that hold. */
function areFilters({ lhs, rhs }: BinaryExpr, project: Project): boolean {
  return [lhs, rhs].every((side) => {
    const node = unwrap(side);
    if (node.kind === 'BinaryExpr') return node.op === '*' || node.op === '+';
    if (node.kind !== 'VectorSelector' || node.name === undefined) return false;
    const [rule] = project.series.recorders(node.name);
    const ast = rule === undefined ? undefined : ruleAst(rule);
    return ast !== undefined && filterOf(ast) !== undefined;
  });
}

function pathTo(query: PromqlQuery, wanted: Expr): readonly Expr[] {
  let found: readonly Expr[] = [];
  if (query.ast === undefined) return found;
  walkExpr(query.ast, (node, path) => {
    if (node.start === wanted.start && node.end === wanted.end && node.kind === wanted.kind)
      found = [...path];
  });
  return found;
}
