import { formatDurationMs } from '../../go/durations/prometheus-duration.ts';
import { defineCheck } from '../contract.ts';
import { alert, group, record } from '../support/example-rules.ts';

const RECORD = record('job:shop_requests:rate30m', 'sum by (job) (rate(shop_requests_total[30m]))');
const rules = (interval: string, rule = RECORD): string =>
  `groups:\n${group('shop', [rule], `interval: ${interval}`)}`;

export default defineCheck({
  meta: {
    id: 'groups/interval',
    summary: 'groups of recording rules evaluated less often than Prometheus looks back',
    why: 'A sample is found for five minutes: between two evaluations further apart the recorded series is gone, and alerts on it resolve and fire anew.',
    severity: 'warning',
    preset: 'recommended',
    peers: ['pint group/interval', 'promruval hasAllowedEvaluationInterval'],
    examples: {
      wrong: [{ files: rules('10m'), at: ['10m'] }],
      right: [
        { files: rules('5m') },
        { title: 'Alerts keep their state between evaluations', files: rules('10m', alert('up == 0')) },
        {
          title: 'The server looks back further',
          config: 'prometheus: { lookback_delta: 15m }\n',
          files: rules('10m'),
        },
      ],
    },
  },
  messages: {
    gaps: (data: { interval: string; lookback: string; record: string }) => ({
      message: `this group is evaluated every ${data.interval}, but Prometheus looks back only ${data.lookback} for a sample`,
      why: `between two evaluations "${data.record}" has no value: whatever uses it sees gaps`,
      help: `evaluate the group every ${data.lookback} or more often, or set prometheus.lookback_delta in rulecheck.yaml to what the server has`,
    }),
  },
  create: (context) => ({
    RuleGroup(group) {
      const { lookback } = context.project.server;
      const { interval, file } = group;
      const first = group.rules.find(({ kind }) => kind === 'record');
      if (interval === undefined || interval.value <= lookback || first === undefined) return;
      if (group.document.language !== 'promql') return;
      context.report(
        'gaps',
        { file, range: interval.range },
        {
          interval: formatDurationMs(interval.value),
          lookback: formatDurationMs(lookback),
          record: first.name.value,
        },
      );
    },
  }),
});
