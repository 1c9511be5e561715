import type { Call, Expr } from '../../promql/syntax/ast.ts';
import { formatDurationMs } from '../../go/durations/prometheus-duration.ts';
import { defineCheck } from '../contract.ts';
import { countedLines } from '../../analysis/events/index.ts';
import { alert, lokiAlert, ruleFile } from '../support/example-rules.ts';
import { alertOf } from '../support/rule-of.ts';
import { staticMs } from '../../analysis/expression/index.ts';
import { unwrap } from '../../promql/infer/index.ts';

/** What a single event raises for as long as it is in the range, and not longer. */
const EVENTS = new Set(['increase', 'rate', 'changes', 'resets', 'delta', 'idelta']);

export default defineCheck({
  meta: {
    id: 'alerts/for-window',
    summary: '"for" durations that a single event always outlasts, or never',
    why: 'One event raises increase() only for the length of the range: with a "for" of that length the alert fires only for events that continue; with a shorter one it fires for each event, but later.',
    severity: 'info',
    preset: 'strict',
    examples: {
      wrong: [
        { files: ruleFile(alert('increase(shop_crashes_total[5m]) > 0', { for: '5m' })), at: ['5m'] },
        { files: ruleFile(alert('sum(changes(shop_leader[5m])) >= 1', { for: '10m' })), at: ['10m'] },
        {
          title: 'One event is enough, only later',
          files: ruleFile(alert('rate(shop_crashes_total[5m]) > 0', { for: '3m' })),
          at: ['3m'],
        },
        {
          title: 'Log lines',
          files: {
            'loki/rules.yml': `groups:
  - name: web
    rules:
      - alert: Panic
        expr: 'sum(count_over_time({app="web"} |= "panic" [5m])) > 0'
        for: 10m
`,
          },
          at: ['10m'],
        },
      ],
      right: [
        { files: lokiAlert('sum(count_over_time({app="web"} |= "panic" [5m])) > 0') },
        { files: ruleFile(alert('increase(shop_crashes_total[15m]) > 0')) },
        {
          title: 'A level, not a single event',
          files: ruleFile(alert('rate(shop_crashes_total[5m]) > 10', { for: '15m' })),
        },
      ],
    },
  },
  messages: {
    never: (data: { hold: string; range: string; func: string }) => ({
      message: `"for: ${data.hold}" is not shorter than the range of ${data.func}(...[${data.range}])`,
      why: `a single event is visible for at most ${data.range}: the alert fires only if events continue for ${data.hold}`,
      help: `to detect a single event, make "for" shorter, or the range longer than ${data.hold}`,
    }),
    always: (data: { hold: string; range: string; func: string }) => ({
      message: `"for: ${data.hold}" filters no event: each stays visible for ${data.range} in ${data.func}(...[${data.range}])`,
      why: 'one event is enough, as without "for"; the alert only fires later',
      help: `remove "for"; to require repeated events, make it longer than ${data.range} or compare with more than one event`,
    }),
  },
  create: (context) => ({
    Logql(query) {
      const { owner, ast } = query;
      if (owner.kind !== 'rule' || owner.rule.kind !== 'alert' || ast === undefined) return;
      const { for: hold, file } = owner.rule;
      const [counted] = countedLines(ast);
      if (hold === undefined || hold.value === 0 || counted?.any !== true) return;
      const range = counted.node.range.interval.nanoseconds / 1e6;
      context.report(
        hold.value < range ? 'always' : 'never',
        { file, range: hold.range },
        { hold: formatDurationMs(hold.value), range: formatDurationMs(range), func: counted.node.op },
      );
    },
    Promql(query) {
      const rule = alertOf(query);
      if (rule?.for === undefined || query.ast === undefined) return;
      const call = eventCall(unwrap(query.ast));
      const matrix = unwrap(call?.args[0] ?? query.ast);
      if (call === undefined || matrix.kind !== 'MatrixSelector') return;
      const range = staticMs(matrix.range);
      if (range === undefined || rule.for.value === 0) return;
      context.report(
        rule.for.value < range ? 'always' : 'never',
        { file: rule.file, range: rule.for.range },
        { hold: formatDurationMs(rule.for.value), range: formatDurationMs(range), func: call.func },
      );
    },
  }),
});

/** The call in `increase(...) > 0` or `sum(changes(...)) >= 1`. */
function eventCall(expr: Expr): Call | undefined {
  if (expr.kind !== 'BinaryExpr') return undefined;
  const limit = unwrap(expr.rhs);
  if (limit.kind !== 'NumberLiteral') return undefined;
  const { value } = limit;
  const any = ((expr.op === '>' || expr.op === '!=') && value === 0) || (expr.op === '>=' && value === 1);
  let node = unwrap(expr.lhs);
  if (node.kind === 'AggregateExpr') node = unwrap(node.expr);
  return any && node.kind === 'Call' && EVENTS.has(node.func) ? node : undefined;
}
