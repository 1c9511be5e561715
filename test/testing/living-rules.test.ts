import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EvalOptions } from '../../src/promql/eval/index.ts';
import { ingestSettings } from '../../src/logql/ingest/index.ts';
import { groupOrder } from '../../src/analysis/tests/index.ts';
import { LivingRules } from '../../src/testing/narrow/living-rules.ts';
import { RuleSubsets, rulesOf as allRules } from '../../src/testing/narrow/rule-subsets.ts';
import { disagreement } from '../../src/testing/observe/compare.ts';
import { embeddedOracle } from '../../src/testing/observe/embedded-oracle.ts';
import { promtoolOracle } from '../../src/testing/observe/promtool-oracle.ts';
import type { Observation, Question, TestCase } from '../../src/testing/observe/types.ts';
import { planFile } from '../../src/testing/runner/run-scenarios.ts';
import { SCENARIO_DEFAULTS } from '../../src/testing/scenario/plan.ts';
import { promtoolOf, rulesOf, scenariosOf } from './support.ts';

const FEATURES: EvalOptions = {
  features: ['promql-experimental-functions', 'promql-binop-fill-modifiers'],
};

/** Which rules are left over; each is `name: expression`, and a name with a capital is an alert. */
function left(rules: Readonly<Record<string, string>>, series: readonly string[], alerts: string[] = []) {
  const document = rulesOf(yamlOf(Object.entries(rules)));
  const living = new LivingRules(new RuleSubsets([document]), FEATURES);
  const input = series.map((selector) => ({ selector }));
  return allRules(living.pick([document], input, alerts)).map((rule) => rule.name.value);
}

function yamlOf(rules: readonly (readonly [name: string, expr: string])[]): string {
  const lines = rules.map(([name, expr]) => {
    const kind = /^[A-Z]/.test(name) ? 'alert' : 'record';
    return `      - { ${kind}: ${name}, expr: ${JSON.stringify(expr)} }`;
  });
  return `groups:\n  - name: g\n    rules:\n${lines.join('\n')}\n`;
}

const keeps = (expr: string, series = ['a']): boolean => left({ r: expr, other: 'a' }, series).includes('r');

describe('rules that return nothing with the series of a scenario', () => {
  it('select what is neither input nor recorded by a rule that returns something', () => {
    const rules = { late: 'early', early: 'sum(a)', Dead: 'b > 0', chain: 'dead', dead: 'rate(b[5m])' };
    expect(left(rules, ['a{job="x"}'])).toEqual(['late', 'early']);
    expect(left(rules, ['b'])).toEqual(['Dead', 'chain', 'dead']);
    expect(left({ x: 'y', y: 'x' }, ['a'])).toEqual([]);
  });

  it('stay where they are the alert of the scenario', () => {
    expect(left({ Dead: 'b > 0', Other: 'b > 1' }, ['a'], ['Dead'])).toEqual(['Dead']);
  });

  it('stay where a series of the input has no name, or cannot be read', () => {
    expect(left({ r: 'b' }, ['{job="x"}'])).toEqual(['r']);
    expect(left({ r: 'b' }, ['a{'])).toEqual(['r']);
    expect(left({ r: 'b', s: 'a' }, ['{__name__="a"}'])).toEqual(['s']);
  });

  it.each([
    ...['absent(b)', 'absent_over_time(b[5m])', 'vector(1)', 'scalar(b)', 'time()', 'hour()', '1'],
    ...['b or vector(0)', 'b or a', 'a unless b', '{job="x"}', 'ALERTS', 'count(ALERTS_FOR_STATE)'],
    ...['a + on() fill_right(0) b', 'b + on() fill(0) a', 'b unless a or a', 'info(a)'],
  ])('do not include %s', (expr) => {
    expect(keeps(expr)).toBe(true);
  });

  it.each([
    ...['b', 'b > 0', '-b', '(b)', 'b[5m:1m]', 'sum by (job) (rate(b[5m]))', 'max_over_time(b[1h:5m])'],
    ...['a and b', 'b and a', 'b unless a', 'b or c', 'a / b', 'b / on() group_left a', 'b > scalar(a)'],
    ...['hour(b)', 'topk(3, b)', 'count_values("v", b)', 'histogram_quantile(0.9, rate(b[5m]))'],
    ...['b + on() fill_right(0) c', 'info(b)', 'label_replace(b, "x", "$1", "y", "(.*)")', 'b offset 1h'],
  ])('include %s', (expr) => {
    // A range alone is not a rule, so it is tested inside of one.
    expect(keeps(expr.startsWith('b[') ? `sum_over_time(${expr})` : expr)).toBe(false);
  });

  it.each([
    ['cannot be parsed', 'b +'],
    ['names an unknown function', 'nosuch(b)'],
    ['has a bad regular expression', 'label_replace(b, "x", "$1", "y", "(")'],
    ['has a bad name of a label', 'label_replace(b, "", "$1", "y", "(.*)")'],
    ['may match many to many', 'b and (a / on() a)'],
    ['may give a series twice', 'b and label_replace(a, "job", "", "", "")'],
    ['has a parameter that may be no number', 'topk(scalar(a), b)'],
  ])('stay where the expression %s', (_, expr) => {
    expect(keeps(expr)).toBe(true);
  });

  it('stay where a template does not parse', () => {
    const text =
      "groups:\n  - name: g\n    rules:\n      - { alert: A, expr: b, labels: { x: '{{ nosuch }}' } }\n";
    const document = rulesOf(text);
    const living = new LivingRules(new RuleSubsets([document]), {});
    expect(living.pick([document], [{ selector: 'a' }], [])).toEqual([document]);
  });

  it('are left out of the case of a scenario that asks for inhibition', () => {
    const { file } = scenariosOf(`alert: A
scenarios:
  - name: s
    series: { a: 1x9 }
    expect: [{ at: 2m, alerts: [{ inhibited: false }] }]
`);
    const rules = [rulesOf(yamlOf(Object.entries({ A: 'a > 0', B: 'b > 0', C: 'a > 1' })))];
    const [planned] = planFile(file!, rules, SCENARIO_DEFAULTS, () => true);
    expect(allRules(planned!.testCase.rules).map((rule) => rule.name.value)).toEqual(['A', 'C']);
  });
});

