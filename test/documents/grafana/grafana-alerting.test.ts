import { describe, expect, it } from 'vitest';
import { folderOf, run } from '../../cli/support.ts';
import { lintFiles } from '../../support/lint-files.ts';

const RULES = `apiVersion: 1
groups:
  - orgId: 1
    name: shop
    folder: Shop
    interval: 1m
    rules:
      - uid: a
        title: ShopDown
        condition: C
        labels: { severity: critical }
        data:
          - { refId: A, datasourceUid: p, model: { expr: 'up{job="shop"}', datasource: { type: prometheus } } }
          - { refId: B, datasourceUid: __expr__, model: { type: reduce, expression: A, reducer: last } }
          - { refId: C, datasourceUid: __expr__, model: { type: math, expression: '$B < 1 && \${A} < 2' } }
      - uid: b
        title: LogErrors
        condition: A
        labels: { severity: warning }
        data:
          - { refId: A, datasourceUid: l, model: { expr: 'sum(rate({app="x"} |= \`e\` [5m])) > 3', datasource: { type: loki } } }
`;
const POLICIES = `apiVersion: 1
contactPoints:
  - { orgId: 1, name: chat, receivers: [{ uid: c, type: slack, settings: { url: $HOOK } }] }
muteTimes:
  - { orgId: 1, name: nights, time_intervals: [{ times: [{ start_time: '22:00', end_time: '24:00' }] }] }
policies:
  - orgId: 1
    receiver: chat
    group_by: [alertname]
    routes:
      - { receiver: pager, object_matchers: [[severity, '=', critical]], mute_time_intervals: [nights] }
      - { receiver: shop, matchers: [grafana_folder = Shop], continue: true }
`;
const found = (files: Record<string, string>): string[] =>
  lintFiles(files).map(({ check, message }) => `${check}: ${message}`);

describe("Grafana's provisioned alerting", () => {
  it('is silent where all is right', () => {
    expect(found({ 'rules.yaml': RULES })).toEqual([]);
  });

  it.each([
    ['a broken PromQL expression', `up{job="shop"}'`, `up{job="shop"'`, 'syntax/promql: '],
    ['a broken LogQL expression', '|= `e`', '|= e', 'syntax/logql: '],
    [
      'a condition without its query',
      'condition: C',
      'condition: D',
      'syntax/grafana: no query of the rule has the refId "D"',
    ],
    ['a refId in braces', '${A}', '${X}', 'syntax/grafana: no query of the rule has the refId "X"'],
    [
      'an unknown expression',
      'type: reduce',
      'type: reducer',
      'syntax/grafana: Grafana has no expression of the type "reducer"',
    ],
    [
      'a rule without a uid',
      'uid: a\n        title',
      'title',
      'syntax/grafana: the rule "ShopDown" has no "uid"',
    ],
    ['a group without a folder', '    folder: Shop\n', '', 'syntax/grafana: this rule group has no "folder"'],
  ])('finds %s', (_, right, wrong, message) => {
    expect(RULES).toContain(right);
    expect(found({ 'rules.yaml': RULES.replace(right, wrong) })).toEqual([expect.stringContaining(message)]);
  });

  it('finds contact points and mute timings that no file provisions', () => {
    const files = { 'policies.yaml': POLICIES.replace('[nights]', '[night]') };
    expect(new Set(found(files))).toEqual(
      new Set([
        'routing/grafana-receiver: no file provisions the contact point "pager"',
        'routing/grafana-receiver: no file provisions the contact point "shop"',
        'routing/grafana-receiver: no file provisions the mute timing "night"; did you mean "nights"?',
      ]),
    );
  });

  it('finds a contact point of a type that Grafana does not have', () => {
    expect(found({ 'policies.yaml': POLICIES.replace('type: slack', 'type: slak') })).toContain(
      'syntax/grafana: Grafana has no integration of the type "slak"; did you mean "slack"?',
    );
  });

  it('reads JSON exports and files inside of a ConfigMap', () => {
    const json = JSON.stringify({
      apiVersion: 1,
      policies: [{ orgId: 1, group_by: ['a', 'a'], receiver: 'x' }],
    });
    expect(found({ 'export.json': json })).toEqual([
      expect.stringContaining('syntax/grafana: group_by contains the label "a" twice'),
    ]);
    const indented = RULES.replace('condition: C', 'condition: D').replace(/^/gm, '    ');
    const configMap = `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: g }\ndata:\n  rules.yaml: |\n${indented}`;
    expect(found({ 'cm.yaml': configMap })).toEqual([expect.stringContaining('refId "D"')]);
  });

  it("routes the alerts of Grafana's rules, and those alone", async () => {
    const cwd = await folderOf({
      'rules.yaml': RULES,
      'policies.yaml': POLICIES,
      'prom.yml': 'groups: [{ name: a, rules: [{ alert: Other, expr: up == 0 }] }]\n',
    });
    const { stdout, code } = await run(['routes', 'coverage'], { cwd });
    expect(code).toBe(0);
    expect(stdout.split('\n').map((line) => line.trimEnd())).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^ShopDown .*pager$/),
        expect.stringMatching(/^LogErrors .*shop/),
      ]),
    );
    expect(stdout).not.toContain('Other');
    const test = ['routes', 'test', '--config.file', 'policies.yaml', 'severity=critical'];
    expect(await run(test, { cwd })).toMatchObject({ code: 0, stdout: 'pager\n' });
  });
});
