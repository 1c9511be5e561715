import { expect, test } from 'vitest';
import { groupOrder, orderGroups } from '../../../src/analysis/tests/index.ts';
import { labelsKey } from '../../../src/routing/labels.ts';
import { playRules } from '../../../src/testing/backtest/index.ts';
import { firingsOf, firingsWith } from '../../../src/testing/backtest/report/sweep.ts';
import { play } from '../../../src/testing/rules/play.ts';
import { rulesOf } from '../support.ts';
import type { RecordedSpan } from './recorded-span.ts';
import { unitTestSeries } from './recorded-span.ts';
import { alertsAt, intakeOf, rulesAt } from './support.ts';

const STEP_MS = 15_000;

/** Rules that read each other forwards, backwards and in a circle, keep firing, fail now and then, and are absent. */
const RULES = `groups:
  - name: first
    rules:
      - record: job:late:sum
        expr: sum by (job) (later:sum)
      - record: later:sum
        expr: sum by (job) (rate(requests_total[2m]))
      - record: counter:own
        expr: (counter:own + 1) or vector(0)
      - alert: Busy
        expr: job:late:sum > 1
        for: 1m
        keep_firing_for: 45s
        labels: { level: '{{ if gt $value 2.0 }}high{{ else }}low{{ end }}' }
      - alert: Again
        expr: ALERTS{alertname="Busy", alertstate="firing"}
        for: 30s
  - name: second
    rules:
      - alert: Gone
        expr: absent(temperature{room="a"}) or absent_over_time(temperature{room="b"}[1m])
        for: 30s
      - alert: Hot
        expr: temperature > 20
      - alert: Fails
        expr: temperature > on (building) group_left () (limits)
      - alert: Started
        expr: temperature > temperature @ start() + 5
      - alert: Tick
        expr: counter:own % 7 == 3
`;

/** A small generator of pseudo-random numbers: the same in each run. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

function randomSpan(seed: number, scrapes: number): RecordedSpan {
  const next = numbers(seed);
  const walk = (gapShare: number, step: (before: number) => number, first: number) => {
    let value = first;
    return Array.from({ length: scrapes }, () => {
      value = step(value);
      return next() < gapShare ? undefined : Math.round(value * 100) / 100;
    });
  };
  const counter = (job: string, instance: string) => ({
    labels: { __name__: 'requests_total', job, instance },
    values: walk(0.03, (before) => (next() < 0.01 ? 0 : before + Math.floor(next() * 45)), 0),
  });
  const gauge = (name: string, labels: Record<string, string>, around: number, gaps: number) => ({
    labels: { __name__: name, ...labels },
    values: walk(gaps, (before) => before + (next() - 0.5) * 4 + (around - before) / 20, around),
  });
  return {
    startMs: 0,
    scrapeMs: STEP_MS,
    scrapes,
    series: [
      counter('a', '1'),
      counter('a', '2'),
      counter('b', '1'),
      gauge('temperature', { room: 'a', building: 'x' }, 19, 0.05),
      gauge('temperature', { room: 'b', building: 'x' }, 20, 0.2),
      gauge('temperature', { room: 'c', building: 'y' }, 21, 0.01),
      gauge('limits', { building: 'x', source: '1' }, 19, 0.3),
      gauge('limits', { building: 'x', source: '2' }, 19, 0.9),
    ],
  };
}

test.each([1, 2, 3, 4, 5])(
  'range evaluation gives the alerts of evaluation after evaluation (%i)',
  async (seed) => {
    const scrapes = 300;
    const documents = [rulesOf(RULES)];
    const span = randomSpan(seed, scrapes);
    const endMs = (scrapes - 1) * STEP_MS;
    const rules = rulesAt(STEP_MS, documents);
    const played = await playRules(rules, intakeOf(span), { span: { fromMs: 0, toMs: endMs } });
    const seen = new Map<number, string[]>();
    let failures = 0;
    // One evaluation after the other ends at the first failure, so the rule that fails is left out and counted by itself.
    const without = documents.map((document) => ({
      ...document,
      groups: document.groups.map((group) => ({
        ...group,
        rules: group.rules.filter(({ name }) => name.value !== 'Fails'),
      })),
    }));
    const result = play({
      groups: orderGroups(without, groupOrder(without)),
      series: unitTestSeries(span),
      startMs: 0,
      durationMs: endMs,
      intervalMs: STEP_MS,
      evaluationIntervalMs: STEP_MS,
      externalLabels: {},
      externalUrl: '',
      options: {},
      onEvaluated: (sinceMs, alerting) => {
        seen.set(
          sinceMs,
          alerting
            .flatMap((rule) => rule.active)
            .map(({ labels, state }) => `${state} ${labelsKey(new Map(labels))}`)
            .sort(),
        );
      },
    });
    expect(result.failures.map(({ rule }) => rule)).toEqual([]);
    for (const [atMs, alerts] of seen) {
      const ours = alertsAt(played, atMs).filter((text) => !text.includes('"Fails"'));
      expect({ atMs, ours }).toEqual({ atMs, ours: alerts });
    }
    expect(seen.size).toBe(scrapes);
    for (const { rule, count } of played.failures) {
      expect(rule.name.value).toBe('Fails');
      failures += count;
    }
    expect(failures).toBeGreaterThan(0);
    expect(failures).toBeLessThan(scrapes);
    const names = played.alerts.filter(({ series }) => series.length > 0).map(({ rule }) => rule.name.value);
    expect(names).toEqual(expect.arrayContaining(['Busy', 'Again', 'Gone', 'Hot', 'Tick']));

    // The sweep with the rule's own "for" is what the state machine did.
    for (const { rule, series, intervalMs } of played.alerts) {
      const options = {
        forMs: rule.for?.value ?? 0,
        keepMs: rule.keepFiringFor?.value ?? 0,
        intervalMs,
        endMs,
      };
      if (rule.name.value === 'Fails') continue;
      for (const one of series) expect(firingsWith(one.runs, options)).toEqual(firingsOf(one));
    }
  },
);
