import { formatDurationMs } from '../../go/durations/prometheus-duration.ts';
import { defineCheck } from '../contract.ts';
import { alert, group, record } from '../support/example-rules.ts';

const RECORD = record('job:shop_requests:rate30m', 'sum by (job) (rate(shop_requests_total[30m]))');
const rules = (interval: string, rule = RECORD): string =>
  `groups:\n${group('shop', [rule], `interval: ${interval}`)}`;

export default defineCheck({
  meta: {
    id: 'groups/interval',
    summary: 'groups of recording rules with an interval longer than the lookback of Prometheus',
    why: 'A query returns a sample for five minutes: with longer intervals the recorded series has gaps, in which alerts resolve and then fire again.',
    severity: 'warning',
    preset: 'recommended',
    peers: ['pint group/interval', 'promruval hasAllowedEvaluationInterval'],
    examples: {
      wrong: [{ files: rules('10m'), at: ['10m'] }],
      right: [
        { files: rules('5m') },
        { title: 'Alerts keep their state between evaluations', files: rules('10m', alert('up == 0')) },
        {
          title: 'The server has a longer lookback',
          config: 'prometheus: { lookback_delta: 15m }\n',
          files: rules('10m'),
        },
      ],
    },
  },
  messages: {
    gaps: (data: { interval: string; lookback: string; record: string }) => ({
      message: `the evaluation interval ${data.interval} is longer than the lookback of Prometheus, ${data.lookback}`,
      why: `between two evaluations "${data.record}" has no value: its users see gaps`,
      help: `use an interval of at most ${data.lookback}, or set prometheus.lookback_delta in rulecheck.yaml to the value of the server`,
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
