import { describe, expect, it } from 'vitest';
import { lintFiles } from '../support/lint-files.ts';

/** The checks that find something, each once. */
function checksOf(
  files: Readonly<Record<string, string>>,
  options: Parameters<typeof lintFiles>[1] = {},
): string[] {
  return [...new Set(lintFiles(files, options).map(({ check }) => check))].sort();
}

const rules = (...list: readonly string[]): string => `groups:\n  - name: shop\n    rules:\n${list.join('')}`;
const alert = (name: string, expr: string, more = ''): string =>
  `      - { alert: ${name}, expr: '${expr}', for: 5m${more} }\n`;
const ALERTMANAGER = `route:
  receiver: all
  routes: [{ matchers: [team="shpo"], receiver: shop }]
receivers: [{ name: all }, { name: shop }]
`;

describe('faults that were planted in projects like the pack', () => {
  it('finds unknown metrics, and values of routes that no alert has', () => {
    const files = {
      'metrics.yml': 'metrics: { shop_orders_total: { type: counter, labels: [kind] } }\n',
      'rules.yml': rules(
        alert('OrdersFail', 'sum(rate(shop_order_total[5m])) > 1', ', labels: { team: shop }'),
      ),
      'alertmanager.yml': ALERTMANAGER,
    };
    expect(checksOf(files)).toEqual(
      expect.arrayContaining(['promql/unknown-metric', 'routing/unknown-label']),
    );
  });

  it('reads the streams of the catalogue', () => {
    const files = {
      'metrics.yml': `metrics: {}
streams:
  - { selector: '{app="shop"}', labels: { app: { values: [shop] }, level: { values: [info, error] } }, fields: [event] }
`,
      'loki.yml': rules(
        alert(
          'A',
          'sum(count_over_time({app="shop", level="err"} | json | __error__="" | evnt="x" [5m])) > 3',
        ),
      ),
    };
    expect(checksOf(files)).toContain('logql/unknown-stream');
  });

  it('bounds labels in LogQL and below "without"', () => {
    const found = lintFiles(
      {
        'metrics.yml':
          'metrics: { x_total: { type: counter, labels: { key: { max: 200 }, instance: { max: 4 } } } }\n',
        'rules.yml':
          'groups:\n  - name: w\n    rules:\n      - { record: key:x:rate5m, expr: "sum without (instance) (rate(x_total[5m]))" }\n',
        'loki.yml': rules(
          alert('K', 'sum by (key) (count_over_time({app="shop"} | json | __error__="" [5m])) > 3'),
        ),
      },
      {
        config: 'checks: { cardinality/forbidden-labels: { labels: [key] } }\n',
        only: 'cardinality/forbidden-labels',
      },
    );
    expect(found.map(({ file }) => file.path)).toEqual(['rules.yml', 'loki.yml']);
  });

  it('finds rule files that nothing loads, and servers without an Alertmanager', () => {
    const files = {
      'prometheus.yml': 'rule_files: [rules/*.yml, rulez/*.yml]\n',
      'rules/a.yml': rules(alert('OrdersLow', 'sum(orders) < 1')),
      'rules/extra.yaml': rules(alert('OrdersGone', 'absent(orders)')),
    };
    expect(checksOf(files)).toEqual(expect.arrayContaining(['config/no-alertmanager', 'config/rule-files']));
  });

  it('finds a folder of templates under another name', () => {
    const found = lintFiles({
      'alertmanager.yml': `templates: [template/*.tmpl]
route: { receiver: all }
receivers: [{ name: all, slack_configs: [{ api_url_file: /etc/slack, channel: '#a', title: '{{ template "shop.title" . }}' }] }]
`,
      'templates/shop.tmpl': '{{ define "shop.title" }}{{ .Status }}{{ end }}',
    });
    expect(found.map(({ message }) => message)).toEqual([
      'the pattern "template/*.tmpl" matches no template file; "templates/shop.tmpl" is in another folder',
    ]);
  });

  it('reads a template file that was named alone', () => {
    const files = {
      'shop.tmpl': '{{ define "shop.title" }}{{ if eq .Status "resolved" x }}{{ .Status }}{{ end',
    };
    expect(checksOf(files, { named: true })).toEqual(['receivers/template']);
  });

  it('finds mistyped keys at the top of a file', () => {
    const files = {
      'alertmanager.yml': 'rout: { receiver: ops }\nreceivers: [{ name: ops }]\n',
      'rules.yml': `group:\n  - name: g\n    rules:\n${alert('A', 'up == 0')}`,
    };
    const found = lintFiles(files).map(({ file, severity }) => `${file.path} ${severity}`);
    expect(new Set(found)).toEqual(new Set(['alertmanager.yml error', 'rules.yml error']));
  });

  it('reads rules in values and in ConfigMaps without a kind', () => {
    const values = `additionalPrometheusRulesMap:\n  mine:\n    groups:\n      - name: g\n        rules:\n          - { alert: A, expr: 'up == 0 and' }\n`;
    const map =
      'data:\n  rules.yaml: |\n    groups:\n    - name: g\n      rules:\n      - alert: A\n        expr: up == 0\nmetadata:\n  name: prometheus\n';
    expect(checksOf({ 'values.yaml': values }, { named: true })).toEqual(['syntax/promql']);
    expect(checksOf({ 'cm.yaml': map }, { named: true })).toEqual([]);
  });

  it('judges the queries of dashboards', () => {
    const target = (refId: string, expr: string): object => ({ refId, expr });
    const panel = (id: number, ...targets: object[]): object => ({
      ...{ id, type: 'timeseries', title: 'x', targets },
      datasource: { type: 'prometheus', uid: '${ds}' },
    });
    const list = [
      { name: 'ds', type: 'datasource', query: 'prometheus' },
      { name: 'job', type: 'query', query: 'label_values(up, job)' },
    ];
    const panels = [
      panel(1, target('A', 'sum(rate(up{job="$jbo"}[5m])')),
      panel(
        2,
        target('A', 'sum by (a) (x_total) / sum by (b) (y_total)'),
        target('B', 'rate(node_memory_MemFree_bytes{job="$job"}[30s])'),
      ),
    ];
    const dashboard = { title: 'Bad', uid: 'bad1', schemaVersion: 39, templating: { list }, panels };
    expect(checksOf({ 'bad.json': JSON.stringify(dashboard) })).toEqual([
      'dashboards/undefined-variable',
      'promql/counter-function-on-gauge',
      'promql/impossible-match',
      'syntax/promql',
    ]);
  });
});

