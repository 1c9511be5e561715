import type { Call, Expr, VectorSelector } from '../../promql/syntax/ast.ts';
import { selectedName } from '../../project/series-graph.ts';
import { defineCheck } from '../contract.ts';
import { isCounter, isSurelyCounter, rangedSelector } from '../../analysis/expression/index.ts';
import { provedFix } from '../../analysis/suggestion/index.ts';
import { alert, ruleFile } from '../support/example-rules.ts';
import { unwrap } from '../../promql/infer/index.ts';

const INSTEAD: Readonly<Record<string, string>> = {
  delta: 'increase',
  idelta: 'irate',
  deriv: 'rate',
  predict_linear: 'rate',
  avg_over_time: 'rate',
  sum_over_time: 'increase',
  quantile_over_time: 'rate',
  max_over_time: 'increase',
  stddev_over_time: 'rate',
  stdvar_over_time: 'rate',
  mad_over_time: 'rate',
};
/** These say something of a counter that was named wrongly too: they are reported where it surely is one. */
const SURE_ONLY: ReadonlySet<string> = new Set(
  Object.keys(INSTEAD).filter((name) => name.endsWith('_over_time')),
);

const ADDS_UP = /_over_time$/;

export default defineCheck({
  meta: {
    id: 'promql/gauge-function-on-counter',
    summary: 'delta(), deriv(), averages and other functions of gauges over a counter',
    why: 'These functions know no counter resets: at each restart they return a large negative number, and the alert misses what happened.',
    severity: 'error',
    preset: 'recommended',
    dashboards: true,
    peers: ['pint promql/rate', 'pint promql/counter', 'promruval validFunctionsOnCounters'],
    examples: {
      wrong: [
        { files: ruleFile(alert('delta(shop_errors_total[5m]) > 5')), at: ['delta'] },
        {
          title: 'As the catalogue says',
          files: {
            'metrics.yml': 'metrics:\n  shop_errors: { type: counter }\n',
            'rules.yml': ruleFile(alert('deriv(shop_errors[5m]) > 5')),
          },
          at: ['deriv'],
        },
        {
          title: 'A sum of counters falls when one of them starts again',
          files: ruleFile(alert('delta(sum(http_requests_total)[1h:]) > 5')),
          at: ['delta'],
        },
        {
          title: 'A counter beyond doubt',
          files: ruleFile(alert('avg_over_time(node_network_receive_bytes_total[5m]) > 1e9')),
          at: ['avg_over_time'],
        },
      ],
      right: [
        { title: 'Perhaps a gauge', files: ruleFile(alert('avg_over_time(shop_tills_total[5m]) > 5')) },
        { files: ruleFile(alert('increase(shop_errors_total[5m]) > 5')) },
        {
          title: 'A gauge of that name',
          files: {
            'metrics.yml': 'metrics:\n  shop_seats_total: { type: gauge }\n',
            'rules.yml': ruleFile(alert('delta(shop_seats_total[5m]) > 5')),
          },
        },
        { title: 'Of a rate', files: ruleFile(alert('deriv(rate(shop_errors_total[5m])[1h:]) > 5')) },
      ],
    },
  },
  messages: {
    added: (data: { func: string; name: string; instead: string }) => ({
      message: `${data.func}() works on the values of the counter "${data.name}", which count since its process started`,
      why: 'what comes out depends on how long the process has run, and falls with every restart',
      help: `use ${data.instead}() for what happened within the range; if it is a gauge, say so in a catalogue`,
    }),
    counter: (data: { func: string; name: string; instead: string }) => ({
      message: `${data.func}() is for gauges, but "${data.name}" is a counter`,
      why: `a counter starts again from 0 with its process, and ${data.func}() takes that for a fall`,
      help: `use ${data.instead}(); if it is a gauge, say so in a catalogue`,
    }),
  },
  create: (context) => ({
    Call(node, query) {
      const instead = INSTEAD[node.func];
      const range = node.func === 'quantile_over_time' ? node.args[1] : node.args[0];
      if (instead === undefined || range === undefined) return;
      const selector =
        unwrap(range).kind === 'MatrixSelector' ? rangedSelector(range) : summedCounter(node, range);
      const name = selector === undefined ? undefined : selectedName(selector);
      if (selector === undefined || name === undefined || !isCounter(selector, context.project)) return;
      const sure = isSurelyCounter(selector, context.project);
      if (!sure && SURE_ONLY.has(node.func)) return;
      const place = query.place(node.funcRange);
      const message = ADDS_UP.test(node.func) ? 'added' : 'counter';
      // Between two restarts a difference of a counter is what it should be; a mean of its values never is. And
      // exporters name gauges "_total" too: the name alone proves nothing.
      const severity = sure && message === 'added' ? 'error' : 'warning';
      const edit = { range: node.funcRange, text: instead };
      const fix = provedFix(query, [edit], `use ${instead}()`, context.project);
      context.report(message, place, { func: node.func, name, instead }, { severity, fix });
    },
  }),
});

/** The counters of `delta(sum(x_total)[1h:])`. */
function summedCounter({ func }: Call, range: Expr): VectorSelector | undefined {
  const node = unwrap(range);
  if (node.kind !== 'SubqueryExpr' || func.endsWith('_over_time')) return undefined;
  const inner = unwrap(node.expr);
  if (inner.kind !== 'AggregateExpr' || inner.op !== 'sum') return undefined;
  const counter = unwrap(inner.expr);
  return counter.kind === 'VectorSelector' ? counter : undefined;
}
