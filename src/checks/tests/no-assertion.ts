import { oneTest, testProject } from '../support/example-tests.ts';
import { promtoolCheck } from '../support/promtool-files.ts';

export default promtoolCheck(
  {
    id: 'tests/no-assertion',
    summary: 'promtool tests without an expectation',
    why: 'A test without "alert_rule_test" and "promql_expr_test" passes whenever the rules can be evaluated.',
    severity: 'warning',
    preset: 'recommended',
    examples: {
      wrong: [
        {
          files: testProject("  - name: quiet\n    input_series:\n      - { series: up, values: '1' }\n"),
          at: ['quiet'],
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
  ['proves-nothing'],
);
