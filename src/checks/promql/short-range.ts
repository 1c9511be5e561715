import { offer } from '../../analysis/suggestion/index.ts';
import { selectedName } from '../../project/series-graph.ts';
import type { VectorSelector } from '../../promql/syntax/ast.ts';
import { formatDurationMs } from '../../go/durations/prometheus-duration.ts';
import { defineCheck } from '../contract.ts';
import { alert, ruleFile } from '../support/example-rules.ts';
import { samplesNeeded, staticMs } from '../../analysis/expression/index.ts';
import { unwrap } from '../../promql/infer/index.ts';

const PROMETHEUS = 'global: { scrape_interval: 1m }\nscrape_configs: [{ job_name: shop }]\n';
const files = (expr: string): Record<string, string> => ({
  'rules.yml': ruleFile(alert(expr)),
  'prometheus.yml': PROMETHEUS,
});

/** Hardly anybody scrapes so often that a shorter range holds two samples. */
const MOST_DOUBTFUL_MS = 20_000;

/** Not a series that a rule records, as far as its name shows. */
function isScraped(selector: VectorSelector): boolean {
  return selectedName(selector)?.includes(':') === false;
}

export default defineCheck({
  meta: {
    id: 'promql/short-range',
    summary: 'ranges too short for the samples that the function needs',
    why: 'rate() and similar functions need two samples: over a range shorter than two scrape intervals they return a result rarely or never, and the alert does not fire.',
    severity: 'error',
    preset: 'recommended',
    dashboards: true,
    peers: ['pint promql/rate', 'promruval expressionDoesNotUseRangeShorterThan'],
    examples: {
      wrong: [
        { title: 'Never two samples', files: files('rate(shop_errors_total[30s]) > 0'), at: ['[30s]'] },
        {
          title: 'Sometimes only one sample',
          files: files('rate(shop_errors_total[90s]) > 0'),
          at: ['[90s]'],
        },
        {
          title: 'Nothing to compare',
          files: files('changes(shop_leader[1m]) > 0'),
          at: ['[1m]'],
        },
        { title: 'Sometimes no sample', files: files('max_over_time(shop_queue[30s]) > 5'), at: ['[30s]'] },
        {
          title: 'A recorded series has one sample per evaluation',
          files: `groups:
  - name: shop
    interval: 2m
    rules:
      - record: shop:queue:sum
        expr: sum(shop_queue)
      - alert: QueueGrows
        expr: delta(shop:queue:sum[3m]) > 5
`,
          at: ['[3m]'],
        },
        {
          title: 'Far below the default of Prometheus',
          files: ruleFile(alert('rate(x_total[10s]) > 0')),
          at: ['[10s]'],
        },
      ],
      right: [
        { files: files('rate(shop_errors_total[2m]) > 0') },
        {
          title: 'The scrape interval is unknown',
          files: ruleFile(alert('rate(x_total[30s]) > 0')),
        },
        {
          title: 'A faster job',
          files: {
            'rules.yml': ruleFile(alert('rate(shop_errors_total{job="shop"}[30s]) > 0')),
            'prometheus.yml': PROMETHEUS.replace('}]', ', scrape_interval: 5s }]'),
          },
        },
        {
          title: 'The subquery creates its own samples',
          files: files('max_over_time(shop_queue[5m:30s]) > 5'),
        },
      ],
    },
  },
  messages: {
    never: (data: { range: string; interval: string; func: string; from: string; help: string }) => ({
      message: `${data.func}() needs two samples, but ${data.range} never contains two: the interval is ${data.interval} (${data.from})`,
      why: 'it never returns a result',
      help: data.help,
    }),
    zero: (data: { range: string; interval: string; func: string; from: string; help: string }) => ({
      message: `${data.func}() compares samples, but ${data.range} contains only one: the interval is ${data.interval} (${data.from})`,
      why: 'without a second sample it is always 0',
      help: data.help,
    }),
    doubtful: (data: { range: string; func: string; half: string }) => ({
      message: `${data.func}() needs two samples in ${data.range}: it returns a result only with a scrape interval of ${data.half} or less`,
      why: 'the default scrape interval of Prometheus is one minute: with it the alert never fires',
      help: 'use a range of four scrape intervals, or set prometheus.scrape_interval in rulecheck.yaml',
    }),
    gaps: (data: { range: string; interval: string; func: string; from: string; help: string }) => ({
      message: `${data.range} does not always contain enough samples for ${data.func}(): the interval is ${data.interval} (${data.from})`,
      why: 'some evaluations return no result: the alert resolves, and "for" restarts',
      help: data.help,
    }),
  },
  create: (context) => ({
    Call(node, query) {
      for (const argument of node.args) {
        const matrix = unwrap(argument);
        if (matrix.kind !== 'MatrixSelector') continue;
        const range = staticMs(matrix.range);
        const known = context.project.server.of(query.file.path).sampleInterval(matrix.selector);
        if (range === undefined || matrix.selector.extended !== undefined) continue;
        if (known === undefined) {
          if (range > MOST_DOUBTFUL_MS || samplesNeeded(node.func) < 2 || !isScraped(matrix.selector))
            continue;
          const bracket = { start: matrix.range.start - 1, end: matrix.range.end + 1 };
          const data = {
            func: node.func,
            range: `[${formatDurationMs(range)}]`,
            half: formatDurationMs(range / 2),
          };
          context.report('doubtful', query.place(bracket), data, { severity: 'info' });
          continue;
        }
        // Absence and presence are what these ask for.
        if (node.func === 'absent_over_time' || node.func === 'present_over_time') continue;
        const needed = samplesNeeded(node.func);
        const compares = node.func === 'changes' || node.func === 'resets';
        if (compares ? range > known.value : range >= needed * known.value) continue;
        const bracket = { start: matrix.range.start - 1, end: matrix.range.end + 1 };
        const enough = `[${formatDurationMs(4 * known.value)}]`;
        const wording = {
          proved: `use at least ${enough}, four intervals, to tolerate a lost sample`,
          words: 'use a range of at least four intervals, to tolerate a lost sample',
        };
        const { help, fix } = offer(query, [{ range: bracket, text: enough }], wording, context.project);
        const data = {
          func: node.func,
          range: `[${formatDurationMs(range)}]`,
          interval: formatDurationMs(known.value),
          from: known.from,
          help,
        };
        const never = needed === 2 && range < known.value;
        context.report(compares ? 'zero' : never ? 'never' : 'gaps', query.place(bracket), data, { fix });
      }
    },
  }),
});
