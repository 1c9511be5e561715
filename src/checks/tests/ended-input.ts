import { alert, ruleFile } from '../support/example-rules.ts';
import { oneTest, testProject } from '../support/example-tests.ts';
import { promtoolCheck } from '../support/promtool-files.ts';

const quiet = (at: string, name = 'ShopDown'): string =>
  `{ eval_time: ${at}, alertname: ${name}, exp_alerts: [] }`;

export default promtoolCheck(
  {
    id: 'tests/ended-input',
    summary: 'promtool tests at a time when their input has ended',
    why: 'A series disappears five minutes after its last sample: the test runs without data, and "no alert" proves nothing.',
    severity: 'warning',
    preset: 'recommended',
    examples: {
      wrong: [
        { files: testProject(oneTest('up{job="shop"}', quiet('12m'), '1x5')), at: ['12m'] },
        {
          title:
            'The last sample is exactly as old as the lookback: Prometheus 2 includes it, Prometheus 3 does not',
          files: testProject(oneTest('up{job="shop"}', quiet('5m'), '"0"')),
          at: ['5m'],
        },
      ],
      right: [
        { files: testProject(oneTest('up{job="shop"}', quiet('9m'), '1x5')) },
        {
          title: 'The input ends intentionally',
          files: testProject(oneTest('up{job="shop"}', quiet('12m'), '1x5 stale')),
        },
        {
          title: 'A range that reaches back far enough',
          files: testProject(
            oneTest('errors_total', quiet('30m', 'Errors'), '0+1x5'),
            undefined,
            ruleFile(alert('increase(errors_total[1h]) > 10', { name: 'Errors' })),
          ),
        },
        {
          title: 'An alert on absence',
          files: testProject(
            oneTest('up{job="shop"}', quiet('12m', 'Gone'), '1x5'),
            undefined,
            ruleFile(alert('absent(up{job="shop"})', { name: 'Gone', for: '10m' })),
          ),
        },
      ],
    },
  },
  ['input-too-short', 'input-at-edge'],
);
