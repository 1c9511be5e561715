import { factsOf } from '../../analysis/expression/index.ts';
import { isPossible, mismatches, takesPart, unwrap } from '../../promql/infer/index.ts';
import type { Alternative } from '../../promql/infer/index.ts';
import type { BinaryExpr, Expr } from '../../promql/syntax/ast.ts';
import { AGGREGATIONS } from '../../promql/functions/aggregations.ts';
import { defineCheck } from '../contract.ts';
import { alert, ruleFile } from '../support/example-rules.ts';

export default defineCheck({
  meta: {
    id: 'promql/many-to-many',
    summary: 'joins whose "one" side is aggregated by labels that the join does not compare',
    why: 'If two series of the "one" side match the same series, the evaluation fails with an error: the alert neither fires nor resolves.',
    severity: 'warning',
    preset: 'recommended',
    dashboards: true,
    peers: ['pint promql/vector_matching'],
    examples: {
      wrong: [
        {
          title: 'The right side has a series per code',
          files: ruleFile(
            alert(
              'sum by (job) (rate(shop_errors_total[5m])) / on (job) sum by (job, code) (rate(shop_requests_total[5m])) > 0.1',
            ),
          ),
          at: ['by (job, code)'],
        },
        {
          title: 'Many on the left, without group_left',
          files: ruleFile(
            alert(
              'sum by (job, code) (rate(shop_errors_total[5m])) / on (job) sum by (job) (rate(shop_requests_total[5m])) > 0.1',
            ),
          ),
          at: ['by (job, code)'],
        },
      ],
      right: [
        {
          files: ruleFile(
            alert(
              'sum by (job, code) (rate(shop_errors_total[5m])) / on (job) group_left sum by (job) (rate(shop_requests_total[5m])) > 0.1',
            ),
          ),
        },
        {
          title: 'A copied label depends on the compared labels',
          files: ruleFile(
            alert(
              'shop_open == 1 and on (shop) (shop_open * on (shop) group_left (city) max by (shop, city) (shop_info))',
            ),
          ),
        },
        {
          title: 'One value only',
          files: ruleFile(
            alert(
              'shop_open / on (shop) sum by (shop, code) (rate(shop_requests_total{code="500"}[5m])) > 1',
            ),
          ),
        },
      ],
    },
  },
  messages: {
    many: (data: { labels: string; side: string; op: string; mend: string }) => ({
      message: `the ${data.side} side of "${data.op}" has a series for each ${data.labels}, which the join does not compare`,
      why: 'as soon as two of them exist, the evaluation fails (many-to-many matching) and the rule returns no result',
      help: data.mend,
    }),
  },
  create: (context) => ({
    BinaryExpr(node, query) {
      const { matching } = node;
      if (matching === undefined || matching.cardinality === 'many-to-many') return;
      const facts = factsOf(context.project);
      for (const side of uniqueSides(node)) {
        const operand = aggregation(side === 'left' ? node.lhs : node.rhs);
        if (operand === undefined) continue;
        const own = facts.alternatives(operand.whole).filter(isPossible);
        const others = facts.alternatives(side === 'left' ? node.rhs : node.lhs).filter(isPossible);
        const extra = own.length === 1 && own[0] !== undefined ? uncompared(node, own[0]) : [];
        if (extra.length === 0 || !canMatch(node, facts.alternatives(node.lhs), facts.alternatives(node.rhs)))
          continue;
        if (others.length === 0) continue;
        context.report('many', query.place(operand.range), {
          labels: extra.map((label) => `"${label}"`).join(' and '),
          side,
          op: node.op,
          mend: mend(node, side, extra),
        });
      }
    },
  }),
});

type Side = 'left' | 'right';

/** The sides on which the compared labels must distinguish all series. */
function uniqueSides({ matching }: BinaryExpr): readonly Side[] {
  if (matching?.cardinality === 'many-to-one') return ['right'];
  return matching?.cardinality === 'one-to-many' ? ['left'] : ['right', 'left'];
}

/** An aggregation by labels, perhaps compared or calculated with numbers; the labels that it names matter. */
function aggregation(expr: Expr): { whole: Expr; range: { start: number; end: number } } | undefined {
  let node = unwrap(expr);
  while (node.kind === 'BinaryExpr' && node.matching === undefined)
    node = unwrap(isNumber(node.rhs) ? node.lhs : node.rhs);
  if (node.kind !== 'AggregateExpr' || node.keyword !== 'by' || node.groupingRange === undefined)
    return undefined;
  // topk and its kin choose series: `topk by (job) (1, ...)` is how such a side is made unique.
  const chooses = AGGREGATIONS[node.op].selectsSeries;
  return chooses ? undefined : { whole: node, range: node.groupingRange };
}

function isNumber(expr: Expr): boolean {
  const node = unwrap(expr);
  return node.kind === 'NumberLiteral' || node.kind === 'UnaryExpr';
}

/** Labels that series surely or probably have, with several values, that the join neither compares nor copies. */
function uncompared(node: BinaryExpr, { labels }: Alternative): string[] {
  const copied = node.matching?.include.map(({ name }) => name) ?? [];
  // A side that gives labels to the other is a table of facts about the compared ones: one row for each.
  if (copied.length > 0 || labels.others !== 'never') return [];
  return [...labels.known]
    .filter(([name, fact]) => {
      const there = fact.presence === 'always' || fact.presence === 'expected';
      return there && fact.values?.size !== 1 && !takesPart(node, name);
    })
    .map(([name]) => name);
}

function canMatch(node: BinaryExpr, lefts: readonly Alternative[], rights: readonly Alternative[]): boolean {
  return lefts.some((left) =>
    rights.some((right) => mismatches(node, left.labels, right.labels).length === 0),
  );
}

function mend(node: BinaryExpr, side: Side, extra: readonly string[]): string {
  const labels = extra.map((label) => `"${label}"`).join(', ');
  const group = side === 'left' ? 'group_left' : 'group_right';
  const oneToOne = node.matching?.cardinality === 'one-to-one';
  return `remove ${labels} from the aggregation${oneToOne ? `, or write ${group} if this side has many series for one of the other` : ', or compare it in the join'}`;
}
