import type { Project } from '../../project/project.ts';
import { selectedName } from '../../project/series-graph.ts';
import type { BinaryExpr, Expr, VectorSelector } from '../../promql/syntax/ast.ts';
import { unwrap } from '../../promql/infer/index.ts';
import { formatSampleValue } from '../../go/numbers/format-float.ts';
import { defineCheck } from '../contract.ts';
import {
  branchesOf,
  cataloguedSeries,
  constant,
  isSurelyCounter,
  selectorsOf,
  thresholdOf,
  usedAsCounter,
} from '../../analysis/expression/index.ts';
import type { Threshold } from '../../analysis/expression/index.ts';
import { grown, rates } from '../../analysis/suggestion/index.ts';
import { alert, record, ruleFile } from '../support/example-rules.ts';
import type { RelatedPlace } from '../support/label-loss.ts';
import { alertOf } from '../support/rule-of.ts';

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
    summary: 'alerts on the raw value of a counter, which only grows',
    why: 'A counter counts since its process started: once it is above a threshold, the alert fires until the next restart, long after the fault.',
    severity: 'warning',
    preset: 'recommended',
    peers: ['pint promql/counter'],
    examples: {
      wrong: [
        { files: catalogued('shop_errors_total > 10'), at: ['shop_errors_total'] },
        {
          title: 'Counters of well-known software',
          files: ruleFile(alert('sum by (pod) (container_cpu_usage_seconds_total) / 1000 > 0.8')),
          at: ['container_cpu_usage_seconds_total'],
        },
        {
          title: 'Requests are only added',
          files: ruleFile(alert('http_requests_total{code="500"} > 10')),
          at: ['http_requests_total'],
        },
        {
          title: 'A sum of counters',
          files: catalogued('sum by (job) (shop_errors_total) >= 1'),
          at: ['shop_errors_total'],
        },
        {
          title: 'A share of everything since the start',
          files: ruleFile(alert('sum(http_errors_total) / sum(http_requests_total) > 0.05')),
          at: ['http_errors_total'],
        },
        {
          title: 'Compared with the count a week ago',
          files: ruleFile(alert('http_requests_total > 2 * http_requests_total offset 1w')),
          at: ['http_requests_total'],
        },
        {
          title: 'Less than a second since the start',
          files: ruleFile(alert('node_cpu_seconds_total{mode="idle"} < 0.15')),
          at: ['node_cpu_seconds_total'],
        },
        {
          title: 'Exactly one since the start',
          files: catalogued('shop_errors_total == 1'),
          at: ['shop_errors_total'],
        },
        {
          title: 'Server statistics that only grow',
          files: ruleFile(alert('cnpg_pg_stat_database_deadlocks > 10')),
          at: ['cnpg_pg_stat_database_deadlocks'],
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
        { title: 'A gauge despite its name', files: catalogued('shop_shelves_total > 10') },
        {
          title: 'Work in progress',
          files: ruleFile(alert('(a_requests_total - b_requests_total) / 5 > 1')),
        },
        {
          title: 'The share within a range',
          files: ruleFile(alert('rate(http_errors_total[5m]) / rate(http_requests_total[5m]) > 0.05')),
        },
        { title: 'No event yet', files: catalogued('shop_errors_total < 1') },
        {
          title: 'Many gauges have such names, and no rule takes the rate of this one',
          files: ruleFile(alert('shop_tills_offline_total > 0')),
        },
        {
          title: 'Part of a condition on the time since the start',
          files: catalogued('shop_errors_total > 10 and on () time() - process_start_time_seconds < 600'),
        },
      ],
    },
  },
  messages: {
    compared: (data: { name: string; op: string; help: string }) => ({
      message: `the raw counter "${data.name}" is compared with "${data.op}"`,
      why: 'a counter never falls: once above the threshold, the alert fires until the process restarts',
      help: data.help,
    }),
    below: (data: { name: string; op: string; limit: string; help: string }) => ({
      message: `the raw counter "${data.name}" is compared with "${data.op} ${data.limit}"`,
      why: 'a counter never falls: it is this low only after the start of its process',
      help: data.help,
    }),
    exact: (data: { name: string; op: string; limit: string; help: string }) => ({
      message: `the raw counter "${data.name}" is compared with "== ${data.limit}"`,
      why: 'after one more event the condition is false, even if the fault continues; without one it is true until the process restarts',
      help: data.help,
    }),
    ratio: (data: { name: string; other: string; help: string }) => ({
      message:
        data.name === data.other
          ? `this is a ratio of parts of the raw counter "${data.name}", over everything since its processes started`
          : `this is a ratio of the raw counters "${data.name}" and "${data.other}", over everything since their processes started`,
      why: 'the longer they run, the less the ratio moves: after a month an outage of an hour hardly shows',
      help: data.help,
    }),
    mixed: (data: { name: string; help: string }) => ({
      message: `the raw counter "${data.name}" is combined with a rate`,
      why: 'one is per second, the other is the total since the process started: the ratio is meaningless and falls steadily',
      help: data.help,
    }),
    past: (data: { name: string; help: string }) => ({
      message: `the raw counter "${data.name}" is compared with a multiple of its own past`,
      why: 'the total depends on when the process started, not on the current load',
      help: data.help,
    }),
  },
  create: (context) => ({
    BinaryExpr(node, query) {
      if (alertOf(query) === undefined) return;
      const past = comparedWithPast(node, context.project);
      if (past !== undefined) {
        const name = selectedName(past) ?? '';
        const { help, fix } = rates(query, selectorsOf(node), 'compare rates', context.project);
        context.report('past', query.place(past.nameRange ?? past), { name, help }, { fix });
        return;
      }
      const ratio = node.op === '/' ? rawRatio(node, context.project) : undefined;
      if (ratio === undefined) return;
      const name = selectedName(ratio.selector) ?? '';
      const place = query.place(ratio.selector.nameRange ?? ratio.selector);
      const related = evidence(ratio.selector, name, context.project);
      const { help, fix } = rates(query, ratio.raw, 'use the rate of both', context.project);
      if (ratio.other === undefined) context.report('mixed', place, { name, help }, { related, fix });
      else context.report('ratio', place, { name, other: ratio.other, help }, { related, fix });
    },
    Promql(query) {
      if (query.ast === undefined || alertOf(query) === undefined) return;
      for (const { node, selector } of comparedCounters(query.ast, context.project)) {
        const name = selectedName(selector) ?? '';
        const related = evidence(selector, name, context.project);
        const { help, fix } = grown(query, selector, undefined, context.project);
        const place = query.place(selector.nameRange ?? selector);
        context.report('compared', place, { name, op: node.op, help }, { related, fix });
      }
      for (const branch of branchesOf(query.ast)) {
        const threshold = thresholdOf(branch);
        const kind = threshold === undefined ? undefined : strangeLimit(threshold);
        const selector =
          threshold === undefined || kind === undefined ? undefined : rawSelector(threshold.value);
        if (threshold === undefined || kind === undefined || selector === undefined) continue;
        if (!isSurelyCounter(selector, context.project)) continue;
        const name = selectedName(selector) ?? '';
        const repaired = kind === 'exact' ? unwrap(branch) : undefined;
        const { help, fix } = grown(query, selector, repaired, context.project);
        const data = { name, op: threshold.op, limit: formatSampleValue(threshold.limit), help };
        const related = evidence(selector, name, context.project);
        context.report(kind, query.place(selector.nameRange ?? selector), data, { related, fix });
      }
    },
  }),
});

