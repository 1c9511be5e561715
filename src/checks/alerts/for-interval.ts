import { formatDurationMs } from '../../util/duration.ts';
import { defineCheck } from '../contract.ts';
import { alert, group } from '../support/example-rules.ts';

const rules = (hold: string, interval?: string): string =>
  `groups:\n${group('shop', [alert('up{job="shop"} == 0', { for: hold })], interval && `interval: ${interval}`)}`;

export default defineCheck({
  meta: {
    id: 'alerts/for-interval',
    summary: 'a "for" or "keep_firing_for" that the interval of the group turns into another time',
    why: 'An alert can only begin to fire when its group is evaluated: "for" is rounded up to a multiple of the interval, and the page comes later than the rule says.',
    severity: 'warning',
    preset: 'recommended',
    examples: {
      wrong: [
        { title: 'Shorter than the interval', files: rules('30s', '2m'), at: ['30s'] },
        { title: 'Not a multiple of it', files: rules('5m', '2m'), at: ['5m'] },
        {
          title: 'The interval of the server',
          files: {
            'rules.yml': rules('30s'),
            'prometheus.yml': 'global: { evaluation_interval: 1m }\nrule_files: [rules.yml]\n',
          },
          at: ['30s'],
        },
      ],
      right: [
        { files: rules('4m', '2m') },
        { title: 'None at all: fires at once', files: rules('0s', '2m') },
        { title: 'Nobody knows how often the group is evaluated', files: rules('45s') },
      ],
    },
  },
  messages: {
    shorter: (data: { key: string; value: string; interval: string; from: string }) => ({
      message: `"${data.key}: ${data.value}" is shorter than the time between two evaluations, ${data.interval} (${data.from})`,
      why: `it holds for ${data.interval} all the same: nobody looks in between`,
      help: `write "${data.key}: ${data.interval}", or give the group a shorter interval`,
    }),
    multiple: (data: { key: string; value: string; interval: string; from: string; real: string }) => ({
      message: `"${data.key}: ${data.value}" is no multiple of the time between two evaluations, ${data.interval} (${data.from})`,
      why: `it holds for ${data.real}: the first evaluation after ${data.value} has passed`,
      help: `write "${data.key}: ${data.real}", or give the group an interval that divides ${data.value}`,
    }),
  },
  create: (context) => ({
    AlertingRule(rule) {
      const known = context.project.server.evaluationInterval(rule.group);
      if (known === undefined) return;
      for (const [key, hold] of [
        ['for', rule.for],
        ['keep_firing_for', rule.keepFiringFor],
      ] as const) {
        if (hold === undefined || hold.value === 0 || hold.value % known.value === 0) continue;
        const place = { file: rule.file, range: hold.range };
        const data = {
          key,
          value: formatDurationMs(hold.value),
          interval: formatDurationMs(known.value),
          from: known.from,
        };
        if (hold.value < known.value) context.report('shorter', place, data);
        else {
          const real = formatDurationMs(Math.ceil(hold.value / known.value) * known.value);
          context.report('multiple', place, { ...data, real });
        }
      }
    },
  }),
});
