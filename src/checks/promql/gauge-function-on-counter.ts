import { selectedName } from '../../project/series-graph.ts';
import { defineCheck } from '../contract.ts';
import { cataloguedSeries, rangedSelector } from '../support/catalogued-selector.ts';
import { alert, ruleFile } from '../support/example-rules.ts';
import { isCounter } from '../support/is-counter.ts';
import { unwrap } from '../../promql/infer/index.ts';
import { usedAsCounter } from '../support/used-as-counter.ts';

const INSTEAD: Readonly<Record<string, string>> = {
  delta: 'increase',
  idelta: 'irate',
  deriv: 'rate',
};

export default defineCheck({
  meta: {
    id: 'promql/gauge-function-on-counter',
    summary: 'delta(), idelta() or deriv() over a counter',
    why: 'These functions know no counter resets: at each restart they return a large negative number, and the alert misses what happened.',
    severity: 'error',
    preset: 'recommended',
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
      ],
      right: [
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
    counter: (data: { func: string; name: string; instead: string }) => ({
      message: `${data.func}() is for gauges, but "${data.name}" is a counter`,
      why: `a counter starts again from 0 with its process, and ${data.func}() takes that for a fall`,
      help: `use ${data.instead}(); if it is a gauge, say so in a catalogue`,
    }),
  },
  create: (context) => ({
    Call(node, query) {
      const instead = INSTEAD[node.func];
      const range = node.args[0];
      if (instead === undefined || range === undefined || unwrap(range).kind !== 'MatrixSelector') return;
      const selector = rangedSelector(range);
      const name = selector === undefined ? undefined : selectedName(selector);
      if (selector === undefined || name === undefined || !isCounter(selector, context.project)) return;
      const sure =
        cataloguedSeries(selector, context.project) !== undefined ||
        usedAsCounter(name, context.project) !== undefined;
      const place = query.place(node.funcRange);
      // Exporters name gauges "_total" too: the name alone proves nothing.
      const severity = sure ? 'error' : 'warning';
      context.report('counter', place, { func: node.func, name, instead }, { severity });
    },
  }),
});