describe('faults of runbook pages', () => {
  const config = 'runbooks: [{ prefix: https://runbooks.example.com/, folder: docs }]\n';
  const names = ['Api', 'Cache', 'Queue', 'Swap', 'Web'];
  const page = (name: string): string =>
    `# ${name}\n\nAlerts: \`${name}Down\`\n\n## Mitigation\n\nSee [the web](Web.md#mitigation).\n`;
  const files = (changes: Readonly<Record<string, string>> = {}): Record<string, string> => ({
    'rules.yml': rules(
      ...names.map((name) =>
        alert(
          `${name}Down`,
          `up{job="${name}"} == 0`,
          `, annotations: { runbook_url: https://runbooks.example.com/${name} }`,
        ),
      ),
    ),
    ...Object.fromEntries(names.map((name) => [`docs/${name}.md`, page(name)])),
    ...changes,
  });
  const links = (changes?: Readonly<Record<string, string>>): string[] =>
    checksOf(files(changes), { config }).filter((check) => check.startsWith('links/'));

  it('is silent about pages that agree', () => {
    expect(links()).toEqual([]);
  });

  it.each([
    ['links/page', { 'docs/Api.md': page('Api').replace('Web.md', 'Wbe.md') }],
    ['links/page', { 'docs/Api.md': page('Api').replace('#mitigation', '#mitigations') }],
    ['links/runbook-pages', { 'docs/Api.md': page('Api').replace('## Mitigation', '## What to do') }],
    ['links/runbook-pages', { 'docs/Old.md': page('Web') }],
    ['links/runbook-alerts', { 'docs/Api.md': page('Api').replace('`ApiDown`', '`ApiDown`, `ApiSlow`') }],
    ['links/runbook-alerts', { 'rules.yml': files()['rules.yml']!.replace('.com/Api', '.com/Swap') }],
    [
      'links/runbook',
      { 'rules.yml': files()['rules.yml']!.replace('runbooks.example.com/Api', 'runbook.example.com/Api') },
    ],
  ])('%s finds a change', (check, changes) => {
    expect(links(changes)).toContain(check);
  });
});
