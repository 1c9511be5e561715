import {
  branchesOf,
  conditionOf,
  constant,
  factsOf,
  fallbackOf,
  firingParts,
  hasPartWithItself,
  surelyHasLabels,
  thresholdOf,
  usesSeries,
  vectorCall,
} from '../../analysis/expression/index.ts';
import { offer, provedFix } from '../../analysis/suggestion/index.ts';
import type { Repair } from '../../analysis/suggestion/index.ts';
import type { Project, PromqlQuery } from '../../project/project.ts';
import { selectedName } from '../../project/series-graph.ts';
import { isPossible, isSameVector, outcome, point, unwrap, valueOf } from '../../promql/infer/index.ts';
import { knownMetric } from '../../promql/knowledge/index.ts';
import type { Call, Expr } from '../../promql/syntax/ast.ts';
import { formatSampleValue } from '../../go/numbers/format-float.ts';
import { defineCheck } from '../contract.ts';
import { boolRange } from '../support/bool-range.ts';
import { alert, record, ruleFile } from '../support/example-rules.ts';
import { alertOf } from '../support/rule-of.ts';
import { shortened, snippet } from '../support/snippet.ts';
import { sidesText } from '../support/value-text.ts';

const why = 'the alert fires from the first sample on and never resolves, so on-call learns to ignore it';

