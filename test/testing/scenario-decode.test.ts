import { describe, expect, it } from 'vitest';
import { collectInto, type TestIssue } from '../../src/documents/test-issue.ts';
import { SCENARIO_DEFAULTS } from '../../src/testing/scenario/plan.ts';
import { validateScenarioFile } from '../../src/testing/scenario/validate.ts';
import { rulesOf, scenariosOf } from './support.ts';

const RULES = rulesOf(
  'groups: [{ name: g, rules: [{ alert: InstanceDown, expr: up == 0 }, { alert: DiskFull, expr: x }] }]',
);

/** The issues of a file, each with its code and the text that it points at. */
function issuesOf(text: string): { code: string; at: string; issue: TestIssue }[] {
  const { file, issues, source } = scenariosOf(text);
  if (file !== undefined) validateScenarioFile(file, [RULES], SCENARIO_DEFAULTS, collectInto(issues));
  return issues.map((issue) => ({ code: issue.code, at: source.slice(issue.range), issue }));
}

const short = (text: string): string[][] => issuesOf(text).map(({ code, at }) => [code, at]);

/** A file with one scenario that expects something. */
const one = (expectation: string, series = 'up: 0x20'): string =>
  `alert: InstanceDown\nscenarios:\n  - name: s\n    series: { ${series} }\n    expect:\n      - ${expectation}\n`;

