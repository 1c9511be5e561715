import { describe, expect, it } from 'vitest';
import { mayMatter } from '../../src/documents/may-matter.ts';
import { readDocuments } from '../../src/documents/read.ts';
import { recognise } from '../../src/documents/recognise.ts';
import { SourceFile } from '../../src/source/source-file.ts';
import { parseYaml } from '../../src/yaml/parse.ts';

describe('a document is recognised by its content', () => {
  it.each([
    ['rules', 'groups:\n  - name: a\n    rules: []'],
    ['rules', 'groups:'],
    ['rules', 'apiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\nspec: {groups: []}'],
    ['rules', 'apiVersion: loki.grafana.com/v1\nkind: AlertingRule\nspec: {groups: []}'],
    ['list', 'apiVersion: v1\nkind: List\nitems: []'],
    ['rules', 'apiVersion: monitoring.openshift.io/v1\nkind: AlertingRule\nspec: {groups: []}'],
    ['rules', 'groups:\n  - name: a\n    rules: []\n  - {alert: A, expr: up}'],
    ['rules', 'groups:\n  - name: a\n    rules: [{alert: A, expr: up}]\n  - {nme: b}'],
    ['list', 'apiVersion: template.openshift.io/v1\nkind: Template\nobjects: []'],
    ['alertmanager', 'route:\n  receiver: a\nreceivers: []'],
    ['alertmanager', 'receivers: []\ninhibit_rules: []'],
    ['promtool-test', 'rule_files: [a.yml]\ntests: []'],
    ['promtool-test', 'tests:\n  - input_series: []'],
    ['scenarios', 'alert: A\nscenarios: []'],
    ['prometheus-config', 'global: {}\nrule_files: []'],
    ['agent', 'clients: []\nscrape_configs: []'],
    ['loki-config', 'schema_config: {}'],
    ['dashboard', '{"panels": [], "schemaVersion": 39}'],
    ['dashboard', '{"dashboard": {"panels": [], "uid": "a"}, "meta": {}}'],
    ['dashboard', '{"elements": {}, "layout": {"kind": "GridLayout"}}'],
    [
      'dashboard',
      'apiVersion: dashboard.grafana.app/v2beta1\nkind: Dashboard\nspec:\n  elements: {}\n  layout: {kind: RowsLayout}',
    ],
    ['dashboard', '{"kind": 1, "name": "Errors", "model": {"type": "stat"}}'],
    [
      'files',
      'apiVersion: grafana.integreatly.org/v1beta1\nkind: GrafanaDashboard\nspec: {json: \'{"panels": []}\'}',
    ],
    [undefined, '{"elements": {}, "layout": "wide"}'],
    [undefined, 'groups:\n  - name: a\n    members: []'],
    [undefined, 'apiVersion: apps/v1\nkind: Deployment'],
    [undefined, 'apiVersion: example.com/v1\nkind: AlertingRule'],
    ['alertmanager', 'route:\n  group_by: [job]\nglobal: {}'],
    ['catalogue', 'metrics:\n  up: { type: gauge }'],
    [undefined, 'route:\n  enabled: true\nimage: {}'],
    [undefined, 'route:\n  main: {enabled: true, hostnames: [a.example.com]}'],
    [undefined, 'groups:\n  - {name: a, members: []}\n  - {name: b, rules: [{from: a}]}'],
    [undefined, 'metrics:\n  enabled: true\n  service: { type: ClusterIP }'],
    [undefined, '{"realm": "a", "groups": []}'],
    [undefined, '- a\n- b'],
    [undefined, 'on: push\njobs: {}'],
  ])('as %s', (kind, text) => {
    const root = parseYaml(text).documents[0]?.root;
    expect(root === undefined ? undefined : recognise(root)).toBe(kind);
    // An empty list of objects is valid.
    if (kind !== undefined && kind !== 'list') expect(mayMatter(text)).toBe(true);
  });
});

const codes = (text: string, named: boolean) =>
  readDocuments(new SourceFile('a.yml', text), { named }).issues.map(({ code }) => code);