export default defineCheck({
  meta: {
    id: 'alerts/always-fires',
    summary: 'alerts whose condition is true whenever there is data',
    why: 'An alert with a condition that is always true, or that returns 0 instead of an empty result, fires permanently.',
    severity: 'error',
    preset: 'recommended',
    peers: ['pint alerts/comparison'],
    examples: {
      wrong: [
        {
          title: 'A count is never below 1',
          files: ruleFile(alert('count(shop_workers) >= 0')),
          at: ['count(shop_workers) >= 0'],
        },
        {
          title: '"bool" returns 0 where the condition is false, and an alert also fires on 0',
          files: ruleFile(alert('shop_queue_length > bool 100')),
          at: ['bool'],
        },
        {
          title: 'Through a recording rule',
          files: ruleFile(
            record('shop:errors:rate5m', 'sum(rate(shop_errors_total[5m]))'),
            alert('shop:errors:rate5m >= 0'),
          ),
          at: ['shop:errors:rate5m >= 0'],
        },
        {
          title: 'A share of a whole is below 1 anyway',
          files: ruleFile(alert('node_filesystem_avail_bytes / node_filesystem_size_bytes < 10')),
          at: ['node_filesystem_avail_bytes / node_filesystem_size_bytes < 10'],
        },
        {
          title: 'An increase is never negative',
          files: ruleFile(alert('increase(shop_errors_total{code="500"}[5m]) >= 0')),
          at: ['increase(shop_errors_total{code="500"}[5m]) >= 0'],
        },
        {
          title: 'A fallback next to series with labels',
          files: ruleFile(alert('(rate(shop_orders_total{job="shop"}[5m]) or vector(0)) < 1')),
          at: ['vector(0)'],
        },
        {
          title: 'absent() of an unsatisfiable selection',
          files: ruleFile(alert('absent(up{job="shop", job="web"})', { for: '5m' })),
          at: ['absent(up{job="shop", job="web"})'],
        },
        {
          title: 'absent(up == 1) fires while up is 0',
          files: ruleFile(alert('absent(up{job="shop"} == 0)', { for: '5m' })),
          at: ['absent(up{job="shop"} == 0)'],
        },
        {
          title: 'A 0 is a value too',
          files: ruleFile(alert('vector(0)')),
          at: ['vector(0)'],
        },
        {
          title: 'Two conditions that cover every value',
          files: ruleFile(alert('shop_queue_length > 10 or shop_queue_length < 20')),
          at: ['shop_queue_length > 10 or shop_queue_length < 20'],
        },
      ],
      right: [
        {
          title: 'A check for the existence of series',
          files: ruleFile(alert('count(shop_build{version="1"}) > 0')),
        },
        {
          title: 'Series that exist only while something is wrong',
          files: ruleFile(alert('count by (instance) (device_alarm_id) > 0')),
        },
        { files: ruleFile(alert('shop_queue_length > 20 or shop_queue_length < 10')) },
        { files: ruleFile(alert('count(shop_workers) < 2')) },
        {
          title: 'One sum and its fallback',
          files: ruleFile(alert('(sum(rate(shop_orders_total[5m])) or vector(0)) < 1')),
        },
        {
          title: 'No target is up',
          files: ruleFile(alert('absent(up{job="shop"} == 1)', { for: '5m' })),
        },
        { files: ruleFile(alert('(shop_queue_length > bool 100) + (shop_workers < bool 3) == 2')) },
        { title: 'Fires on absence', files: ruleFile(alert('absent(shop_workers) == 1')) },
        { title: 'The condition is inside the argument', files: ruleFile(alert('count(up == 0) > 0')) },
        { title: "A dead man's switch fires on purpose", files: ruleFile(alert('vector(1) > 0')) },
        { title: 'Never fires, on purpose', files: ruleFile(alert('vector(0) > 1')) },
      ],
    },
  },
  messages: {
    comparison: (data: { text: string; sides: string }) => ({
      message: `"${data.text}" is true whenever there is data: ${data.sides}`,
      why,
      help: 'correct the threshold or the operator',
    }),
    itself: (data: { text: string }) => ({
      message: `"${data.text}" compares a value with itself, which is always true`,
      why,
      help: 'compare with a threshold, or with the value at another time ("offset 1h")',
    }),
    covered: (data: { text: string }) => ({
      message: `one of the two conditions of "${data.text}" is true for every value`,
      why,
      help: 'use "and" for a range between the two thresholds, or correct one of them',
    }),
    bool: (data: { text: string }) => ({
      message: `"${data.text}" returns 0 where the condition is false, and an alert fires on any value`,
      why,
      help: 'remove "bool"',
    }),
    fallback: (data: { text: string; constant: string; op: string; limit: string }) => ({
      message: `"${data.text}" adds a series without labels, and ${data.constant} ${data.op} ${data.limit} is true: the alert always fires`,
      why: '"or" keeps this series next to all series that have labels',
      help: `put the fallback after an aggregation: "(sum(...) or ${data.text})"; to detect missing series use absent(...)`,
    }),
    zero: (data: { text: string }) => ({
      message: `"${data.text}" is a series with the value 0, and an alert fires on any value`,
      why,
      help: 'for an alert that always fires, write "vector(1)"; for one that never fires, compare the value with "> 0"',
    }),
    empty: (data: { text: string }) => ({
      message: `"${data.text}" always returns 1, because its argument can never return a series`,
      why,
      help: 'correct the matchers or the condition in the argument',
    }),
    healthy: (data: { text: string; name: string; condition: string; help: string }) => ({
      message: `"${data.text}" returns 1 while no series of "${data.name}" is ${data.condition}: the alert fires when everything is healthy`,
      why: 'the alert resolves when a target fails, so it is inverted',
      help: data.help,
    }),
  },
  create: (context) => ({
    Promql(query) {
      if (query.ast === undefined || alertOf(query) === undefined) return;
      if (!usesSeries(query.ast)) {
        if (isZero(query.ast))
          context.report('zero', query.place(query.ast), { text: snippet(query, query.ast) });
        return;
      }
      for (const node of firingParts(query.ast)) {
        if (node.kind !== 'Call' || (node.func !== 'absent' && node.func !== 'absent_over_time')) continue;
        const text = snippet(query, node);
        const failure = failureIn(node);
        if (failure !== undefined) {
          const { help, fix } = withoutAbsent(query, node, context.project);
          context.report('healthy', query.place(node), { text, ...failure, help }, { fix });
        } else if (isEmptyAnyway(node, context.project)) context.report('empty', query.place(node), { text });
      }
      for (const branch of branchesOf(query.ast)) {
        const found = firingFallback(branch, context.project);
        if (found === undefined) continue;
        const { call, ...data } = found;
        context.report('fallback', query.place(call), { text: snippet(query, call), ...data });
      }
      const condition = conditionOf(query.ast, context.project);
      if (condition.kind === 'conditional') return;
      const [comparison] = condition.always;
      const facts = factsOf(context.project);
      if (
        comparison !== undefined &&
        (comparison.op === 'or' || isSameVector(comparison.lhs, comparison.rhs))
      ) {
        const kind = comparison.op === 'or' ? 'covered' : 'itself';
        context.report(kind, query.place(comparison), { text: snippet(query, comparison) });
        return;
      }
      if (comparison !== undefined) {
        if (hasPartWithItself(comparison)) return;
        context.report('comparison', query.place(comparison), {
          text: snippet(query, comparison),
          sides: sidesText(valueOf(facts.of(comparison.lhs)), valueOf(facts.of(comparison.rhs))),
        });
        return;
      }
      for (const node of condition.bools) {
        const range = boolRange(query, node);
        const fix = provedFix(query, [{ range, text: '' }], 'remove "bool"', context.project);
        context.report('bool', query.place(range), { text: snippet(query, node) }, { fix });
      }
    },
  }),
});

