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

/** Not a series that a rule records, as far as its name tells. */
function isScraped(selector: VectorSelector): boolean {
  return selectedName(selector)?.includes(':') === false;
}

export default defineCheck({
  meta: {
    id: 'promql/short-range',
    summary: 'ranges too short to hold the samples that the function needs',
    why: 'rate() and the like need two samples: over a range shorter than two scrape intervals they return nothing, or only now and then, and the alert stays silent.',
    severity: 'error',
    preset: 'recommended',
    dashboards: true,
    peers: ['pint promql/rate', 'promruval expressionDoesNotUseRangeShorterThan'],
    examples: {
      wrong: [
        { title: 'Never two samples', files: files('rate(shop_errors_total[30s]) > 0'), at: ['[30s]'] },
        {
          title: 'Sometimes one sample only',
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
          title: 'A recorded series has a sample per evaluation',
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
          title: 'Nobody knows how often the job is scraped',
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
          title: 'The subquery makes its own samples',
          files: files('max_over_time(shop_queue[5m:30s]) > 5'),
        },
      ],
    },
  },
  messages: {
    never: (data: { range: string; interval: string; func: string; from: string; enough: string }) => ({
      message: `${data.func}() needs two samples, and ${data.range} never holds two: there is one every ${data.interval} (${data.from})`,
      why: 'it never returns anything',
      help: `use at least [${data.enough}], four intervals, so that a lost sample does no harm`,
    }),
    zero: (data: { range: string; interval: string; func: string; from: string; enough: string }) => ({
      message: `${data.func}() compares samples, and ${data.range} holds one only: there is one every ${data.interval} (${data.from})`,
      why: 'with nothing to compare it is always 0',
      help: `use at least [${data.enough}], four intervals, so that a lost sample does no harm`,
    }),
    doubtful: (data: { range: string; func: string; half: string }) => ({
      message: `${data.func}() needs two samples in ${data.range}: it returns something only where targets are scraped every ${data.half} or more often`,
      why: 'the default of Prometheus is one scrape a minute, and with that the alert stays silent for ever',
      help: 'use a range of four scrape intervals, such as [4m], or set prometheus.scrape_interval in rulecheck.yaml',
    }),
    gaps: (data: { range: string; interval: string; func: string; from: string; enough: string }) => ({
      message: `${data.range} does not always hold enough samples for ${data.func}(): there is one every ${data.interval} (${data.from})`,
      why: 'at some evaluations it returns nothing: the alert resolves, and "for" begins again',
      help: `use at least [${data.enough}], four intervals, so that a lost sample does no harm`,
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
        const data = {
          func: node.func,
          range: `[${formatDurationMs(range)}]`,
          interval: formatDurationMs(known.value),
          from: known.from,
          enough: formatDurationMs(4 * known.value),
        };
        const never = needed === 2 && range < known.value;
        context.report(compares ? 'zero' : never ? 'never' : 'gaps', query.place(bracket), data);
      }
    },
  }),
});
