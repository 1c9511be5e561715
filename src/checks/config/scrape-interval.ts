import { formatDurationMs } from '../../go/durations/prometheus-duration.ts';
import { defineCheck } from '../contract.ts';

const of = (global: string, job = ''): Record<string, string> => ({
  'prometheus.yml': `global: { scrape_interval: ${global} }
scrape_configs:
  - job_name: shop
    static_configs: [{ targets: ['shop:80'] }]
${job}`,
});

export default defineCheck({
  meta: {
    id: 'config/scrape-interval',
    summary: 'scrape intervals longer than the lookback of Prometheus',
    why: 'A query returns a sample for five minutes: with longer scrape intervals the series has gaps, in which alerts resolve and then fire again.',
    severity: 'warning',
    preset: 'recommended',
    examples: {
      wrong: [
        { files: of('10m'), at: ['10m'] },
        { title: 'The interval of one job', files: of('1m', '    scrape_interval: 1h\n'), at: ['1h'] },
      ],
      right: [
        { files: of('5m') },
        {
          title: 'The server has a longer lookback',
          config: 'prometheus: { lookback_delta: 15m }\n',
          files: of('10m'),
        },
      ],
    },
  },
  messages: {
    gaps: (data: { interval: string; lookback: string }) => ({
      message: `the scrape interval ${data.interval} is longer than the lookback of Prometheus, ${data.lookback}`,
      why: 'between two scrapes the series has no value: alerts on it resolve, and "for" restarts',
      help: `use an interval of at most ${data.lookback}, or set prometheus.lookback_delta in rulecheck.yaml to the value of the server`,
    }),
  },
  create: (context) => ({
    Project({ prometheusConfigs, server: { lookback } }) {
      for (const config of prometheusConfigs) {
        for (const interval of [config.scrapeIntervalAt, ...config.jobs.map((job) => job.scrapeInterval)]) {
          if (interval === undefined || interval.value <= lookback) continue;
          const place = { file: config.file, range: interval.range };
          context.report('gaps', place, {
            interval: formatDurationMs(interval.value),
            lookback: formatDurationMs(lookback),
          });
        }
      }
    },
  }),
});
