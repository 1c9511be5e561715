import { provedFix } from '../../analysis/suggestion/index.ts';
import type { Fix } from '../../diagnostics/diagnostic.ts';
import type { Project, PromqlQuery } from '../../project/project.ts';
import { selectedName } from '../../project/series-graph.ts';
import { unwrap } from '../../promql/infer/index.ts';
import type { BinaryExpr, Expr, VectorSelector } from '../../promql/syntax/ast.ts';
import { defineCheck } from '../contract.ts';
import { alert, ruleFile } from '../support/example-rules.ts';

export default defineCheck({
  meta: {
    id: 'promql/bucket-match',
    summary: 'joins of buckets with the sum or count of their histogram that compare "le"',
    why: 'Only buckets have the label "le": the sides never match, and the alert never fires.',
    severity: 'error',
    preset: 'recommended',
    dashboards: true,
    examples: {
      wrong: [
        {
          files: ruleFile(
            alert(
              'rate(shop_duration_seconds_bucket{le="1"}[5m]) / rate(shop_duration_seconds_count[5m]) < 0.9',
            ),
          ),
          at: ['/'],
        },
      ],
      right: [
        {
          files: ruleFile(
            alert(
              'rate(shop_duration_seconds_bucket{le="1"}[5m]) / ignoring (le) rate(shop_duration_seconds_count[5m]) < 0.9',
            ),
          ),
        },
        {
          files: ruleFile(
            alert(
              'sum(rate(shop_duration_seconds_bucket{le="1"}[5m])) / sum(rate(shop_duration_seconds_count[5m])) < 0.9',
            ),
          ),
        },
      ],
    },
  },
  messages: {
    match: (data: { op: string; buckets: string; other: string; help: string }) => ({
      message: `the sides of "${data.op}" never match: "${data.buckets}" has the label "le", and "${data.other}" does not`,
      why: 'series match only if all their labels are equal: the result is always empty',
      help: data.help,
    }),
  },
  create: (context) => ({
    BinaryExpr(node, query) {
      if (node.op === 'or' || node.op === 'unless' || !comparesLe(node)) return;
      const [left, right] = [seriesOf(node.lhs), seriesOf(node.rhs)];
      const [buckets, other] = left?.name?.endsWith('_bucket') === true ? [left, right] : [right, left];
      const [name, part] = [nameOf(buckets), nameOf(other)];
      const base = name === undefined ? undefined : /^([^:]+)_bucket$/.exec(name)?.[1];
      if (name === undefined || part === undefined) return;
      if (part !== `${base}_count` && part !== `${base}_sum`) return;
      if ([name, part].some((one) => context.project.series.recorders(one).length > 0)) return;
      const { fix, help } = repair(node, query, context.project);
      context.report(
        'match',
        query.place(node.opRange),
        { op: node.op, buckets: name, other: part, help },
        { fix },
      );
    },
  }),
});

const SUM_BOTH = 'sum() on both sides, by the same labels';

/** How to leave "le" out of the comparison: several buckets of one series need a group modifier too. */
function repair(node: BinaryExpr, query: PromqlQuery, project: Project): { help: string; fix?: Fix } {
  const keyword = node.matching?.keyword;
  if (keyword === 'on') return { help: `remove "le" from "on", or use ${SUM_BOTH}` };
  const labels = [...(node.matching?.labels ?? []).map(({ name }) => name), 'le'].join(', ');
  const range = { start: node.opRange.start, end: Math.max(node.opRange.end, node.matching?.end ?? 0) };
  const ways = node.matching?.cardinality === 'one-to-one' ? ['', ' group_left', ' group_right'] : [''];
  for (const group of ways) {
    const text = `${node.op}${node.bool ? ' bool' : ''} ignoring (${labels})${group}`;
    const fix = provedFix(query, [{ range, text }], `write "${text}"`, project);
    if (fix !== undefined) return { help: `write "${text}", or use ${SUM_BOTH}`, fix };
  }
  return { help: `use ${SUM_BOTH}` };
}

function comparesLe({ matching }: BinaryExpr): boolean {
  const named = matching?.labels.some(({ name }) => name === 'le') === true;
  return matching?.keyword === 'on' ? named : !named;
}

function nameOf(selector: VectorSelector | undefined): string | undefined {
  return selector === undefined ? undefined : selectedName(selector);
}

/** The series that an expression has a value of each, by a function or as they are. */
function seriesOf(expr: Expr): VectorSelector | undefined {
  const node = unwrap(expr);
  if (node.kind === 'VectorSelector') return node;
  const range = node.kind === 'Call' && node.args[0] !== undefined ? unwrap(node.args[0]) : undefined;
  return range?.kind === 'MatrixSelector' ? range.selector : undefined;
}
