import { alert, ruleFile } from '../support/example-rules.ts';
import { oneTest, testProject } from '../support/example-tests.ts';
import { promtoolCheck } from '../support/promtool-files.ts';

const EXPECTS = '{ eval_time: 3m, alertname: ShopDown, exp_alerts: [] }';

export default promtoolCheck(
  {
    id: 'tests/unread-series',
    summary: 'input series of promtool tests that no rule and no expression uses',
    why: 'A misspelt series leaves the rule without data: a test that expects no alert passes for any values.',
    severity: 'warning',
    preset: 'recommended',
    examples: {
      wrong: [{ files: testProject(oneTest('upp{job="shop"}', EXPECTS)), at: [`'upp{job="shop"}'`] }],
      right: [
        { files: testProject(oneTest('up{job="shop"}', EXPECTS)) },
        {
          title: 'A rule that reads any metric',
          files: testProject(
            oneTest('responses_a', '{ eval_time: 3m, alertname: Any, exp_alerts: [] }'),
            undefined,
            ruleFile(alert(`'{__name__=~"responses_.*"} > 1'`, { name: 'Any' })),
          ),
        },
      ],
    },
  },
  ['unread-series'],
);
