import { ingestSettings } from '../../src/logql/ingest/index.ts';
import { describe, expect, it } from 'vitest';
import { groupOrder } from '../../src/analysis/tests/index.ts';
import { disagreement } from '../../src/testing/observe/compare.ts';
import { embeddedOracle } from '../../src/testing/observe/embedded-oracle.ts';
import { promtoolOracle } from '../../src/testing/observe/promtool-oracle.ts';
import type { Answer, Observation, Question, TestCase } from '../../src/testing/observe/types.ts';
import { promtoolOf, rulesOf } from './support.ts';

const MINUTE = 60_000;

interface Situation {
  readonly name: string;
  readonly rules: string;
  readonly series: Readonly<Record<string, string>>;
  readonly until: number;
  readonly exprs?: readonly string[];
  readonly external?: Readonly<Record<string, string>>;
}

/** One group of rules, written short. */
function group(head: string, ...rules: string[]): string {
  return `groups:\n  - name: g\n    ${head}\n    rules:\n${rules.map((rule) => `      - ${rule}\n`).join('')}`;
}

/** Every alert at every quarter of a minute, and every expression at every minute. */
function caseOf(situation: Situation): TestCase {
  const rules = [rulesOf(situation.rules)];
  const alerts = new Set(
    rules
      .flatMap((document) => document.groups)
      .flatMap(({ rules: all }) => all.flatMap((rule) => (rule.kind === 'alert' ? [rule.name.value] : []))),
  );
  const questions: Question[] = [];
  for (let atMs = 0; atMs <= situation.until * MINUTE; atMs += 15_000) {
    for (const alert of alerts) questions.push({ kind: 'alerts', atMs, alert });
    questions.push({ kind: 'all-firing', atMs });
    if (atMs % MINUTE === 0)
      for (const expr of situation.exprs ?? []) questions.push({ kind: 'expr', atMs, expr });
  }
  for (const alert of alerts) {
    for (const state of ['pending', 'firing'] as const)
      questions.push({ kind: 'first', atMs: situation.until * MINUTE, alert, state });
  }
  return {
    rules,
    groupOrder: groupOrder(rules),
    intervalMs: 30_000,
    startMs: 0,
    evaluationIntervalMs: 30_000,
    alertIntervalMs: 30_000,
    intervals: 'common',
    language: 'promql',
    logs: [],
    loki: ingestSettings(),
    series: Object.entries(situation.series).map(([selector, values]) => ({ selector, values })),
    externalLabels: new Map(Object.entries(situation.external ?? {})),
    externalUrl: '',
    questions,
  };
}

const UP = { 'up{job="a"}': '1x3 0x6 1x3 0x2 1x20', 'up{job="b"}': '1x4 _x3 0x20' };

