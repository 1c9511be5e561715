import { oneTest, testProject } from '../support/example-tests.ts';
import { promtoolCheck } from '../support/promtool-files.ts';

export default promtoolCheck(
  {
    id: 'tests/unknown-alert',
    summary: 'promtool tests of an alert that does not exist',
    why: 'An alert that does not exist never fires: the test passes, but the intended alert is not tested.',
    severity: 'error',
    preset: 'recommended',
    examples: {
      wrong: [
        {
          files: testProject(
            oneTest('up{job="shop"}', '{ eval_time: 10m, alertname: ShopDwn, exp_alerts: [] }'),
          ),
          at: ['ShopDwn'],
        },
      ],
      right: [
        {
          files: testProject(
            oneTest('up{job="shop"}', '{ eval_time: 3m, alertname: ShopDown, exp_alerts: [] }'),
          ),
        },
      ],
    },
  },
  ['unknown-alert'],
);
