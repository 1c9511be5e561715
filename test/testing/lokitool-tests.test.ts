import { describe, expect, it } from 'vitest';
import { folderOf, run } from '../cli/support.ts';

const RULES = `groups:
  - name: auth
    interval: 1m
    rules:
      - alert: AuthFails
        expr: sum by (job) (count_over_time({job="auth"} |= "failed" [5m])) > 1
        for: 1m
        labels: { severity: warning }
        annotations: { summary: many failures }
`;
const tests = (value: number, summary: string, line: string): string => `rule_files: [rules.yml]
evaluation_interval: 1m
tests:
  - name: failures
    interval: 1m
    input_streams:
      - labels: '{job="auth"}'
        lines: ['user a logged in', 'failed for b', 'failed for c', 'failed for d']
      - labels: '{job="auth"}'
        structured_metadata: { trace: t1 }
        lines: ['something else']
    alert_rule_test:
      - alertname: AuthFails
        eval_time: 2m
        exp_alerts: []
      - alertname: AuthFails
        eval_time: 3m
        exp_alerts:
          - exp_labels: { severity: warning, job: auth }
            exp_annotations: { summary: ${summary} }
    logql_expr_test:
      - expr: 'count_over_time({job="auth"} |= "failed" [5m])'
        eval_time: 3m
        exp_samples:
          - { labels: '{job="auth"}', value: ${value} }
      - expr: '{job="auth"} |= "failed for c"'
        eval_time: 4m
        exp_logs:
          - { labels: '{job="auth"}', line: '${line}', timestamp: 120000000000 }
`;

async function ran(text: string): Promise<{ readonly code: number; readonly stdout: string }> {
  return run(['test', '--engine', 'embedded', 'tests.yml'], {
    cwd: await folderOf({ 'rules.yml': RULES, 'tests.yml': text }),
  });
}

describe("files in lokitool's proposed format", () => {
  it('pass as they are', async () => {
    const { code, stdout } = await ran(tests(3, 'many failures', 'failed for c'));
    expect(stdout).toContain('2 passed');
    expect(code).toBe(0);
  });

  it.each([
    ['a value', tests(2, 'many failures', 'failed for c'), /1 failed/],
    ['an annotation', tests(3, 'few failures', 'failed for c'), /1 failed/],
    ['a line', tests(3, 'many failures', 'failed for d'), /1 failed/],
  ])('fail for %s that is not so', async (_, text, expected) => {
    const { code, stdout } = await ran(text);
    expect(stdout).toMatch(expected);
    expect(code).toBe(1);
  });
});