/** A limit that a counter is below for its first moments only, or that it has at one moment only. */
function strangeLimit({ op, limit }: Threshold): 'below' | 'exact' | undefined {
  if ((op === '<' || op === '<=') && limit > 0 && limit < 1) return 'below';
  return op === '==' && limit >= 1 ? 'exact' : undefined;
}

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
    : [{ ...use.query.place(use.call), message: `${use.call.func}() uses it as a counter here` }];
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
  if (node.kind === 'BinaryExpr' && (node.op === '*' || node.op === '/') && node.matching === undefined) {
    if (constant(node.rhs) !== undefined) return rawSelector(node.lhs);
    return node.op === '*' && constant(node.lhs) !== undefined ? rawSelector(node.rhs) : undefined;
  }
  if (node.kind === 'Call') {
    const [argument] = node.args;
    if (argument === undefined) return undefined;
    if (node.func === 'last_over_time') {
      const range = unwrap(argument);
      return range.kind === 'MatrixSelector' ? range.selector : undefined;
    }
    return /^clamp(?:_min|_max)?$|^round$|^label_replace$/.test(node.func)
      ? rawSelector(argument)
      : undefined;
  }
  const passes = ['sum', 'avg', 'min', 'max', 'topk', 'bottomk', 'quantile'];
  return node.kind === 'AggregateExpr' && passes.includes(node.op) ? rawSelector(node.expr) : undefined;
}

/** The raw counters of an addition; undefined where anything else takes part. */
function rawSum(expr: Expr, project: Project): readonly VectorSelector[] | undefined {
  const node = unwrap(expr);
  if (node.kind === 'BinaryExpr' && node.op === '+') {
    const [left, right] = [rawSum(node.lhs, project), rawSum(node.rhs, project)];
    return left === undefined || right === undefined ? undefined : [...left, ...right];
  }
  if (node.kind === 'AggregateExpr' && node.op === 'sum' && unwrap(node.expr).kind === 'BinaryExpr')
    return rawSum(node.expr, project);
  const selector = rawSelector(node);
  return selector !== undefined && isSurelyCounter(selector, project) ? [selector] : undefined;
}

/** A quotient of raw counters; without `other` one side is a rate. */
function rawRatio(
  { lhs, rhs }: BinaryExpr,
  project: Project,
): { selector: VectorSelector; raw: readonly VectorSelector[]; other?: string } | undefined {
  const [left, right] = [rawSum(lhs, project), rawSum(rhs, project)];
  const [first, second] = [left?.[0], right?.[0]];
  const raw = [...(left ?? []), ...(right ?? [])];
  if (first !== undefined && second !== undefined)
    return { selector: first, other: selectedName(second) ?? '', raw };
  if (first !== undefined && isRate(rhs)) return { selector: first, raw };
  return second !== undefined && isRate(lhs) ? { selector: second, raw } : undefined;
}

function isRate(expr: Expr): boolean {
  const node = unwrap(expr);
  if (node.kind === 'AggregateExpr') return isRate(node.expr);
  return node.kind === 'Call' && /^(?:i?rate|increase)$/.test(node.func);
}

/** `x > 2 * x offset 1w`: how much was counted until then, not how much happened. */
function comparedWithPast(node: BinaryExpr, project: Project): VectorSelector | undefined {
  if (!['>', '>=', '<', '<='].includes(node.op) || node.matching === undefined) return undefined;
  const [left, right] = [rawSelector(node.lhs), rawSelector(node.rhs)];
  if (left === undefined || right === undefined) return undefined;
  const same = selectedName(left) === selectedName(right);
  const past = (left.offset === undefined) !== (right.offset === undefined);
  const scaled = [node.lhs, node.rhs].some((side) => unwrap(side).kind === 'BinaryExpr');
  return same && past && scaled && isSurelyCounter(left, project) ? left : undefined;
}
