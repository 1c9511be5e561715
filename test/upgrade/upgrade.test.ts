import { describe, expect, test } from 'vitest';
import { folderWith, runCli } from '../support/run-cli.ts';

interface Report {
  findings: { effect: string; line: number; message: string; proof?: string; change?: { release: string } }[];
  tests: { name: string; before: string; after: string; message: string }[];
  unseen: { release: string }[];
  notes: string[];
}

async function upgrade(
  files: Record<string, string>,
  ...args: string[]
): Promise<{ code: number; report: Report }> {
  const run = await runCli(folderWith(files), ['upgrade', '--format', 'json', ...args]);
  return { code: run.code, report: JSON.parse(run.stdout) as Report };
}

const rules = (...lines: string[]): Record<string, string> => ({
  'rules.yml': `groups:\n  - name: shop\n    interval: 1m\n    rules:\n${lines.map((line) => `      - ${line}\n`).join('')}`,
});

const found = ({ findings }: Report): string[] =>
  findings.map(({ effect, line, change }) => `${effect} ${line} ${change?.release ?? 'lint'}`);

describe('rulecheck upgrade', () => {
  test('a subquery of one step holds one sample since 3.0: rate() returns nothing', async () => {
    const { code, report } = await upgrade(
      rules(
        '{ alert: A, expr: "rate(orders_total[5m:5m]) > 1" }',
        '{ alert: B, expr: "rate(orders_total[10m:5m]) > 1" }',
      ),
      ...['--from', '2.53', '--to', '3.16'],
    );
    expect(code).toBe(1);
    expect(found(report)).toEqual(['fails 5 3.0']);
    expect(report.findings[0]!.proof).toBe(
      'rate(vector(time())[300000ms:300000ms]): 1 before, nothing after',
    );
  });

  test('counts over a subquery and over a record of the same group have one sample less', async () => {
    const { report } = await upgrade(
      rules(
        '{ record: "job:orders:sum", expr: "sum by (job) (orders)" }',
        '{ alert: A, expr: "count_over_time(job:orders:sum[5m]) < 5" }',
        '{ alert: B, expr: "count_over_time(up[5m]) < 5" }',
        '{ alert: C, expr: "max_over_time(up[5m:1m]) < 5" }',
      ),
      ...['--from', '2.53', '--to', '3.0'],
    );
    expect(found(report)).toEqual(['differs 6 3.0']);
  });

  test('whole numbers in "le", removed functions and changed metrics', async () => {
    const { report } = await upgrade(
      rules(
        '{ alert: A, expr: "sum(rate(x_bucket{le=\\"1\\"}[5m])) > sum(rate(x_bucket{le=~\\"0.5|2\\"}[5m]))" }',
        '{ alert: B, expr: "holt_winters(temperature[5m], 0.5, 0.5) > 3" }',
        '{ alert: C, expr: "rate(prometheus_notifications_dropped_total[5m]) > 0" }',
      ),
      ...['--from', '2.53'],
    );
    expect(found(report).sort()).toEqual(['differs 7 3.10', 'fails 5 3.0', 'fails 5 3.0', 'fails 6 lint']);
  });

  test('tests are played on both sides', async () => {
    const files = {
      ...rules('{ alert: Down, expr: "up == 0" }'),
      't_test.yml': `rule_files: [rules.yml]
evaluation_interval: 1m
tests:
  - name: one sample
    interval: 1m
    input_series: [{ series: up, values: "0" }]
    alert_rule_test: [{ eval_time: 5m, alertname: Down, exp_alerts: [{}] }]
  - name: quiet
    interval: 1m
    input_series: [{ series: up, values: 1x10 }]
    alert_rule_test: [{ eval_time: 5m, alertname: Down, exp_alerts: [] }]
`,
    };
    const { code, report } = await upgrade(files, '--from', '2.53', '--to', '3.16');
    expect(code).toBe(1);
    expect(report.tests).toEqual([
      expect.objectContaining({ name: 'one sample', before: 'passed', after: 'failed' }),
    ]);
    const later = await upgrade(files, '--from', '3.5', '--to', '3.16');
    expect(later).toMatchObject({ code: 0, report: { tests: [], findings: [] } });
  });

  test('Alertmanager: routes and configuration as both releases read them', async () => {
    const files = {
      'alertmanager.yml': `route:
  receiver: team
  group_by: [alertname]
  routes:
    - matchers: ['severity="page"']
      group_by: []
receivers:
  - name: team
    webhook_configs: [{ url: 'http://127.0.0.1:9/' }]
event_recorder:
  file_outputs: [{ path: /var/log/events }]
`,
    };
    const across = await upgrade(files, '--product', 'alertmanager', '--from', '0.30', '--to', '0.35');
    expect(found(across.report)).toContain('differs 6 0.31');
    const last = await upgrade(files, '--product', 'alertmanager', '--from', '0.34');
    expect(found(last.report)).toEqual(['fails 11 lint']);
  });

  test('Loki: both sides are read, and what files do not show is listed', async () => {
    const files = {
      'rules.yml': `groups:
  - name: logs
    rules: [{ alert: Errors, expr: 'sum(rate({job="a"} |= "error" [5m])) > 1' }]
`,
    };
    const { code, report } = await upgrade(files, '--product', 'loki', '--from', '2.9', '--to', '3.7');
    expect(code).toBe(0);
    expect(new Set(report.unseen.map(({ release }) => release))).toContain('3.0');
  });

  test.each([
    [['--from', '3.16', '--to', '3.5'], 'is not newer than 3.16'],
    [['--from', 'three'], '"three" is not a release of Prometheus'],
    [[], 'the current release of Prometheus is unknown'],
    [
      ['--product', 'alertmanager', '--from', '0.34', '--to', '0.99'],
      'rulecheck does not know Alertmanager 0.99',
    ],
  ])('%j is refused', async (args, message) => {
    const run = await runCli(folderWith(rules('{ alert: A, expr: up == 0 }')), ['upgrade', ...args]);
    expect(run.code).toBe(2);
    expect(run.stderr).toContain(message);
  });

  test('text: the place, the proof, the source and a summary', async () => {
    const run = await runCli(folderWith(rules('{ alert: A, expr: "rate(orders_total[5m:5m]) > 1" }')), [
      ...['upgrade', '--from', '2.53', '--to', '3.0'],
    ]);
    expect(run.stdout).toContain('rules.yml:5:');
    expect(run.stdout).toContain('evaluated with both releases: rate(');
    expect(run.stdout).toContain('https://github.com/prometheus/prometheus/pull/13904');
    expect(run.stdout).toMatch(/Prometheus 2\.53 to 3\.0: 1 place that fails?,/);
  });
});