const metric = fc.constantFrom('a', 'b', 'c', 'd', 'r1', 'r2', 'r3', 'ALERTS', 'a{job="x"}', '{job="x"}');
const { vector } = fc.letrec<{ vector: string; binary: string; call: string }>((tie) => ({
  vector: fc.oneof({ depthSize: 'small', withCrossShrink: true }, metric, tie('binary'), tie('call')),
  binary: fc
    .tuple(
      tie('vector'),
      fc.constantFrom(
        '+',
        '/',
        '> ',
        'and',
        'or',
        'unless',
        '* on()',
        '- on() fill(0)',
        '> on() fill_left(1)',
      ),
      tie('vector'),
    )
    .map(([left, op, right]) => `(${left} ${op} ${right})`),
  call: fc
    .tuple(
      fc.constantFrom(
        ...['sum(%)', 'sum by (job) (%)', 'count_values("v", %)', 'topk(2, %)', 'topk(scalar(%), a)', '-(%)'],
        ...['rate(%[2m:])', 'absent(%)', 'vector(scalar(%))', 'hour(%)', '% > 0', '% + 1', 'abs(%)'],
        ...['label_replace(%, "job", "z", "", "")', 'label_replace(%, "l", "", "job", "(")', 'timestamp(%)'],
      ),
      tie('vector'),
    )
    .map(([shape, inner]) => `(${shape.replace('%', inner)})`),
}));
const ruleSet = fc.record({ r1: vector, r2: vector, r3: vector, A: vector, B: vector });

const SERIES = [
  { selector: 'a{job="x"}', values: '0+1x8' },
  { selector: 'a{job="y"}', values: '3x3 _x2 4x4' },
  { selector: 'b{job="x"}', values: '_x3 1x9' },
];

function caseOf(rules: Readonly<Record<string, string>>, narrow: boolean): TestCase {
  const all = [rulesOf(yamlOf(Object.entries(rules)))];
  const series = SERIES;
  const documents = narrow ? new LivingRules(new RuleSubsets(all), FEATURES).pick(all, series, ['A']) : all;
  const questions = [60_000, 240_000].flatMap((atMs): Question[] => [
    { kind: 'all-firing', atMs },
    ...['r1', 'r2', 'r3', 'ALERTS'].map((expr): Question => ({ kind: 'expr', atMs, expr })),
    ...['A', 'B'].map((alert): Question => ({ kind: 'first', atMs, alert, state: 'firing' })),
  ]);
  return {
    ...{
      rules: documents,
      groupOrder: groupOrder(documents),
      language: 'promql',
      startMs: 0,
      logs: [],
      loki: ingestSettings(),
      series,
    },
    ...{ intervalMs: 30_000, evaluationIntervalMs: 30_000, alertIntervalMs: 30_000, intervals: 'common' },
    ...{ externalLabels: new Map(), externalUrl: '', questions },
  };
}

const observe = async (testCase: TestCase): Promise<Observation> =>
  (await embeddedOracle(FEATURES).observe([testCase]))[0]!;

describe('a case without them', () => {
  it('has the answers of the whole one', async () => {
    let narrowed = 0;
    await fc.assert(
      fc.asyncProperty(ruleSet, async (rules) => {
        const [all, living] = [caseOf(rules, false), caseOf(rules, true)];
        if (living.rules !== all.rules) narrowed += 1;
        expect(await observe(living)).toEqual(await observe(all));
      }),
      { numRuns: 200 },
    );
    expect(narrowed).toBeGreaterThan(20);
  });

  const promtool = promtoolOf(3);
  it('has the answers of promtool to the whole one', async ({ skip }) => {
    const path = await promtool;
    if (path === undefined) return skip('no promtool 3');
    const features = { features: ['promql-experimental-functions'] };
    const rules = fc
      .sample(ruleSet, { numRuns: 60, seed: 7 })
      .filter((one) => !JSON.stringify(one).includes('fill'));
    const real = await promtoolOracle(path, features).observe(rules.map((one) => caseOf(one, false)));
    for (const [i, one] of rules.entries()) {
      const testCase = caseOf(one, true);
      expect(
        disagreement(testCase.questions, await observe(testCase), real[i]!),
        JSON.stringify(one),
      ).toBeUndefined();
    }
  });
});
