import type { Project } from '../../project/project.ts';
import { selectedName } from '../../project/series-graph.ts';
import type { BinaryExpr, Expr, VectorSelector } from '../../promql/syntax/ast.ts';
import { unwrap } from '../../promql/infer/index.ts';
import { defineCheck } from '../contract.ts';
import { cataloguedSeries } from '../support/catalogued-selector.ts';
import { alert, record, ruleFile } from '../support/example-rules.ts';
import { isSurelyCounter } from '../support/is-counter.ts';
import type { RelatedPlace } from '../support/label-loss.ts';
import { alertOf } from '../support/rule-of.ts';
import { usedAsCounter } from '../support/used-as-counter.ts';

const CATALOGUE = `metrics:
  shop_errors_total: { type: counter }
  shop_shelves_total: { type: gauge }
`;
const catalogued = (expr: string): Record<string, string> => ({
  'metrics.yml': CATALOGUE,
  'rules.yml': ruleFile(alert(expr)),
});

export default defineCheck({
  meta: {
    id: 'promql/raw-counter',
    summary: 'alerts on the raw value of a counter, which only ever grows',
    why: 'A counter counts since its process started: once it is over a threshold the alert fires until the next restart, however long ago the trouble was.',
    severity: 'warning',
    preset: 'recommended',
    peers: ['pint promql/counter'],
    examples: {
      wrong: [
        { files: catalogued('shop_errors_total > 10'), at: ['shop_errors_total'] },
        {
          title: 'Of well-known software',
          files: ruleFile(alert('sum by (pod) (container_cpu_usage_seconds_total) / 1000 > 0.8')),
          at: ['container_cpu_usage_seconds_total'],
        },
        {
          title: 'Requests only ever happen',
          files: ruleFile(alert('http_requests_total{code="500"} > 10')),
          at: ['http_requests_total'],
        },
        {
          title: 'A sum of counters',
          files: catalogued('sum by (job) (shop_errors_total) >= 1'),
          at: ['shop_errors_total'],
        },
        {
          title: 'Another rule takes its rate',
          files: ruleFile(
            record('shop:orders_failed:rate5m', 'rate(shop_orders_failed_total[5m])'),
            alert('shop_orders_failed_total > 0'),
          ),
          at: ['shop_orders_failed_total'],
        },
      ],
      right: [
        { files: catalogued('increase(shop_errors_total[5m]) > 10') },
        { title: 'A gauge in spite of its name', files: catalogued('shop_shelves_total > 10') },
        { title: 'Nothing has happened yet', files: catalogued('shop_errors_total < 1') },
        {
          title: 'Many gauges are named so, and nobody takes the rate of this one',
          files: ruleFile(alert('shop_tills_offline_total > 0')),
        },
        {
          title: 'Part of a condition about the time since the start',
          files: catalogued('shop_errors_total > 10 and on () time() - process_start_time_seconds < 600'),
        },
      ],
    },
  },
  messages: {
    compared: (data: { name: string; op: string }) => ({
      message: `the raw counter "${data.name}" is compared by "${data.op}"`,
      why: 'a counter never falls: once over the threshold the alert fires until the process restarts',
      help: `compare its growth: "increase(${data.name}[5m])" or "rate(${data.name}[5m])"`,
    }),
  },
  create: (context) => ({
    Promql(query) {
      if (query.ast === undefined || alertOf(query) === undefined) return;
      for (const { node, selector } of comparedCounters(query.ast, context.project)) {
        const name = selectedName(selector) ?? '';
        const related = evidence(selector, name, context.project);
        context.report(
          'compared',
          query.place(selector.nameRange ?? selector),
          { name, op: node.op },
          { related },
        );
      }
    },
  }),
});

/** What says that the metric is a counter. */
function evidence(selector: VectorSelector, name: string, project: Project): RelatedPlace[] {
  const metric = cataloguedSeries(selector, project)?.metric;
  if (metric !== undefined)
    return [
      {
        file: metric.file,
        range: metric.range,
        message: `"${metric.name}" is declared as a ${metric.type} here`,
      },
    ];
  const use = usedAsCounter(name, project);
  return use === undefined
    ? []
    : [{ ...use.query.place(use.call), message: `${use.call.func}() takes it for a counter here` }];
}

/** The conditions of an alert that are nothing but a counter over a number; alternatives each on their own. */
function comparedCounters(expr: Expr, project: Project): { node: BinaryExpr; selector: VectorSelector }[] {
  const node = unwrap(expr);
  if (node.kind !== 'BinaryExpr') return [];
  if (node.op === 'or')
    return [...comparedCounters(node.lhs, project), ...comparedCounters(node.rhs, project)];
  if (node.bool) return [];
  const counter = [
    ...(node.op === '>' || node.op === '>=' ? [[node.lhs, node.rhs] as const] : []),
    ...(node.op === '<' || node.op === '<=' ? [[node.rhs, node.lhs] as const] : []),
  ].find(([, bound]) => unwrap(bound).kind === 'NumberLiteral')?.[0];
  const selector = counter === undefined ? undefined : rawSelector(counter);
  return selector !== undefined && isSurelyCounter(selector, project) ? [{ node, selector }] : [];
}

/** The selector whose raw values an expression passes on, perhaps added up or in another unit. */
function rawSelector(expr: Expr): VectorSelector | undefined {
  const node = unwrap(expr);
  if (node.kind === 'VectorSelector') return node;
  if (node.kind === 'BinaryExpr' && (node.op === '*' || node.op === '/') && node.matching === undefined)
    return unwrap(node.rhs).kind === 'NumberLiteral' ? rawSelector(node.lhs) : undefined;
  const sums =
    node.kind === 'AggregateExpr' && ['sum', 'avg', 'min', 'max', 'topk', 'bottomk'].includes(node.op);
  return sums ? rawSelector(node.expr) : undefined;
}
