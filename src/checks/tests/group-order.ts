import { alert, group, record } from '../support/example-rules.ts';
import { oneTest, testProject } from '../support/example-tests.ts';
import { promtoolCheck } from '../support/promtool-files.ts';

const RECORD = record('job:errors:rate5m', 'sum by (job) (rate(errors_total[5m]))');
const ALERT = alert('job:errors:rate5m > 1', { name: 'Errors' });
const TWO = `groups:\n${group('alerts', [ALERT])}${group('records', [RECORD])}`;
const ONE = `groups:\n${group('errors', [RECORD, ALERT])}`;
const TEST = oneTest('errors_total{job="a"}', '{ eval_time: 10m, alertname: Errors, exp_alerts: [] }');

export default promtoolCheck(
  {
    id: 'tests/group-order',
    summary: 'promtool tests of alerts that use series of another group, without "group_eval_order"',
    why: 'Without an explicit order promtool evaluates the groups in random order: the same test passes in one run and fails in the next.',
    severity: 'info',
    preset: 'recommended',
    examples: {
      wrong: [{ files: testProject(TEST, undefined, TWO), at: ['Errors'] }],
      right: [
        {
          title: 'An explicit order',
          files: testProject(TEST, 'rule_files: [rules.yml]\ngroup_eval_order: [records, alerts]', TWO),
        },
        { title: 'One group', files: testProject(TEST, undefined, ONE) },
      ],
    },
  },
  ['group-order'],
);
