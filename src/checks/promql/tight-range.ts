import { offer } from '../../analysis/suggestion/index.ts';
import { formatDurationMs } from '../../go/durations/prometheus-duration.ts';
import { defineCheck } from '../contract.ts';
import { alert, ruleFile } from '../support/example-rules.ts';
import { samplesNeeded, staticMs } from '../../analysis/expression/index.ts';
import { unwrap } from '../../promql/infer/index.ts';

interface Options {
  readonly intervals: number;
}

const DEFAULTS: Options = { intervals: 4 };
const files = (range: string): Record<string, string> => ({
  'rules.yml': ruleFile(alert(`rate(shop_errors_total[${range}]) > 0.1`)),
  'prometheus.yml': 'global: { scrape_interval: 1m }\nscrape_configs: [{ job_name: shop }]\n',
});

export default defineCheck({
  meta: {
    id: 'promql/tight-range',
    summary: 'rates over fewer than four scrape intervals',
    why: 'One failed scrape leaves a range of two or three intervals without a result, and the alert resolves.',
    severity: 'info',
    preset: 'strict',
    peers: ['pint promql/rate', 'promruval expressionDoesNotUseRangeShorterThan'],
    options: {
      schema: {
        type: 'object',
        additionalProperties: false,
        properties: {
          intervals: {
            type: 'number',
            minimum: 2,
            description: 'minimum number of scrape intervals in a range',
          },
        },
      },
      defaults: DEFAULTS,
    },
    examples: {
      wrong: [{ files: files('3m'), at: ['[3m]'] }],
      right: [{ files: files('4m') }, { title: 'promql/short-range reports this one', files: files('90s') }],
    },
  },
  messages: {
    tight: (data: { range: string; interval: string; func: string; from: string; help: string }) => ({
      message: `${data.func}() over ${data.range} fails after a few lost samples: the interval is ${data.interval} (${data.from})`,
      why: 'without two samples in the range there is no result, and the alert resolves',
      help: data.help,
    }),
  },
  create: (context) => ({
    Call(node, query) {
      const matrix = unwrap(node.args[0] ?? node);
      if (matrix.kind !== 'MatrixSelector' || samplesNeeded(node.func) < 2) return;
      const range = staticMs(matrix.range);
      const known = context.project.server.of(query.file.path).sampleInterval(matrix.selector);
      if (range === undefined || known === undefined || matrix.selector.extended !== undefined) return;
      if (range < 2 * known.value || range >= context.options.intervals * known.value) return;
      const bracket = { start: matrix.range.start - 1, end: matrix.range.end + 1 };
      const { intervals } = context.options;
      const enough = `[${formatDurationMs(intervals * known.value)}]`;
      const words = `use a range of at least ${intervals} intervals`;
      const wording = { proved: `use at least ${enough}`, words };
      const { help, fix } = offer(query, [{ range: bracket, text: enough }], wording, context.project);
      context.report(
        'tight',
        query.place(bracket),
        {
          func: node.func,
          range: `[${formatDurationMs(range)}]`,
          interval: formatDurationMs(known.value),
          from: known.from,
          help,
        },
        { fix },
      );
    },
  }),
});
