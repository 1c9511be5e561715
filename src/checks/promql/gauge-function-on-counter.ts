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
    summary: 'delta(), deriv(), averages and other gauge functions over a counter',
    why: 'These functions do not handle counter resets: at each restart they return a large negative number, and the alert misses events.',
    severity: 'error',
    preset: 'recommended',
    peers: ['pint promql/rate', 'pint promql/counter', 'promruval validFunctionsOnCounters'],
    examples: {
      wrong: [
        { files: ruleFile(alert('delta(shop_errors_total[5m]) > 5')), at: ['delta'] },
        {
          title: 'A counter by the catalogue',
          files: {
            'metrics.yml': 'metrics:\n  shop_errors: { type: counter }\n',
            'rules.yml': ruleFile(alert('deriv(shop_errors[5m]) > 5')),
          },
          at: ['deriv'],
        },
        {
          title: 'A sum of counters falls when one of them restarts',
          files: ruleFile(alert('delta(sum(http_requests_total)[1h:]) > 5')),
          at: ['delta'],
        },
        {
          title: 'Clearly a counter',
          files: ruleFile(alert('avg_over_time(node_network_receive_bytes_total[5m]) > 1e9')),
          at: ['avg_over_time'],
        },
      ],
      right: [
        { title: 'Possibly a gauge', files: ruleFile(alert('avg_over_time(shop_tills_total[5m]) > 5')) },
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
    added: (data: { func: string; name: string; instead: string; each: string }) => ({
      message: `${data.func}() uses the value of the counter "${data.name}" since the start of its process`,
      why: 'the result depends on how long the process has run, and falls with every restart',
      help: `use ${data.instead}()${data.each} for the increase within the range; if the metric is a gauge, declare it in a catalogue`,
    }),
    counter: (data: { func: string; name: string; instead: string; each: string }) => ({
      message: `${data.func}() expects a gauge, but "${data.name}" is a counter`,
      why: `a counter restarts from 0 with its process, which ${data.func}() treats as a decrease`,
      help: `use ${data.instead}()${data.each}; if the metric is a gauge, declare it in a catalogue`,
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
      // The rate of a sum would hide the resets again.
      const summed = unwrap(range).kind !== 'MatrixSelector';
      const fix = summed ? undefined : provedFix(query, [edit], `use ${instead}()`, context.project);
      const data = {
        func: node.func,
        name,
        instead,
        each: summed ? ' of each series, before the aggregation' : '',
      };
      context.report(message, place, data, { severity, fix });
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
