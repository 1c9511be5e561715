import { oneTest, testProject } from '../support/example-tests.ts';
import { promtoolCheck } from '../support/promtool-files.ts';

const QUIET = oneTest('up{job="shop"}', '{ eval_time: 10m, alertname: ShopDown, exp_alerts: [] }', '1x20');

export default promtoolCheck(
  {
    id: 'tests/rule-files',
    summary: '"rule_files" of promtool tests that match no file',
    why: 'promtool only warns: without rules no alert fires, so every test that expects no alert passes and proves nothing.',
    severity: 'error',
    preset: 'recommended',
    examples: {
      wrong: [
        { files: testProject(QUIET, 'rule_files: [rulez.yml]'), at: ['rulez.yml'] },
        {
          title: 'Other patterns match: a warning',
          files: testProject(QUIET, 'rule_files: [rules.yml, more/*.yml]'),
          at: ['more/*.yml'],
        },
        {
          title: 'A script puts the file there before the tests run: a warning',
          files: {
            'tests/rules_test.yml': testProject(QUIET)['rules_test.yml']!,
            'rules/rules.yml': testProject(QUIET)['rules.yml']!,
          },
          at: ['rules.yml'],
        },
      ],
      right: [
        { files: testProject(QUIET) },
        { title: 'A pattern', files: testProject(QUIET, 'rule_files: ["./r*s.yml"]') },
        { title: 'Outside the project', files: testProject(QUIET, 'rule_files: [../../rules.yml]') },
      ],
    },
  },
  ['no-rule-files'],
);
