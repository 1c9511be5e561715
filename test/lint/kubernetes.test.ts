import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import { DEFAULT_CONFIG } from '../../src/config/types.ts';
import { readProject } from '../../src/project/read-project.ts';
import { lintFiles, textsBelow } from '../support/lint-files.ts';

const RULES = `groups:
  - name: web
    rules:
      - alert: Down
        expr: up == 0 and on(
        for: 5 minutes
      - alert: Slow
        expr: |
          # a comment
          rate(http_seconds_sum[5m])
            / rte(http_seconds_count[5m])
        labels: {severity: "pa\\u0067e", "it's": 'it''s'}
`;

const indent = (text: string, by: number): string => text.replaceAll(/^(?=.)/gm, ' '.repeat(by));
const configMap = (value: string): string =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: rules\ndata:\n  other: text\n  web.rules.yml: ${value}\n`;

/** The findings of the rules alone, and where they point. */
const EXPECTED = lintFiles(RULES).map(({ check, message }) => ({ check, message }));
const TEXTS = textsBelow(lintFiles(RULES));

test('the rules that these tests wrap have findings', () => {
  expect(TEXTS).toContain('rte');
  expect(TEXTS).toContain('5 minutes');
});

test.each([
  ['a literal block', `|\n${indent(RULES, 4)}`],
  ['a literal block with its indentation given', `|4-\n${indent(RULES, 6)}`],
  ['double quotes', JSON.stringify(RULES)],
  ['a literal block with CRLF', `|\n${indent(RULES, 4)}`.replaceAll('\n', '\r\n')],
])('rules in a ConfigMap as %s have the findings of the rules alone, at their places', (_, value) => {
  const found = lintFiles({ 'map.yaml': configMap(value) });
  expect(found.map(({ check, message }) => ({ check, message }))).toEqual(EXPECTED);
  expect(textsBelow(found)).toEqual(TEXTS);
});

test('an escape in double quotes is pointed at', () => {
  const rules = 'groups:\n- name: a\n  rules:\n  - alert: A\n    expr: up{job="x"} + sme(x)\n';
  const found = lintFiles({ 'map.yaml': configMap(JSON.stringify(rules)) });
  expect(textsBelow(found)).toEqual(['sme']);
});

test('every character of an embedded rule leads back to itself', () => {
  const word = fc.stringMatching(/^[a-z]{1,6}$/);
  fc.assert(
    fc.property(
      fc.array(fc.tuple(word, word), { minLength: 1, maxLength: 4 }),
      fc.constantFrom('PLAIN', 'QUOTE_DOUBLE', 'QUOTE_SINGLE', 'BLOCK_LITERAL', 'BLOCK_FOLDED'),
      fc.constantFrom('QUOTE_DOUBLE', 'BLOCK_LITERAL'),
      (pairs, inner, outer) => {
        const rules = pairs.map(([name, metric]) => ({ record: name, expr: `sum by (job) (\n${metric}\n)` }));
        const text = stringify(
          { groups: [{ name: 'g', rules }] },
          { defaultStringType: inner as 'PLAIN', defaultKeyType: 'PLAIN' },
        );
        const object = { apiVersion: 'v1', kind: 'ConfigMap', data: { 'a.yml': text } };
        const source = stringify(object, {
          defaultStringType: outer as 'BLOCK_LITERAL',
          defaultKeyType: 'PLAIN',
          lineWidth: 0,
        });
        const project = readProject(
          [{ path: 'map.yml', text: source, named: false }],
          DEFAULT_CONFIG.settings,
        );
        expect(project.rules.map(({ name }) => name.value)).toEqual(pairs.map(([name]) => name));
        for (const [i, rule] of project.rules.entries()) {
          const at = rule.expr.text.indexOf(pairs[i]![1], 14);
          const range = rule.expr.rangeOf({ start: at, end: at + pairs[i]![1].length });
          expect(source.slice(range.start, range.end)).toBe(pairs[i]![1]);
        }
      },
    ),
    { numRuns: 200 },
  );
});

test('an Alertmanager configuration in the stringData of a Secret is read', () => {
  const text = `apiVersion: v1
kind: Secret
stringData:
  alertmanager.yaml: |
    route:
      receiver: nobody
    receivers:
      - name: somebody
`;
  expect(textsBelow(lintFiles({ 'secret.yaml': text }))).toContain('nobody');
});

test('a broken file in a ConfigMap is a finding there; other data is not looked at', () => {
  const broken = configMap(`|\n    groups:\n      - name: a\n       rules: []`);
  const found = lintFiles({ 'map.yaml': broken });
  expect(found[0]!.check).toBe('syntax/yaml');
  expect(found[0]!.file.position(found[0]!.range.start).line).toBeGreaterThan(8);
  expect(lintFiles({ 'map.yaml': configMap('"{ [ ("') })).toEqual([]);
});

test('a list of objects, and several documents of objects, are read whole', () => {
  const rule = (name: string): string =>
    `apiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\nmetadata: {name: ${name}}\nspec:\n  groups:\n    - name: g\n      rules: [{alert: ${name}, expr: sme(up)}]\n`;
  expect(textsBelow(lintFiles({ 'all.yaml': `${rule('A')}---\n${rule('B')}---\n` }))).toEqual(['sme', 'sme']);
  const items = ['A', 'B'].map((name) => indent(rule(name), 4).replace('    ', '  - ')).join('');
  expect(textsBelow(lintFiles({ 'list.yaml': `apiVersion: v1\nkind: List\nitems:\n${items}` }))).toEqual([
    'sme',
    'sme',
  ]);
});

test('keys of Mimir, Loki, Thanos and the operator need no configuration', () => {
  const group = `    source_tenants: [a]
    partial_response_strategy: warn
    query_offset: 1m
    evaluation_delay: 1m
    align_evaluation_time_on_interval: true
    limit: 10
    labels: {team: web}
    rules: [{alert: Down, expr: up == 0}]
`;
  expect(lintFiles({ 'mimir.yml': `namespace: web\ngroups:\n  - name: a\n${group}` })).toEqual([]);
  const object = `apiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\nmetadata: {name: a, ownerReferences: []}\nstatus: {}\nspec:\n  groups:\n    - name: a\n${indent(group, 2)}`;
  expect(lintFiles({ 'object.yml': object })).toEqual([]);
});

test('documents with a namespace each are what mimirtool reads; without one the second is ignored', () => {
  const namespace = (name: string): string =>
    `namespace: ${name}\ngroups: [{name: a, rules: [{alert: A, expr: up == 0}]}]\n`;
  expect(lintFiles({ 'm.yml': `${namespace('a')}---\n${namespace('b')}` })).toEqual([]);
  const plain = 'groups: [{name: a, rules: [{alert: A, expr: up == 0}]}]\n';
  expect(lintFiles({ 'm.yml': `${plain}---\n${plain}` }).map(({ check }) => check)).toEqual([
    'syntax/multiple-documents',
  ]);
});

test('a comment inside the ConfigMap disables a finding of the rule below it', () => {
  const rules = RULES.replace(
    '      - alert: Slow',
    '      # rulecheck disable-next-line -- broken on purpose\n      - alert: Slow',
  );
  const found = lintFiles({ 'map.yaml': configMap(`|\n${indent(rules, 4)}`) });
  expect(textsBelow(found)).not.toContain('rte');
});
