import { defineCheck } from '../contract.ts';
import { exampleServer } from '../support/example-live.ts';
import { alert, ruleFile } from '../support/example-rules.ts';

const EXPR = 'rate(shop_orders_total[1h]) > 1';
const files = ruleFile(alert(EXPR));
const live = (series: number, samples: number, seconds: number) =>
  exampleServer({ queries: { [EXPR]: { series, samples, seconds } } });

export default defineCheck({
  meta: {
    id: 'live/cost',
    summary: 'rules that read many samples, take long or return many series on the server of --prometheus',
    why: 'The server evaluates a rule every minute: one that reads millions of samples delays all other rules.',
    severity: 'warning',
    preset: 'recommended',
    peers: ['pint query/cost', 'pint promql/series'],
    options: {
      schema: {
        type: 'object',
        additionalProperties: false,
        properties: {
          series: { type: 'integer', minimum: 1, description: 'Most series that a rule may return.' },
          samples: { type: 'integer', minimum: 1, description: 'Most samples that one evaluation may read.' },
          seconds: { type: 'number', exclusiveMinimum: 0, description: 'Longest time of one evaluation.' },
        },
      },
      defaults: { series: 10_000, samples: 5_000_000, seconds: 10 },
    },
    examples: {
      wrong: [
        { title: 'Many samples', files, live: live(10, 7_000_000, 1), at: [EXPR] },
        {
          title: 'A limit of your own',
          config: 'checks: { live/cost: { series: 5 } }\n',
          files,
          live: live(10, 100, 1),
          at: [EXPR],
        },
      ],
      right: [
        { files },
        {
          title: 'Small',
          files: ruleFile(alert('rate(shop_orders_total[1h]) > 2')),
          live: exampleServer({
            queries: { 'rate(shop_orders_total[1h]) > 2': { series: 1, samples: 100, seconds: undefined } },
          }),
        },
      ],
    },
  },
  messages: {
    costs: (data: { server: string; what: string; limit: string }) => ({
      message: `one evaluation ${data.what} on ${data.server}; the limit is ${data.limit}`,
      why: 'the rule is evaluated again and again: it slows down all others of its group and of the server',
      help: 'aggregate in a recording rule first, ask for fewer series or a shorter range, or raise the limit',
    }),
  },
  create(context) {
    const { live } = context.project;
    if (live === undefined) return {};
    const { series, samples, seconds } = context.options;
    return {
      Rule({ expr, file }) {
        const cost = live.queries.get(expr.text);
        if (cost === undefined || 'error' in cost) return;
        const place = { file, range: expr.range };
        const report = (what: string, limit: string): void =>
          context.report('costs', place, { server: live.server, what, limit });
        if (cost.series > series) report(`returns ${cost.series} series`, String(series));
        else if (cost.samples !== undefined && cost.samples > samples)
          report(`reads ${cost.samples} samples`, String(samples));
        else if (cost.seconds !== undefined && cost.seconds > seconds)
          report(`takes ${cost.seconds.toFixed(1)} s`, `${seconds} s`);
      },
    };
  },
});
