import { describe, expect, it } from 'vitest';
import { NO_CONFIGURATION } from '../../src/testing/routing/choice.ts';
import { promtoolOracle } from '../../src/testing/observe/promtool-oracle.ts';
import type { TestResult } from '../../src/testing/result.ts';
import { planFile, runScenarios } from '../../src/testing/runner/run-scenarios.ts';
import { SCENARIO_DEFAULTS } from '../../src/testing/scenario/plan.ts';
import { rulesOf, scenariosOf, toolVersions } from './support.ts';

const RULES = rulesOf(`
groups:
  - name: alerts
    interval: 15s
    rules:
      - alert: InstanceDown
        expr: job:up:min == 0
        for: 1m
        labels:
          severity: page
          odd: 'a"b\\c, {x="1"}'
        annotations:
          summary: "{{ $labels.job }} down\\nvalue {{ $value }}, é"
      - alert: Watchdog
        expr: vector(1)
  - name: records
    rules:
      - record: job:up:min
        expr: min by (job) (up)
`);

const HEAD = `
alert: InstanceDown
scenarios:
  - name: s
    series:
      up{job="a",instance="1"}: 1x3 0x20 1x20
      up{job="b",instance="1"}: 1x43
    expect:
`;

async function run(promtool: string, expectations: string): Promise<TestResult> {
  const { file, issues } = scenariosOf(HEAD + expectations.replace(/^/gm, '      '));
  expect(issues).toEqual([]);
  const planned = planFile(file!, [RULES], SCENARIO_DEFAULTS, () => true);
  const [result] = await runScenarios(planned, { first: promtoolOracle(promtool) }, NO_CONFIGURATION);
  return result!;
}

const versions = await toolVersions('promtool');

describe.skipIf(versions.length === 0).each(versions)('scenarios on promtool $version', ({ path }) => {
  it('passes what is true, in part, by regular expression and in full', async () => {
    const result = await run(
      path,
      `- { at: 45s, state: inactive }
- { first: pending, at: 1m }
- { at: 1m, state: pending, labels: { job: a } }
- { at: 1m, state: inactive, labels: { job: b } }
- { at: 1m59s, state: pending }
- { first: firing, at: 2m }
- at: 3m
  state: firing
  alerts:
    - labels: { job: a, severity: /^pag/ }
      annotations: { summary: '/a down\\nvalue 0/' }
- at: 3m
  alerts:
    - exact: true
      labels: { job: a, severity: page, odd: 'a"b\\c, {x="1"}' }
      annotations: { summary: "a down\\nvalue 0, é" }
- { at: 8m, state: inactive }
- { at: 8m, alerts: [] }
- { at: 3m, expr: 'job:up:min', samples: [{ labels: { job: a }, value: 0 }, { labels: { job: /b|c/ }, value: 1.004 ± 0.01 }] }
- { at: 3m, expr: 'up > 1', samples: [] }`,
    );
    expect(result.failures).toEqual([]);
    expect(result).toMatchObject({ status: 'passed', engine: 'promtool', alert: 'InstanceDown', name: 's' });
  });

  it.each([
    ['- { at: 45s, state: firing }', 'state', 'at 45s the alert is inactive, expected firing'],
    ['- { at: 1m, state: inactive }', 'state', 'at 1m the alert is pending, expected inactive'],
    ['- { at: 3m, state: pending }', 'state', 'at 3m the alert is firing, expected pending'],
    [
      '- { at: 3m, state: firing, labels: { job: b } }',
      'state',
      'at 3m the alert with these labels is inactive, expected firing; 1 with other labels',
    ],
    ['- { first: firing, at: 2m15s }', 'first', 'the alert is first firing at 2m, expected at 2m15s'],
    [
      '- { first: firing, at: 1m45s }',
      'first',
      'the alert is pending at 1m45s, expected firing for the first time',
    ],
    [
      '- { at: 1m, alerts: [{ labels: { job: a } }] }',
      'alert-missing',
      'at 1m an expected alert does not fire; 1 of this name is pending',
    ],
    [
      '- { at: 3m, alerts: [] }',
      'alert-unexpected',
      /^at 3m an unexpected alert fires: \{alertname="InstanceDown", job="a"/,
    ],
    ['- { at: 3m, alerts: [{ labels: { job: b } }] }', 'alert-missing', /label job is "a", expected "b"$/],
    [
      '- { at: 3m, alerts: [{ labels: { team: x } }] }',
      'alert-missing',
      /label team is not set, expected "x"$/,
    ],
    [
      '- { at: 3m, alerts: [{ annotations: { summary: /99/ } }] }',
      'alert-missing',
      /annotation summary is "a down\nvalue 0, é", expected "\/99\/"$/,
    ],
    [
      '- { at: 3m, alerts: [{ exact: true, labels: { job: a } }] }',
      'alert-missing',
      /differs in label odd, label severity, annotation summary$/,
    ],
    [
      '- { at: 3m, expr: "job:up:min", samples: [{ labels: { job: a }, value: 0 }] }',
      'samples',
      'at 3m the expression returns 2 samples, and one sample of them is unexpected',
    ],
    [
      '- { at: 3m, expr: "up +", samples: [] }',
      'expression-error',
      /^the evaluation failed: 1:5: parse error/,
    ],
    ['- { at: 3m, expr: "up * on() up", samples: [] }', 'expression-error', /many-to-many/],
    ['- { at: 3m, alerts: [{ receivers: [x] }] }', 'routing-unknown', /no Alertmanager configuration/],
  ])('fails %s', async (expectation, code, message) => {
    const result = await run(path, expectation);
    expect(result.failures.map((failure) => failure.code)).toEqual([code]);
    expect(result.status).toBe('failed');
    expect(result.message).toMatch(message);
  });

  it('points at the expectation that failed and goes on with the others', async () => {
    const result = await run(
      path,
      '- { at: 45s, state: firing }\n- { at: 45s, state: inactive }\n- { at: 3m, state: pending }',
    );
    expect(result.failures.map(({ range }) => result.file.slice(range))).toEqual(['firing', 'pending']);
    expect(result.failures[1]?.diff.at(-1)?.text).toMatch(/^firing \{alertname="InstanceDown"/);
  });
});
