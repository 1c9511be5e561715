import { ingestSettings } from '../../src/logql/ingest/index.ts';
import { describe, expect, it } from 'vitest';
import { drawTimeline } from '../../src/reporters/timeline.ts';
import type { TestCase } from '../../src/testing/observe/types.ts';
import { conditionsOf } from '../../src/testing/timeline/conditions.ts';
import { TimelineRecorder } from '../../src/testing/timeline/recorder.ts';
import { chooseRows } from '../../src/testing/timeline/rows.ts';
import { PLAIN } from '../../src/util/style.ts';
import { rulesOf } from './support.ts';

describe('the conditions of an expression', () => {
  const show = (text: string, language: 'promql' | 'logql' = 'promql'): string[] =>
    conditionsOf(text, language, {}).map(({ join, subject, threshold, extreme }) =>
      [join ?? '', subject, threshold === undefined ? '' : `${threshold.op} ${threshold.text}`, extreme].join(
        '|',
      ),
    );

  it.each([
    ['rate(x[5m]) > 0.5', ['|rate(x[5m])|> 0.5|largest']],
    ['(0.5 < (x + 1))', ['|x + 1|> 0.5|largest']],
    ['free / size < 0.1 and size > 0', ['|free / size|< 0.1|smallest', 'and|size|> 0|largest']],
    ['a > 1 unless on() (b == 1)', ['|a|> 1|largest', 'unless|b|== 1|largest']],
    ['absent(up)', ['|absent(up)||largest']],
    ['x > on(i) group_left() limit', ['|x|> limit|largest']],
  ])('%s', (text, expected) => expect(show(text)).toEqual(expected));

  it('of LogQL', () => {
    expect(show('sum(rate({a="b"}[5m])) > 1', 'logql')).toEqual(['|sum(rate({a="b"}[5m]))|> 1|largest']);
  });
});

describe('the rows of a timeline', () => {
  const states = [
    'inactive',
    'inactive',
    'pending',
    'firing',
    'firing',
    'firing',
    'firing',
    'firing',
    'inactive',
  ] as const;
  const times = states.map((_, i) => i * 30);

  it('are the neighbours of the instant, and the nearest changes beyond them', () => {
    const rows = chooseRows(times, states, 175);
    expect(
      rows.map(
        ({ atMs, gap, asked, state }) => `${gap ? '… ' : ''}${atMs} ${state ?? ''}${asked ? ' ◂' : ''}`,
      ),
    ).toEqual([
      '30 inactive',
      '60 pending',
      '90 firing',
      '120 firing',
      '150 firing ◂',
      '180 firing',
      '210 firing',
      '240 inactive',
    ]);
  });

  it('are few however many evaluations there are', () => {
    const many = Array.from({ length: 1000 }, (_, i) => (i === 10 || i === 990 ? 'firing' : 'inactive'));
    expect(
      chooseRows(
        many.map((_, i) => i),
        many,
        500,
      ).length,
    ).toBeLessThanOrEqual(8);
  });
});

describe('a recorded alert', () => {
  const rules = [
    rulesOf(`groups:
  - name: g
    rules:
      - { alert: Slow, expr: 'latency > 0.5 and on(job) requests > 10', for: 1m }
`),
  ];
  const testCase: TestCase = {
    rules,
    groupOrder: ['g'],
    intervalMs: 30_000,
    startMs: 0,
    evaluationIntervalMs: 30_000,
    alertIntervalMs: 30_000,
    intervals: 'common',
    language: 'promql',
    logs: [],
    loki: ingestSettings(),
    series: [
      { selector: 'latency{job="a"}', values: '0.4x3 0.6x20' },
      { selector: 'latency{job="b"}', values: '0.2x30' },
      { selector: 'requests{job="a"}', values: '20x5 8x1 20x20' },
    ],
    externalLabels: new Map(),
    externalUrl: '',
    questions: [{ kind: 'alerts', atMs: 180_000, alert: 'Slow' }],
  };
  const alert = {
    name: 'Slow',
    expr: rules[0]!.groups[0]!.rules[0]!.expr.text,
    holdMs: 60_000,
    queryOffsetMs: 0,
  };

  it('shows each condition, its value against its threshold, and the state', () => {
    const timeline = new TimelineRecorder(testCase, alert, {}).alertAround(180_000, []);
    expect(drawTimeline(timeline!, PLAIN)).toEqual([
      'a latency > 0.5',
      'b and requests > 10  for 1m',
      '     2m  a 0.6 of 2 series  b 20  pending',
      '  2m30s  a 0.6 of 2 series  b 20  pending',
      '▸    3m  a 0.6 of 2 series  b 8   inactive',
      '  3m30s  a 0.6 of 2 series  b 8   inactive',
      '     4m  a 0.6 of 2 series  b 20  pending',
    ]);
  });

  it('keeps to the series that an expectation names', () => {
    const pattern = { kind: 'text', text: 'b' } as const;
    const timeline = new TimelineRecorder(testCase, alert, {}).alertAround(180_000, [
      { name: 'job', pattern, range: { start: 0, end: 0 } },
    ]);
    expect(timeline?.rows.map(({ state, cells }) => `${cells[0]!.value ?? ''} ${state ?? ''}`)).toEqual(
      Array(5).fill('0.2 inactive'),
    );
  });

  it('shows a threshold that moves', () => {
    const expr = { ...alert, expr: 'latency{job="a"} > bool scalar(requests) / 40' };
    const timeline = new TimelineRecorder(testCase, expr, {}).alertAround(180_000, []);
    expect(drawTimeline(timeline!, PLAIN)[0]).toBe('latency{job="a"} > scalar(requests) / 40  for 1m');
    expect(timeline?.rows.map(({ cells }) => cells[0]!.threshold)).toEqual([0.5, 0.5, 0.2, 0.2, 0.5]);
  });
});