describe('what nobody named', () => {
  it('is passed over in silence unless it looks like ours', () => {
    expect(codes('a: [b', false)).toEqual([]);
    expect(codes('a: [b', true)).not.toEqual([]);
    expect(codes('groups: [b', false)).not.toEqual([]);
    expect(codes('colour: red', false)).toEqual([]);
    expect(codes('colour: red', true)).toEqual(['unrecognised']);
    expect(codes('', false)).toEqual([]);
    expect(codes('', true)).toEqual(['unrecognised']);
  });
});

describe('rules under a mistyped key', () => {
  it('are still read where the file was named', () => {
    const text = 'group:\n  - name: a\n    rules:\n      - alert: A\n        expr: up\n';
    expect(codes(text, true)).toContain('unknown-key');
  });
});

describe('templates that are not rendered', () => {
  it.each([
    'groups:\n{% for a in b %}\n  - name: a\n{% endfor %}\n',
    'groups:\n  - name: a\n    rules:\n      - alert: A\n        expr: up > <%= p("a") %>\n',
    'groups:\n[[ range .Groups ]]\n  - name: a\n[[ end ]]\n',
    'groups:\n  - name: a\n    labels:\n      namespace: {{.Namespace}}\n',
  ])('get one finding: %j', (text) => expect(codes(text, false)).toEqual(['helm-template']));

  it('do not matter if the file is not one of ours', () => {
    expect(codes('metrics:\n  a: {{ .b }}\n', false)).toEqual([]);
  });

  it('get one finding in the file of a ConfigMap, and none where that is not one of ours', () => {
    const configMap = (text: string): string =>
      `apiVersion: v1\nkind: ConfigMap\ndata:\n  a.yaml: |\n${text.replace(/^/gm, '    ')}\n`;
    const rules = 'groups:\n  - name: a\n    interval: {{ .Values.a }}\n    limit: {{ .Values.b }}';
    expect(codes(configMap(rules), false)).toEqual(['helm-template']);
    const envoy = 'routes:\n  - match: {}\n    route:\n      cluster: {{ .Values.a }}';
    expect(codes(configMap(envoy), false)).toEqual([]);
  });

  it('are distinguished from a text without its quotes', () => {
    const text =
      'groups:\n  - name: a\n    rules:\n      - alert: A\n        annotations:\n          summary: {{ $labels.job }} down\n';
    expect(codes(text, false)).not.toContain('helm-template');
  });
});

describe('a Template of OpenShift', () => {
  const object = (expr: string): string => `
  - apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: a}
    spec:
      groups:
        - name: a
          rules:
            - {alert: A, expr: ${expr}}`;

  it('is read object by object, without those that name a parameter', () => {
    const text = `apiVersion: template.openshift.io/v1\nkind: Template\nobjects:${object("'up == ${LIMIT}'")}${object('up ==')}\n`;
    const { documents } = readDocuments(new SourceFile('a.yml', text), { named: false });
    expect(documents.map(({ kind }) => kind)).toEqual(['rules']);
    const [rules] = documents;
    expect(rules?.kind === 'rules' && rules.groups[0]?.rules[0]?.expr.text).toBe('up ==');
  });
});

describe('a Prometheus configuration', () => {
  it('holds no rules', () => {
    const text = 'scrape_configs: []\ngroups: [{ name: a, rules: [{ alert: A, expr: up == 0 }] }]\n';
    expect(codes(text, false)).toEqual(['unknown-key']);
  });

  it('that is a template of ERB is left alone', () => {
    const text = 'global:\n<% if_p("a") do |a| %>\n  scrape_interval: <%= a %>\nscrape_configs: []\n';
    expect(codes(text, false)).toEqual([]);
  });
});

it('queries of a load generator are not a catalogue of queries', () => {
  expect(codes('queries:\n  - name: a\n    query: up\n', false)).toEqual([]);
  expect(codes('queries:\n  - name: a\n    query: up\n    category: basic\n', false)).toEqual([
    'missing-key',
  ]);
});

describe('an error of YAML', () => {
  it('is reported without its consequences, and with the issues before it', () => {
    const text = `groups:
  - name: a
    intervall: 1m
    rules:
      - alert: A
        expr: up
  - nam: b
     rules:
      - alert: B
        exp: up
`;
    expect(new Set(codes(text, false))).toEqual(new Set(['yaml-syntax', 'unknown-key']));
  });
});
