import { offer } from '../../analysis/suggestion/index.ts';
import type { Repair } from '../../analysis/suggestion/index.ts';
import { formatDurationMs } from '../../go/durations/prometheus-duration.ts';
import type { Project, PromqlQuery } from '../../project/project.ts';
import { unwrap } from '../../promql/infer/index.ts';
import type { Call, Expr } from '../../promql/syntax/ast.ts';
import { branchesOf, constant, staticMs, thresholdOf } from '../../analysis/expression/index.ts';
import type { Threshold } from '../../analysis/expression/index.ts';
import { defineCheck } from '../contract.ts';
import { alert, ruleFile } from '../support/example-rules.ts';
import { alertOf } from '../support/rule-of.ts';

/** Functions that are 0 for a series that has just appeared. */
const GROWTH = new Set(['increase', 'rate', 'changes', 'delta']);

export default defineCheck({
  meta: {
    id: 'promql/young-series',
    summary: 'conditions over a range that are true for a series that has just appeared',
    why: 'A range does not need to be full: after a restart or a rollout each new series has no increase yet, and its minimum of the last hour is its only sample.',
    severity: 'info',
    preset: 'strict',
    examples: {
      wrong: [
        {
          title: 'A new pod has no success yet',
          files: ruleFile(alert('increase(shop_orders_total[1h]) < 1', { for: '1m' })),
          at: ['increase(shop_orders_total[1h])'],
        },
        {
          title: 'One sample is enough',
          files: ruleFile(alert('min_over_time(shop_queue_length[15m]) > 100')),
          at: ['min_over_time(shop_queue_length[15m])'],
        },
        {
          title: 'Pods that start and stop',
          files: ruleFile(alert('sum by (pod) (rate(shop_orders_total[10m])) == 0', { for: '5m' })),
          at: ['rate(shop_orders_total[10m])'],
        },
      ],
      right: [
        { files: ruleFile(alert('increase(shop_orders_total[1h]) < 1', { for: '1h' })) },
        {
          title: 'All pods together, including stopped ones',
          files: ruleFile(alert('sum(increase(shop_orders_total[1h])) < 1', { for: '1m' })),
        },
        { files: ruleFile(alert('shop_queue_length > 100', { for: '15m' })) },
        {
          title: 'Series that existed before',
          files: ruleFile(
            alert('increase(shop_orders_total[1h]) < 1 and shop_orders_total offset 1h', { for: '1m' }),
          ),
        },
      ],
    },
  },
  messages: {
    growth: (data: { func: string; range: string; help: string }) => ({
      message: `${data.func}(...[${data.range}]) is 0 for a series that has just appeared, and "for" does not wait ${data.range}`,
      why: 'after a restart or a rollout every new series fires until its first event',
      help: data.help,
    }),
    extreme: (data: { func: string; range: string }) => ({
      message: `${data.func}(...[${data.range}]) of a series that has just appeared is its only sample`,
      why: `the condition does not wait for samples of ${data.range}: it is true at once`,
      help: `compare the value itself and set "for: ${data.range}"`,
    }),
  },
  create: (context) => ({
    Promql(query) {
      const rule = alertOf(query);
      if (rule === undefined || query.ast === undefined) return;
      for (const branch of branchesOf(query.ast)) {
        const threshold = thresholdOf(branch);
        const call = threshold === undefined ? undefined : callOf(threshold.value);
        const range = call === undefined ? undefined : rangeOf(call);
        if (threshold === undefined || call === undefined || range === undefined) continue;
        const hold = rule.for?.value ?? 0;
        const data = { func: call.func, range: formatDurationMs(range) };
        if (GROWTH.has(call.func) && isLow(threshold.op, threshold.limit) && hold < range) {
          const { help, fix } = olderToo(query, branch, call, data.range, context.project);
          context.report('growth', query.place(call), { ...data, help }, { fix });
        } else if (isLasting(call.func, threshold.op) && hold === 0)
          context.report('extreme', query.place(call), data);
      }
    },
  }),
});

/** The condition together with samples from before the range: a series that has just appeared has none. */
function olderToo(query: PromqlQuery, branch: Expr, call: Call, range: string, project: Project): Repair {
  const first = `set "for" to ${range}, or aggregate over the series that come and go`;
  const matrix = call.args[0] === undefined ? undefined : unwrap(call.args[0]);
  const selector = matrix?.kind === 'MatrixSelector' ? matrix.selector : undefined;
  const plain = selector?.offset === undefined && selector?.at === undefined;
  const compared = unwrap(branch);
  const alone =
    compared.kind === 'BinaryExpr' && [compared.lhs, compared.rhs].some((side) => unwrap(side) === call);
  const own = selector === undefined ? '' : query.source.text.slice(selector.start, selector.end);
  const added = `and ${own} offset ${range}`;
  const edits = [{ range: { start: branch.end, end: branch.end }, text: ` ${added}` }];
  const wording = {
    proved: `${first}, or require older samples by appending: ${added}`,
    words: `${first}, or require samples that are older than the range`,
  };
  return offer(query, plain && alone && selector !== undefined ? edits : undefined, wording, project);
}

function isLow(op: Threshold['op'], limit: number): boolean {
  return ((op === '<' || op === '<=') && limit > 0) || ((op === '==' || op === '<=') && limit === 0);
}

/** "It was so all the time": the lowest above a limit, the highest below one. */
function isLasting(func: string, op: Threshold['op']): boolean {
  return (
    (func === 'min_over_time' && (op === '>' || op === '>=')) ||
    (func === 'max_over_time' && (op === '<' || op === '<='))
  );
}

/** Labels that a new process has new values of. */
const PROCESS = new Set(['instance', 'pod', 'container_id', 'uid', 'replica']);

/** The call over a range whose value is compared: as it is, times a number, or for each process. */
function callOf(expr: Expr): Call | undefined {
  const node = unwrap(expr);
  if (node.kind === 'Call') return node;
  if (node.kind === 'BinaryExpr' && (node.op === '*' || node.op === '/') && constant(node.rhs) !== undefined)
    return callOf(node.lhs);
  if (node.kind !== 'AggregateExpr' || node.keyword !== 'by') return undefined;
  return node.grouping.some(({ name }) => PROCESS.has(name)) ? callOf(node.expr) : undefined;
}

function rangeOf({ args: [argument] }: Call): number | undefined {
  const range = argument === undefined ? undefined : unwrap(argument);
  if (range?.kind === 'MatrixSelector')
    return range.selector.extended === undefined ? staticMs(range.range) : undefined;
  return range?.kind === 'SubqueryExpr' ? staticMs(range.range) : undefined;
}
