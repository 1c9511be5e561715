import { formatDurationMs } from '../../go/durations/prometheus-duration.ts';
import { walk } from '../../logql/analysis/index.ts';
import { lokiIngest } from '../../project/loki-ingest.ts';
import { defineCheck } from '../contract.ts';
import { lokiAlert } from '../support/example-rules.ts';

const over = (range: string): Record<string, string> =>
  lokiAlert(`sum(count_over_time({app="shop"} |= "paid" [${range}])) < 1`);
const limits = (text: string): Record<string, string> => ({
  'loki.yml': `schema_config: { configs: [] }\nlimits_config: { ${text} }\n`,
});

export default defineCheck({
  meta: {
    id: 'logql/long-range',
    summary:
      'rules of Loki whose range is as long as "max_query_length" or longer, or over "max_query_range"',
    why: 'The ruler evaluates a rule without splitting its range, and Loki refuses it: the alert never fires. The default of "max_query_length" is 30d1h, and a range as long as the limit is refused, too.',
    severity: 'error',
    preset: 'recommended',
    examples: {
      wrong: [
        { files: over('31d'), at: ['[31d]'] },
        { title: 'As long as the limit', files: over('721h'), at: ['[721h]'] },
        {
          title: "The project's own limit",
          files: { ...over('2d'), ...limits('max_query_length: 1d') },
          at: ['[2d]'],
        },
        {
          title: 'A limit of ranges',
          files: { ...over('2h'), ...limits('max_query_range: 1h') },
          at: ['[2h]'],
        },
      ],
      right: [
        { files: over('30d') },
        { title: 'Loki without this limit', files: { ...over('60d'), ...limits('max_query_length: 0') } },
        {
          title: 'An offset does not count',
          files: lokiAlert('count_over_time({app="a"}[1h] offset 40d) > 5'),
        },
      ],
    },
  },
  messages: {
    length: (data: { range: string; limit: string }) => ({
      message: `Loki refuses this rule: its range [${data.range}] is not shorter than "max_query_length" (${data.limit})`,
      why: 'the ruler does not split ranges: each evaluation fails, so the alert never fires',
      help: 'shorten the range, record a shorter one and aggregate that in Prometheus, or raise limits_config.max_query_length',
    }),
    range: (data: { range: string; limit: string }) => ({
      message: `Loki refuses this rule: its range [${data.range}] is longer than "max_query_range" (${data.limit})`,
      why: 'each evaluation fails, so the alert never fires',
      help: 'shorten the range, or raise limits_config.max_query_range',
    }),
  },
  create: (context) => ({
    Logql(query) {
      if (query.owner.kind !== 'rule' || query.ast === undefined) return;
      const { maxLengthMs, maxRangeMs } = lokiIngest(context.project).query;
      walk(query.ast, (node) => {
        if (node.kind !== 'RangeAggregation') return;
        const { interval } = node.range;
        const ms = interval.nanoseconds / 1e6;
        const message =
          maxRangeMs > 0 && ms > maxRangeMs
            ? 'range'
            : maxLengthMs > 0 && ms >= maxLengthMs
              ? 'length'
              : undefined;
        if (message === undefined) return;
        const limit = formatDurationMs(message === 'range' ? maxRangeMs : maxLengthMs);
        context.report(message, query.place(interval), { range: formatDurationMs(ms), limit });
      });
    },
  }),
});
