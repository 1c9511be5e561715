import { alert, group } from './example-rules.ts';

const RULES = `groups:\n${group('shop', [alert('up{job="shop"} == 0', { name: 'ShopDown', for: '5m' })])}`;

/** A project of one rule file with the alert ShopDown, `up{job="shop"} == 0` for 5m, and one test file. */
export function testProject(
  test: string,
  head = 'rule_files: [rules.yml]',
  rules = RULES,
): Record<string, string> {
  return { 'rules.yml': rules, 'rules_test.yml': `${head}\ntests:\n${test}` };
}

/** One test with one series and one expectation. */
export function oneTest(series: string, expectation: string, values = '0x20'): string {
  return `  - interval: 1m
    input_series:
      - series: '${series}'
        values: ${values}
    alert_rule_test:
      - ${expectation}
`;
}