describe('decoding scenario files', () => {
  it('reads the example of the documentation', () => {
    const { file, issues } = scenariosOf(`
alert: InstanceDown
interval: 10s
rule_files: [../rules/*.yml]
scenarios:
  - name: pages
    evaluation_interval: 30s
    external_labels: { dc: east }
    also: [DiskFull]
    series:
      up{job="a"}: 1x3 0x80
    expect:
      - { at: 1m, state: pending }
      - { first: firing, at: 2m30s }
      - at: 10m
        alerts:
          - labels: { severity: critical, job: /a|b/ }
            annotations: { summary: "/10(\\\\.0+)?%/" }
            receivers: [oncall-page, backend-team]
            inhibited_by: DiskFull
      - { at: 5m, expr: 'up', samples: [{ labels: { job: a }, value: 1 ± 0.01 }, { value: .inf }] }
`);
    expect(issues).toEqual([]);
    const scenario = file!.scenarios[0]!;
    expect(scenario).toMatchObject({ name: 'pages', intervalMs: 10_000, evaluationIntervalMs: 30_000 });
    expect(scenario.expectations.map(({ kind, at }) => [kind, at.value])).toEqual([
      ['state', 60_000],
      ['first', 150_000],
      ['alerts', 600_000],
      ['expr', 300_000],
    ]);
    const [, , alerts, expr] = scenario.expectations;
    expect(alerts).toMatchObject({
      alerts: [{ receivers: { value: ['oncall-page', 'backend-team'] }, inhibitedBy: { value: 'DiskFull' } }],
    });
    expect(expr).toMatchObject({
      samples: [
        { value: 1, tolerance: 0.01 },
        { value: Infinity, tolerance: 0 },
      ],
    });
  });

  it.each([
    ['an unknown key', one('{ at: 1m, state: firing, lables: { a: b } }'), [['unknown-key', 'lables']]],
    [
      'an unknown alert',
      one('{ at: 1m, state: firing }').replace('InstanceDown', 'InstanceDwn'),
      [['unknown-alert', 'InstanceDwn']],
    ],
    [
      'an unknown inhibitor',
      one('{ at: 1m, alerts: [{ inhibited_by: DiskFul }] }'),
      [['unknown-alert', 'DiskFul']],
    ],
    [
      'an empty expect',
      'alert: InstanceDown\nscenarios:\n  - { name: s, series: { up: 0x9 }, expect: [] }\n',
      [['empty-expectation', 'expect']],
    ],
    [
      'no expect',
      'alert: InstanceDown\nscenarios:\n  - { name: s, series: { up: 0x9 } }\n',
      [['empty-expectation', 's']],
    ],
    ['no scenarios', 'alert: InstanceDown\nscenarios: []\n', [['empty-expectation', 'scenarios']]],
    ['an expectation of nothing', one('{ at: 1m }'), [['empty-expectation', '{ at: 1m }']]],
    ['empty alerts', one('{ at: 1m, alerts: }'), [['empty-expectation', 'alerts']]],
    ['no instant', one('{ state: firing }'), [['missing-key', 'state']]],
    ['a bad instant', one('{ at: 90, state: firing }'), [['bad-duration', '90']]],
    ['a bad state', one('{ at: 1m, state: fireing }'), [['bad-value', 'fireing']]],
    ['a state that cannot be first', one('{ at: 1m, first: inactive }'), [['bad-value', 'inactive']]],
    ['first beside state', one('{ at: 1m, state: firing, first: firing }'), [['conflicting-keys', 'first']]],
    [
      'labels without a state',
      one('{ at: 1m, labels: { a: b }, alerts: [] }'),
      [['conflicting-keys', 'labels']],
    ],
    ['an expression without samples', one('{ at: 1m, expr: up }'), [['missing-key', 'expr']]],
    [
      'samples without an expression',
      one('{ at: 1m, state: firing, samples: [] }'),
      [['conflicting-keys', 'samples']],
    ],
    ['a bad sample value', one('{ at: 1m, expr: up, samples: [{ value: one }] }'), [['bad-value', 'one']]],
    [
      'a bad regular expression',
      one('{ at: 1m, alerts: [{ labels: { job: "/a(/" } }] }'),
      [['bad-pattern', '"/a(/"']],
    ],
    ['a wrong type', one('{ at: 1m, alerts: { a: b } }'), [['wrong-type', '{ a: b }']]],
    [
      'inhibited and not',
      one('{ at: 1m, alerts: [{ inhibited: false, inhibited_by: DiskFull }] }'),
      [['conflicting-keys', 'false']],
    ],
    ['a bad selector', one('{ at: 1m, state: firing }', "'up{job=}': 1x9"), [['bad-series', "'up{job=}'"]]],
    ['bad values', one('{ at: 1m, state: firing }', 'up: 1x5 ? 3'), [['bad-series', '?']]],
    [
      'endless values',
      one('{ at: 1m, state: firing }', 'up: 0 1x999999999'),
      [['input-too-long', '1x999999999']],
    ],
    ['input that ends too early', one('{ at: 11m, state: firing }'), [['input-too-short', '11m']]],
    [
      'a scenario twice',
      `${one('{ at: 1m, state: firing }')}  - { name: s, expect: [{ at: 1m, state: inactive }] }\n`,
      [['duplicate-key', 's']],
    ],
    [
      'an interval of zero',
      one('{ at: 1m, state: firing }').replace('scenarios', 'interval: 0\nscenarios'),
      [['bad-value', '0']],
    ],
  ])('reports %s at its position', (_what, text, expected) => {
    expect(short(text)).toEqual(expected);
  });

  it('suggests the alert that was meant', () => {
    const [found] = issuesOf(one('{ at: 1m, state: firing }').replace('InstanceDown', 'InstanceDwn'));
    expect(found?.issue.message).toContain('did you mean "InstanceDown"?');
  });

  it('lets input end where nothing is expected afterwards, where it is marked as missing, or without input', () => {
    const early = '{ at: 1m, state: inactive }\n      - ';
    expect(short(one(`${early}{ at: 30m, state: inactive }`))).toEqual([]);
    expect(short(one(`${early}{ at: 30m, alerts: [] }`))).toEqual([]);
    // Where nothing is looked at before, whatever the rule says holds.
    expect(short(one('{ at: 30m, state: inactive }'))).toEqual([['input-too-short', '30m']]);
    expect(short(one('{ at: 30m, state: firing }', 'up: 0x20 _x90'))).toEqual([]);
    expect(short(one('{ at: 10m, state: firing }'))).toEqual([]);
    expect(
      short('alert: InstanceDown\nscenarios:\n  - { name: s, expect: [{ at: 9h, state: firing }] }\n'),
    ).toEqual([]);
  });

  it('goes on after an error', () => {
    const text = `alert: InstanceDown\nscenarios:\n  - { name: a, expect: [{ at: x, state: firing }] }\n  - 5\n  - { name: b, series: [], expect: [{ at: 1m, state: on }] }\n`;
    expect(short(text).map(([code]) => code)).toEqual([
      'bad-duration',
      'wrong-type',
      'wrong-type',
      'bad-value',
    ]);
  });
});
