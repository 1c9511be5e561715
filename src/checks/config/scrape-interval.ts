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
    summary: 'targets scraped less often than Prometheus looks back',
    why: 'A sample is found for five minutes: between two scrapes further apart the series is gone, alerts on it resolve and fire anew.',
    severity: 'warning',
    preset: 'recommended',
    examples: {
      wrong: [
        { files: of('10m'), at: ['10m'] },
        { title: 'Of one job', files: of('1m', '    scrape_interval: 1h\n'), at: ['1h'] },
      ],
      right: [
        { files: of('5m') },
        {
          title: 'The server looks back further',
          config: 'prometheus: { lookback_delta: 15m }\n',
          files: of('10m'),
        },
      ],
    },
  },
  messages: {
    gaps: (data: { interval: string; lookback: string }) => ({
      message: `a sample every ${data.interval}, but Prometheus looks back only ${data.lookback} for one`,
      why: 'between two scrapes the series has no value: alerts on it resolve, and "for" begins again',
      help: `scrape every ${data.lookback} or more often, or set prometheus.lookback_delta in rulecheck.yaml to what the server has`,
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