function isZero(expr: Expr): boolean {
  const node = unwrap(expr);
  const [argument] = node.kind === 'Call' && node.func === 'vector' ? node.args : [];
  return argument !== undefined && constant(argument) === 0;
}

/** Nothing can be absent more than what cannot be: contradicting matchers, a value outside of its range. */
function isEmptyAnyway(node: Call, project: Project): boolean {
  const [argument] = node.args;
  const alternatives = argument === undefined ? [] : factsOf(project).alternatives(argument);
  return alternatives.length > 0 && !alternatives.some(isPossible);
}

/** Metrics that are 1 while all is well. */
const HEALTH = /^up$|_up$|^probe_success$|_successful$/;

/** `absent(up == 0)`: a condition that holds only where something is down. */
function failureIn({ args: [argument] }: Call): { name: string; condition: string } | undefined {
  const threshold = argument === undefined ? undefined : thresholdOf(argument);
  const selector = threshold === undefined ? undefined : unwrap(threshold.value);
  const name = selector?.kind === 'VectorSelector' ? selectedName(selector) : undefined;
  if (threshold === undefined || name === undefined || !HEALTH.test(name)) return undefined;
  if (knownMetric(name)?.values?.[1] !== 1) return undefined;
  const { op, limit } = threshold;
  const holds = (value: number): boolean => outcome(op, point(value), point(limit)) === 'always';
  return holds(0) && !holds(1) ? { name, condition: `${op} ${formatSampleValue(limit)}` } : undefined;
}

/** The condition itself in the place of `absent(condition)`. */
function withoutAbsent(query: PromqlQuery, call: Call, project: Project): Repair {
  const argument = call.args[0]!;
  const own = query.source.text.slice(argument.start, argument.end);
  const wording = {
    proved: `to detect targets that are down, write "${shortened(own)}"`,
    words: 'use the condition itself to detect targets that are down, without absent()',
  };
  const alone = query.ast !== undefined && unwrap(query.ast) === call;
  return offer(query, [{ range: call, text: alone ? own : `(${own})` }], wording, project);
}

/** `(x or vector(0)) < 5`, where x has labels: the 0 fires on its own, whatever x is. */
function firingFallback(
  branch: Expr,
  project: Project,
): { call: Call; constant: string; op: string; limit: string } | undefined {
  const threshold = thresholdOf(branch);
  const fallback = threshold === undefined ? undefined : fallbackOf(threshold.value);
  const call = fallback === undefined ? undefined : vectorCall(fallback);
  const [argument] = call?.args ?? [];
  const value = argument === undefined ? undefined : constant(argument);
  if (threshold === undefined || fallback === undefined || call === undefined || value === undefined)
    return undefined;
  const { op, limit } = threshold;
  if (outcome(op, point(value), point(limit)) !== 'always' || !surelyHasLabels(fallback.lhs, project))
    return undefined;
  return { call, constant: formatSampleValue(value), op, limit: formatSampleValue(limit) };
}
