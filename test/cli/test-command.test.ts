import { describe, expect, it } from 'vitest';
import { promtoolOf } from '../testing/support.ts';
import { folderOf, run } from './support.ts';

const RULES = `groups:
  - name: g
    rules:
      - { alert: Down, expr: up == 0, for: 1m, labels: { severity: critical } }
`;

const ALERTMANAGER = `route:
  receiver: log
  routes:
    - { receiver: page, matchers: ['severity="critical"'] }
receivers: [{ name: log }, { name: page }]
`;

const FIXTURE = `alert: Down
scenarios:
  - name: pages
    series: { 'up{job="a"}': 0x40 }
    expect:
      - { at: 2m, alerts: [{ labels: { job: a }, receivers: [page] }] }
`;

const PROJECT = {
  'rules/a.yml': RULES,
  'alertmanager.yml': ALERTMANAGER,
  'fixtures/Down.yml': FIXTURE,
  'fixtures/Other.yml': FIXTURE.replace('pages', 'pages too'),
};

interface Report {
  readonly tests: readonly { readonly name: string; readonly status: string; readonly engine: string }[];
}

const testsOf = (stdout: string): string[] =>
  (JSON.parse(stdout) as Report).tests.map(({ name, status, engine }) => `${name}: ${status} (${engine})`);

describe('rulecheck test with paths', () => {
  it.each([
    ['a folder', 'fixtures', ['pages: passed (embedded)', 'pages too: passed (embedded)']],
    ['a file', 'fixtures/Other.yml', ['pages too: passed (embedded)']],
  ])('chooses the tests of %s, with the rules and routes of the project', async (_, path, expected) => {
    const cwd = await folderOf(PROJECT);
    const ran = await run(['test', path, '-f', 'json'], { cwd });
    expect(testsOf(ran.stdout)).toEqual(expected);
    expect(ran.code).toBe(0);
  });

  it('keeps to include and exclude of the configuration', async () => {
    const second = RULES.replace('for: 1m', 'for: 1h');
    const cwd = await folderOf({
      ...PROJECT,
      'old/rules.yml': second,
      'rulecheck.yaml': 'exclude: [old/**]\n',
    });
    const ran = await run(['test', 'fixtures/Down.yml'], { cwd });
    expect(ran.code).toBe(0);
  });
});

describe('the configured server', () => {
  const UNIT = `rule_files: []
tests:
  - name: both ends
    interval: 15s
    input_series: [{ series: up, values: 1x9 }]
    promql_expr_test: [{ expr: 'count_over_time(up[1m])', eval_time: 2m, exp_samples: [{ labels: '{}', value: 5 }] }]
`;

  it('decides whether ranges are closed', async () => {
    const cwd = await folderOf({ 'unit.yml': UNIT });
    expect((await run(['test', 'unit.yml'], { cwd })).code).toBe(1);
    const old = await folderOf({ 'unit.yml': UNIT, 'rulecheck.yaml': 'prometheus: { version: "2.53" }\n' });
    expect((await run(['test', 'unit.yml'], { cwd: old })).code).toBe(0);
  });

  it('decides which functions there are', async () => {
    const unit = UNIT.replace('count_over_time(up[1m])', 'mad_over_time(up[1m]) + 5');
    const cwd = await folderOf({ 'unit.yml': unit });
    expect((await run(['test', 'unit.yml'], { cwd })).code).toBe(1);
    const features = 'prometheus: { version: "3.5", features: [promql-experimental-functions] }\n';
    const on = await folderOf({ 'unit.yml': unit, 'rulecheck.yaml': features });
    expect((await run(['test', 'unit.yml'], { cwd: on })).code).toBe(0);
    const promtool = await promtoolOf(3);
    if (promtool === undefined) return;
    const both = await run(['test', 'unit.yml', '-f', 'json', '--promtool', promtool], { cwd: on });
    expect(testsOf(both.stdout)).toEqual(['both ends: passed (both)']);
  });
});

const OBJECT = `apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: { name: a }
spec:
${RULES.replaceAll(/^/gm, '  ')}`;

const OBJECT_UNIT = `rule_files: [object.yml]
tests:
  - name: fires
    input_series: [{ series: 'up{job="a"}', values: 0x9 }]
    alert_rule_test: [{ eval_time: 2m, alertname: Down, exp_alerts: [{ exp_labels: { job: a, severity: critical } }] }]
  - name: expects too much
    input_series: [{ series: 'up{job="a"}', values: 0x9 }]
    alert_rule_test: [{ eval_time: 2m, alertname: Down, exp_alerts: [{ exp_labels: { job: b, severity: critical } }] }]
`;

describe('unit tests of PrometheusRule objects', () => {
  const files = { 'object.yml': OBJECT, 'unit.yml': OBJECT_UNIT };

  it('are run on the groups inside, and a note says so', async () => {
    const ran = await run(['test', 'unit.yml', '-f', 'json'], { cwd: await folderOf(files) });
    expect(testsOf(ran.stdout)).toEqual(['fires: passed (embedded)', 'expects too much: failed (embedded)']);
    expect(ran.stderr).toMatch(/note: object\.yml: .*Kubernetes object, which promtool alone would reject/);
  });

  it('are confirmed by promtool', async (context) => {
    const promtool = await promtoolOf(3);
    if (promtool === undefined) return context.skip('promtool 3 is not on this machine');
    const argv = ['test', 'unit.yml', '-f', 'json', '--promtool', promtool];
    const ran = await run(argv, { cwd: await folderOf(files) });
    expect(testsOf(ran.stdout)).toEqual(['fires: passed (both)', 'expects too much: failed (both)']);
  });
});

it('templates of unit tests fail at externalURL as in promtool', async (context) => {
  const rules = RULES.replace('for: 1m,', "for: 1m, annotations: { a: 'see {{ externalURL }}' },");
  const cwd = await folderOf({
    'rules.yml': rules,
    'unit.yml': OBJECT_UNIT.replaceAll('object.yml', 'rules.yml'),
  });
  const embedded = await run(['test', 'unit.yml', '-f', 'json'], { cwd });
  expect(embedded.stdout).toContain('error expanding template');
  const promtool = await promtoolOf(3);
  if (promtool === undefined) return context.skip('promtool 3 is not on this machine');
  const both = await run(['test', 'unit.yml', '-f', 'json', '--promtool', promtool], { cwd });
  expect(both.stdout).not.toContain('engines-disagree');
});
