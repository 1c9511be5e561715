import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { groupOrder, orderGroups } from '../../src/analysis/tests/index.ts';
import { judgeAlerts } from '../../src/testing/judge/judge-alerts.ts';
import { matchSets } from '../../src/testing/judge/match-sets.ts';
import type { ObservedAlert } from '../../src/testing/observe/types.ts';
import { RelevantRules } from '../../src/testing/narrow/relevant-rules.ts';
import { RuleSubsets } from '../../src/testing/narrow/rule-subsets.ts';
import type { AlertsExpectation } from '../../src/testing/scenario/types.ts';
import { rulesOf, scenariosOf } from './support.ts';

describe('matchSets', () => {
  it('gives up a loose pair where a strict one needs it', () => {
    const { partner } = matchSets(
      ['*', 'a'],
      ['a', 'b'],
      (pattern, item) => pattern === '*' || pattern === item,
    );
    expect(partner).toEqual([1, 0]);
  });

  it('pairs as many as any other pairing could', () => {
    const relation = fc.array(fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }), {
      minLength: 1,
      maxLength: 4,
    });
    fc.assert(
      fc.property(relation, (fits) => {
        const items = [0, 1, 2, 3];
        const best = (e: number, used: ReadonlySet<number>): number =>
          e === fits.length
            ? 0
            : Math.max(
                best(e + 1, used),
                ...items.map((g) =>
                  fits[e]![g] === true && !used.has(g) ? 1 + best(e + 1, new Set([...used, g])) : 0,
                ),
              );
        const { partner, unmatchedExpected, unmatchedGot } = matchSets(
          [...fits.keys()],
          items,
          (e, g) => fits[e]![g]!,
        );
        const pairs = partner.filter((g) => g !== undefined);
        expect(pairs.length).toBe(best(0, new Set()));
        expect(new Set(pairs).size).toBe(pairs.length);
        expect([unmatchedExpected.length, unmatchedGot.length]).toEqual([
          fits.length - pairs.length,
          4 - pairs.length,
        ]);
      }),
    );
  });
});

describe('judgeAlerts', () => {
  const expectation = (alerts: string): AlertsExpectation => {
    const text = `alert: A\nscenarios:\n  - { name: s, expect: [{ at: 1m, alerts: ${alerts} }] }\n`;
    const { file, issues } = scenariosOf(text);
    expect(issues).toEqual([]);
    return file!.scenarios[0]!.expectations[0] as AlertsExpectation;
  };
  const firing = (labels: Record<string, string>): ObservedAlert => ({
    state: 'firing',
    labels: new Map(Object.entries({ alertname: 'A', ...labels })),
    annotations: new Map(),
  });
  const routing = {
    receivers: (labels: ReadonlyMap<string, string>) =>
      labels.get('job') === 'x' ? { problem: 'two answers' } : { names: ['page', 'team'] },
    inhibitors: (labels: ReadonlyMap<string, string>) =>
      labels.get('job') === 'b' ? ['Big', 'Bigger'].map((name) => new Map([['alertname', name]])) : [],
    ends: (labels: ReadonlyMap<string, string>) => [
      { receiver: 'page', group: new Map(), muting: undefined },
      { receiver: 'team', group: labels, muting: { kind: 'mute' as const, intervals: ['nights'] } },
    ],
    whyNotReached: () => [],
    explainInhibition: () => [],
  };
  const judge = (alerts: string, ...got: ObservedAlert[]): string[] =>
    judgeAlerts(expectation(alerts), { alerts: got, allFiring: [], routing }).map(({ message }) => message);

  it('accepts receivers in their order and inhibition, and refuses everything else', () => {
    const [a, b] = [firing({ job: 'a' }), firing({ job: 'b' })];
    expect(judge('[{ receivers: [page, team], inhibited: false }]', a)).toEqual([]);
    expect(judge('[{ inhibited: true }]', b)).toEqual([]);
    expect(judge('[{ notifies: page, muted_by: nights, group: { job: a, alertname: A } }]', a)).toEqual([]);
    expect(judge('[{ notifies: [], group: {} }]', b)).toEqual([]);
    expect(judge('[{ notifies: [page, team] }]', a)[0]).toMatch(/notifies is "page", expected "page, team"$/);
    expect(judge('[{ muted_by: days }]', a)[0]).toMatch(/muted_by is "nights", expected "days"$/);
    expect(judge('[{ group: { job: z } }]', a)[0]).toMatch(/group is "\{\} and .*", expected "job=z"$/);
    expect(judge('[{ inhibited_by: Big }, { inhibited_by: Bigger }]', b, b)).toEqual([]);
    expect(judge('[{ receivers: [team, page] }]', a)[0]).toMatch(
      /receivers is "page, team", expected "team, page"$/,
    );
    expect(judge('[{ receivers: [] }]', a)[0]).toMatch(/receivers is "page, team", expected "none"$/);
    expect(judge('[{ receivers: [page, team] }]', firing({ job: 'x' }))[0]).toMatch(/"unknown: two answers"/);
    expect(judge('[{ inhibited: true }]', a)[0]).toMatch(/inhibited is "no", expected "yes"$/);
    expect(judge('[{ inhibited_by: Other }]', b)[0]).toMatch(
      /inhibited is "by \{alertname="Big"\} and \{alertname="Bigger"\}", expected "by Other"$/,
    );
  });

  it('compares an expected alert with the nearest one', () => {
    const got = [firing({ job: 'a', team: 'x', env: 'p' }), firing({ job: 'b', team: 'y', env: 'q' })];
    const messages = judge('[{ labels: { job: b, team: y, env: p } }]', ...got);
    expect(messages[0]).toMatch(
      /the closest is \{alertname="A", env="q", job="b", team="y"\}: label env is "q", expected "p"$/,
    );
    expect(messages[1]).toMatch(/an unexpected alert fires: \{alertname="A", env="p", job="a"/);
  });
});

describe('rules of a case', () => {
  const RULES = rulesOf(`
groups:
  - name: alerts
    rules:
      - { alert: A, expr: 'r2 > 1' }
      - { alert: B, expr: 'up == 0', annotations: { s: '{{ query "r3" }}' } }
      - { alert: C, expr: 'ALERTS' }
      - { alert: D, expr: 'sum({job="x"})' }
  - name: late
    rules: [{ record: r2, expr: 'r1 + 1' }, { record: unused, expr: 'r1' }]
  - name: early
    rules: [{ record: r1, expr: 'sum by (job) (x)' }, { record: r3, expr: x }]
`);
  const names = (alerts: string[], exprs: string[] = []): string[] =>
    new RelevantRules([RULES], new RuleSubsets([RULES]))
      .pick(alerts, exprs)
      .flatMap((document) => document.groups.flatMap((group) => group.rules.map((rule) => rule.name.value)));

  it('are evaluated after the rules that record what they use', () => {
    expect(groupOrder([RULES])).toEqual(['early', 'late', 'alerts']);
    expect(orderGroups([RULES], ['late', 'alerts']).map((group) => group.name?.value)).toEqual([
      'late',
      'early',
      'alerts',
    ]);
  });

  it('are only those that can have a say', () => {
    expect(names(['A'])).toEqual(['A', 'r2', 'r1']);
    expect(names(['B'])).toEqual(['B', 'r3']);
    expect(names(['B'], ['r2'])).toEqual(['B', 'r2', 'r1', 'r3']);
    expect(names(['C'])).toHaveLength(8);
    expect(names(['D'])).toHaveLength(8);
  });
});
