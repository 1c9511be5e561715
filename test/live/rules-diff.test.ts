import { expect, test } from 'vitest';
import { diffRules } from '../../src/live/rules/diff.ts';
import { readRunning } from '../../src/live/rules/read-running.ts';
import { groupsOf } from '../../src/live/rules/rule-set.ts';
import { DEFAULT_CONFIG } from '../../src/config/types.ts';
import { readProject } from '../../src/project/read-project.ts';
import type { Language } from '../../src/documents/expression.ts';

const inFiles = (rules: string, language: Language = 'promql') => {
  const files = [{ path: 'rules.yml', text: rules, named: true }];
  return groupsOf(readProject(files, DEFAULT_CONFIG.settings), language);
};

/** The differences in one line each. */
function differences(rules: string, running: string, language: Language = 'promql'): string[] {
  const groups = diffRules(inFiles(rules, language), readRunning(running, 'server', language));
  return groups.flatMap(({ name, source, interval, rules: found }) => [
    ...(interval === undefined ? [] : [`${name}: interval ${interval.inFiles} ${interval.running}`]),
    ...found.map((rule) =>
      `${name}(${source ?? '-'}): ${rule.name} ${rule.change} ${rule.fields.map((each) => `${each.field}=${each.inFiles ?? ''}|${each.running ?? ''}`).join(' ')}`.trimEnd(),
    ),
  ]);
}

const api = (rules: readonly object[], group: object = {}): string =>
  JSON.stringify({
    status: 'success',
    data: { groups: [{ name: 'shop', file: 'f.yml', interval: 60, rules, ...group }] },
  });
const down = {
  type: 'alerting',
  name: 'Down',
  query: 'up{job="a"} == 0',
  duration: 300,
  keepFiringFor: 0,
  labels: { severity: 'page' },
  annotations: {},
  health: 'ok',
};
const file = (body: string): string => `groups:\n  - name: shop\n    rules:\n${body}`;
const DOWN = `      - alert: Down
        expr: |
          (up{job='a'})
            == 0
        for: 5m0s
        labels: { severity: page }
`;

test('white space, quotes and the form of durations make no difference', () => {
  expect(
    differences(
      file(DOWN.replace('(up', 'up').replace("'a'})", "'a'}").replace('5m0s', '300s')),
      api([down]),
    ),
  ).toEqual([]);
});

test.each([
  ['an expression', { query: 'up{job="b"} == 0' }, 'Down differs expr=up{job="a"} == 0|up{job="b"} == 0'],
  ['for', { duration: 60 }, 'Down differs for=5m|1m'],
  ['keep_firing_for', { keepFiringFor: 60 }, 'Down differs keep_firing_for=0s|1m'],
  ['a label', { labels: { severity: 'warning' } }, 'Down differs label severity=page|warning'],
  ['a label that is gone', { labels: {} }, 'Down differs label severity=page|'],
  ['an annotation', { annotations: { summary: 'x' } }, 'Down differs annotation summary=|x'],
  ['an error of the server', { lastError: 'many-to-many' }, 'Down failing'],
])('%s', (_, change, line) => {
  const rules = file(DOWN.replace('(up', 'up').replace("'a'})", "'a'}"));
  expect(differences(rules, api([{ ...down, ...change }]))).toEqual([`shop(f.yml): ${line}`]);
});

test('rules and groups that one side lacks', () => {
  const extra = { name: 'b', file: 'g.yml', rules: [{ ...down, type: 'recording', name: 'a:b' }] };
  const running = JSON.parse(api([])) as { data: { groups: object[] } };
  running.data.groups.push(extra);
  expect(differences(file(DOWN), JSON.stringify(running))).toEqual([
    'shop(f.yml): Down missing',
    'b(g.yml): a:b extra',
  ]);
  expect(differences(file(DOWN), api([], { name: 'other' }))).toEqual(['shop(-): Down missing']);
});

test('an interval counts where both say it', () => {
  const rules = `groups:\n  - name: shop\n    interval: 30s\n    rules: []\n`;
  expect(differences(rules, api([]))).toEqual(['shop: interval 30s 1m']);
  expect(differences('groups:\n  - name: shop\n    rules: []\n', api([]))).toEqual([]);
});

test('alerts with one name are paired by likeness, whatever their order', () => {
  const two = `${DOWN.replace('(up', 'up').replace("'a'})", "'a'}")}      - alert: Down
        expr: up{job="a"} == 0
        for: 10m
        labels: { severity: ticket }
`;
  const ticket = { ...down, duration: 900, labels: { severity: 'ticket' } };
  expect(differences(file(two), api([ticket, down]))).toEqual(['shop(f.yml): Down differs for=10m|15m']);
});

test('groups with one name are paired by their rules', () => {
  const rules = file(DOWN.replace('(up', 'up').replace("'a'})", "'a'}"));
  const running = JSON.stringify({
    data: {
      groups: [
        { name: 'shop', file: 'other', rules: [{ ...down, name: 'Other' }] },
        { name: 'shop', file: 'mine', rules: [down] },
      ],
    },
  });
  expect(differences(rules, running.replace('{"data"', '{"status":"success","data"'))).toEqual([
    'shop(other): Other extra',
  ]);
});

test('a ruler of Mimir: namespaces in YAML', () => {
  const running = `team-a:
    - name: shop
      interval: 1m
      rules:
        - alert: Down
          expr: up{job="a"} == 0
          for: 5m
          labels:
            severity: page
team-b:
- name: more
  rules:
    - record: a:b
      expr: sum(a)
empty: []
`;
  const rules = file(DOWN.replace('(up', 'up').replace("'a'})", "'a'}"));
  expect(differences(rules, running)).toEqual(['more(team-b): a:b extra']);
  expect(differences(rules, '')).toEqual(['shop(-): Down missing']);
});

test("a ruler of Loki: LogQL, printed alike; Prometheus's rules are not compared with it", () => {
  const rules = (expr: string): string => file(`      - alert: Errors\n        expr: '${expr}'\n`);
  const running = `fake:\n  - name: shop\n    rules:\n      - alert: Errors\n        expr: sum(rate({app="a"} |= "error" [5m])) > 1\n`;
  expect(differences(rules('sum( rate({app="a"} |= "error"[5m]) ) > 1'), running, 'logql')).toEqual([]);
  expect(differences(rules('sum(rate({app="a"} |= "panic" [5m])) > 1'), running, 'logql')[0]).toContain(
    'expr=',
  );
  expect(inFiles(rules('sum(rate({app="a"} |= "x" [5m])) > 1'))).toEqual([]);
});

test.each([
  '<html>',
  '{}',
  '{"status":"success","data":{}}',
  'a: 1\n',
  'a: [1]\n',
  '[',
  api([{}]),
  api([], { name: 1 }),
])('an invalid answer: %j', (text) => {
  expect(() => readRunning(text, 'server', 'promql')).toThrow(/did not answer|does not answer|API/);
});