const SITUATIONS: readonly Situation[] = [
  {
    name: 'for: pending, firing, resolved, and a series that vanishes',
    rules: group('interval: 30s', '{ alert: A, expr: up == 0, for: 1m }', '{ alert: B, expr: up == 0 }'),
    series: UP,
    until: 12,
  },
  {
    name: 'keep_firing_for keeps, and begins anew when the alert comes back',
    rules: group('', '{ alert: A, expr: up == 0, for: 30s, keep_firing_for: 2m }'),
    series: UP,
    until: 15,
  },
  {
    name: 'a resolved alert that comes back within and after the retention',
    rules: group('', '{ alert: A, expr: x > 0 }'),
    series: { x: '0 1 1 0x5 1x3 0x40 1x3' },
    until: 26,
    exprs: ['ALERTS', 'ALERTS_FOR_STATE'],
  },
  {
    name: 'ALERTS and ALERTS_FOR_STATE, and a rule that uses them',
    rules: group(
      '',
      '{ alert: A, expr: up == 0, for: 1m, labels: { severity: page } }',
      '{ alert: Many, expr: count(ALERTS{alertstate="firing"}) > 0 }',
      '{ record: firing, expr: sum by (alertname) (ALERTS) }',
    ),
    series: UP,
    until: 10,
    exprs: ['ALERTS', 'ALERTS_FOR_STATE', 'firing', 'count_over_time(ALERTS[3m])'],
  },
  {
    name: 'templates in labels and annotations',
    rules: group(
      '',
      `{ alert: A, expr: 'up == 0', labels: { who: 'job {{ $labels.job }}', none: '{{ if false }}x{{ end }}', job: '' }, annotations: { s: '{{ $value | humanize }} {{ $labels.missing }} {{ printf "%.2f" 1.5 }}', q: '{{ with query "count(up)" }}{{ . | first | value }}{{ end }}', e: '{{ $externalLabels.dc }}', broken: '{{ template "nosuch" }}', badQuery: "{{ query \\"sum(up) by\\n (é, +)\\" }}", noQuery: '{{ query "" }}' } }`,
    ),
    series: { 'up{job="a"}': '1x2 0x10' },
    until: 3,
    exprs: ['ALERTS'],
    external: { dc: 'east' },
  },
  {
    name: 'a template that does not parse',
    rules: group('', `{ alert: A, expr: up, annotations: { s: '{{ nosuch }}' } }`),
    series: UP,
    until: 1,
  },
  {
    name: 'two alerts with the same labels',
    rules: group('', "{ alert: A, expr: 'up == 0', labels: { job: x } }"),
    series: { 'up{job="a"}': '0x9', 'up{job="b"}': '1x3 0x6' },
    until: 3,
  },
  {
    name: 'two recorded series with the same labels',
    rules: group('', "{ record: r, expr: 'up', labels: { job: x } }"),
    series: { 'up{job="a"}': '0x9', 'up{job="b"}': '_x4 0x6' },
    until: 3,
  },
  {
    name: 'recording rules that record the same series with other values',
    rules: group('', '{ record: r, expr: vector(1) }', '{ record: r, expr: vector(2) }'),
    series: {},
    until: 1,
  },
  {
    name: 'recording rules that record the same series with the same value',
    rules: group('', '{ record: r, expr: vector(1) }', '{ record: r, expr: vector(1) }'),
    series: {},
    until: 2,
    exprs: ['r'],
  },
  {
    name: 'a series that two rules record in turn',
    rules: group(
      '',
      '{ record: r, expr: vector(1) and on() (up == 0) }',
      '{ record: r, expr: vector(2) and on() (up == 1) }',
    ),
    series: { up: '0x3 1x3 0x3 _x3 1x3' },
    until: 8,
    exprs: ['r', 'count_over_time(r[2m])'],
  },
  {
    name: 'the limit of a group: alerts',
    rules: group('limit: 1', '{ alert: A, expr: up == 0 }'),
    series: UP,
    until: 8,
  },
  {
    name: 'the limit of a group: series',
    rules: group('limit: 1', '{ record: r, expr: up }'),
    series: UP,
    until: 2,
  },
  {
    name: 'query_offset',
    rules: group('query_offset: 1m', '{ alert: A, expr: up == 0, for: 1m }', '{ record: r, expr: sum(up) }'),
    series: UP,
    until: 10,
    exprs: ['r', 'ALERTS', 'timestamp(r)'],
  },
  {
    name: 'labels of a group',
    rules: group(
      'labels: { team: core, job: all }',
      '{ record: r, expr: sum by (job) (up), labels: { team: own } }',
      '{ alert: A, expr: up == 0 }',
    ),
    series: UP,
    until: 8,
    exprs: ['r'],
  },
  {
    name: 'a recorded series that goes stale',
    rules: group('', '{ record: r, expr: up == 0 }', '{ alert: A, expr: absent(r) }'),
    series: { up: '0x2 1x2 _x12 0x3' },
    until: 12,
    exprs: ['r', 'absent_over_time(r[1m])'],
  },
  {
    name: 'order inside a group',
    rules: group(
      '',
      '{ alert: Late, expr: r > 1 }',
      '{ record: r, expr: x }',
      '{ alert: Early, expr: r > 1 }',
    ),
    series: { x: '0 1 2 3 0 1' },
    until: 4,
  },
  {
    name: 'stale markers, gaps and lookback',
    rules: group('', '{ alert: A, expr: x }'),
    series: { x: '1 stale 1 _x12 1 _ stale' },
    until: 16,
    exprs: ['x', 'count_over_time(x[5m])'],
  },
  {
    name: 'subqueries without a step',
    rules: group('', "{ record: r, expr: 'max_over_time(rate(x[1m])[5m:])' }"),
    series: { x: '0+10x30' },
    until: 10,
    exprs: ['r'],
  },
  {
    name: 'native histograms',
    rules: group(
      '',
      '{ record: r, expr: h }',
      '{ alert: A, expr: histogram_count(h) > 3 }',
      "{ alert: B, expr: h, annotations: { v: '{{ $value }}' } }",
    ),
    series: { h: '{{schema:0 sum:1 count:2 buckets:[1 1]}}+{{schema:0 sum:1 count:1 buckets:[1]}}x4' },
    until: 3,
    exprs: ['r', 'rate(h[1m])'],
  },
  {
    name: 'an expression that fails',
    rules: group('', '{ record: r, expr: up * on() up }'),
    series: UP,
    until: 1,
  },
  {
    name: 'a scalar and a number',
    rules: group(
      '',
      '{ alert: A, expr: 1 }',
      '{ record: r, expr: time() }',
      '{ record: n, expr: scalar(up) }',
    ),
    series: { up: '1' },
    until: 2,
    exprs: ['r', 'n', 'scalar(up)'],
  },
];

/** What promtool 2.42 does not know: keys of groups, and native histograms in tests. */
const SINCE_242 = new Set(['query_offset', 'labels of a group', 'native histograms']);

const engines = [
  { version: 3 as const, promtool: await promtoolOf(3), situations: SITUATIONS },
  {
    version: 2 as const,
    promtool: await promtoolOf(2),
    situations: SITUATIONS.filter(({ name }) => !SINCE_242.has(name)),
  },
];

describe.each(engines)('rules in process and on promtool $version', ({ version, promtool, situations }) => {
  it.skipIf(promtool === undefined).each(situations)('agree: $name', async (situation) => {
    const testCase = caseOf(situation);
    const [[embedded], [real]] = await Promise.all([
      embeddedOracle({ version }).observe([testCase]),
      promtoolOracle(promtool!).observe([testCase]),
    ]);
    expect(disagreement(testCase.questions, embedded!, real!)).toBeUndefined();
    expect([embedded!.status, real!.status]).not.toContain('broken');
    expect(describeObservation(embedded!)).toBe(describeObservation(real!));
  });
});

/** Whether anything was seen at all: an empty agreement proves nothing. */
function describeObservation(observation: Observation): string {
  if (observation.status !== 'observed') return observation.status;
  const some = observation.answers.some(
    (answer: Answer) =>
      (answer.kind === 'alerts' && answer.alerts.length > 0) ||
      (answer.kind === 'expr' && answer.samples.length > 0),
  );
  return some ? 'observed something' : 'observed nothing';
}
