import { describe, expect, test } from 'vitest';
import { lintFiles, textsBelow } from '../../support/lint-files.ts';
import { CONFIG, FORMS, FOUND, TEMPLATES } from './forms.ts';

const syntax = (files: Readonly<Record<string, string>>) =>
  lintFiles(files).filter(({ check }) =>
    ['syntax/alertmanager', 'receivers/failing-text', 'receivers/template'].includes(check),
  );

describe('a configuration is read where it is deployed', () => {
  test.each(Object.entries(FORMS))('%s', (_, text) => {
    const found = syntax({ 'deployed.yaml': text });
    expect(textsBelow(found).toSorted()).toEqual(FOUND.toSorted());
  });
});

describe('a Secret in base64', () => {
  const encode = (text: string): string => Buffer.from(text).toString('base64');
  const secret = (config: string, templates: string): string => `apiVersion: v1
kind: Secret
metadata: { name: alertmanager-main }
data:
  alertmanager.yaml: ${encode(config)}
  ops.tmpl: ${encode(templates)}
`;

  test('findings name the line of the file inside, at the characters that hold it', () => {
    const found = syntax({ 'secret.yaml': secret(CONFIG, TEMPLATES) });
    const places = found.map(({ message }) => /\((line .*)\)$/.exec(message)?.[1]);
    expect(places).toEqual([
      'line 6, column 7 of "alertmanager.yaml"',
      'line 7, column 29 of "alertmanager.yaml"',
      'line 1, column 28 of "ops.tmpl"',
    ]);
    const [first] = found;
    const start = first!.file.text.indexOf(encode(CONFIG));
    expect(first!.range.start).toBe(start + Math.floor((CONFIG.indexOf('colour') * 4) / 3));
  });

  test('nothing is replaced inside of it', () => {
    const deprecated = CONFIG.replace('      colour: blue\n', '').replace(
      `matchers: ['severity=~"a("']`,
      'match: { severity: page }',
    );
    const found = lintFiles({ 'secret.yaml': secret(deprecated, TEMPLATES) });
    expect(found.filter(({ fix }) => fix !== undefined)).toEqual([]);
  });

  test('invalid base64 is an error, a placeholder is not', () => {
    const plain = secret('', '').replace('alertmanager.yaml: ', 'alertmanager.yaml: "route: x"');
    expect(lintFiles({ 'secret.yaml': plain }).map(({ message }) => message)).toEqual([
      '"alertmanager.yaml" below "data" of this Secret is not base64',
    ]);
    for (const value of ['${CONFIG}', '<path:vault#config>', '{{ .config }}', 'AAECAwQF/w=='])
      expect(lintFiles({ 'secret.yaml': plain.replace('"route: x"', `'${value}'`) }), value).toEqual([]);
  });
});

describe('the defaults of a chart', () => {
  const receivers = `receivers: [{ name: chat, webhook_configs: [{ url: 'http://hook.example/' }] }]`;
  const stack = (config: string): string => `defaultRules: {}
alertmanager:
  config: { ${config} }
`;
  const errors = (text: string) =>
    lintFiles({ 'values.yaml': text }).filter(({ check }) => check === 'syntax/alertmanager');

  test('receivers that take "null" away leave the route of the Watchdog behind', () => {
    const found = errors(stack(`route: { receiver: chat }, ${receivers}`));
    expect(found.map(({ severity, message }) => [severity, message])).toEqual([
      [
        'warning',
        'the chart\'s own route (its default, and the one for the alert Watchdog) goes to the receiver "null", which these values do not define',
      ],
    ]);
    expect(textsBelow(found)).toEqual(['receivers']);
  });

  test('with own routes, or "null" among the receivers, all is well', () => {
    expect(errors(stack(`route: { receiver: chat, routes: [] }, ${receivers}`))).toEqual([]);
    expect(errors(stack(`route: { receiver: chat, routes: null }, ${receivers}`))).toEqual([]);
    expect(
      errors(stack(`route: { receiver: chat }, ${receivers.replace('[{', '[{ name: "null" }, {')}`)),
    ).toEqual([]);
  });

  test('nothing is said of what the chart brings itself', () => {
    expect(lintFiles({ 'values.yaml': stack('global: { resolve_timeout: 6m }') })).toEqual([]);
  });

  test('where no other values can be, it is an error', () => {
    const release = (more: string): string => `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: stack }
spec:
  chart: { spec: { chart: kube-prometheus-stack } }
  values:
    alertmanager: { config: { route: { receiver: chat }, ${receivers} } }
${more}`;
    expect(errors(release('')).map(({ severity }) => severity)).toEqual(['error']);
    const others = release('  valuesFrom: [{ kind: ConfigMap, name: more }]\n');
    expect(errors(others).map(({ severity }) => severity)).toEqual(['warning']);
  });
});

describe('rules in values', () => {
  test('are read wherever they are, but for those that the chart fills in', () => {
    const found = lintFiles({
      'values.yaml': `additionalPrometheusRulesMap:
  mine:
    groups:
      - name: a
        rules: [{ alert: A, expr: 'up ==' }]
serverFiles:
  alerting_rules.yml:
    groups:
      - name: b
        rules: [{ alert: B, expr: 'up{job=' }]
prometheusRule:
  enabled: true
  rules:
    - { alert: C, expr: 'rate(foo' }
    - { alert: D, expr: 'up{service="{{ template "x" . }}"} == 0' }
`,
    });
    expect(textsBelow(found.filter(({ check }) => check === 'syntax/promql'))).toHaveLength(3);
    expect(found.filter(({ check }) => check === 'syntax/helm-template')).toMatchObject([
      { severity: 'info' },
    ]);
  });
});

describe('a chart that brings rules of its own', () => {
  const rules = `groups:
  - name: shop
    rules: [{ alert: ShopDown, expr: 'sum(up{job="shop"}) == 0', labels: { severity: critical } }]
`;
  const release = (config: string): string => `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: stack }
spec:
  chart: { spec: { chart: kube-prometheus-stack } }
  values: { alertmanager: { config: { ${config} } } }
`;
  const found = (config: string) => lintFiles({ 'rules.yml': rules, 'release.yaml': release(config) });

  test('nothing is said of what no alert of the repository has', () => {
    const config = `route: { receiver: 'null', routes: [{ receiver: 'null', matchers: [alertname="KubeMemoryOvercommit"] }] }, inhibit_rules: [{ source_matchers: [severity="critical"], target_matchers: [severity="warning"], equal: [alertname] }]`;
    expect(found(config).filter(({ severity }) => severity !== 'info')).toEqual([]);
  });

  test('a typing error is one all the same', () => {
    const config = `route: { receiver: 'null', routes: [{ receiver: 'null', matchers: [alertname="ShopDwon"] }] }`;
    expect(found(config).map(({ check }) => check)).toContain('routing/unknown-label');
  });

  test('variables are filled in on the way', () => {
    const config = `route: { receiver: chat, routes: [] }, receivers: [{ name: chat, discord_configs: [{ webhook_url: '\${URL}' }] }]`;
    expect(found(config).filter(({ check }) => check === 'syntax/alertmanager')).toEqual([]);
  });
});

describe('foreign documents', () => {
  test.each([
    ['a gateway', 'route:\n  main: { receiver: x }\nother: 1\n'],
    ['OpenTelemetry', 'receivers:\n  otlp: {}\nservice: { pipelines: {} }\n'],
    [
      'a definition of AlertmanagerConfig',
      `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
spec:
  schema:
    properties:
      route: { properties: { receiver: { type: string } } }
      receivers: { type: array, items: { properties: { name: { type: string } } } }
`,
    ],
    ['an object without spec', 'apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\n'],
  ])('%s', (_, text) => {
    expect(lintFiles({ 'a.yaml': text })).toEqual([]);
  });

  test('20,000 lines of unrelated values are skipped quickly', () => {
    const long = Array.from({ length: 20_000 }, (_, i) => `  key${i}: { route: /a${i} }`).join('\n');
    expect(lintFiles({ 'values.yaml': `ingress:\n${long}\n` })).toEqual([]);
  });

  test('a SealedSecret is said not to be readable', () => {
    const found = lintFiles({
      'sealed.yaml': `apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata: { name: alertmanager-main }
spec:
  encryptedData:
    alertmanager.yaml: AgBy3i4OJSWK+PiTySYZZA9rO43cGDEq
`,
    });
    expect(found).toMatchObject([{ severity: 'info', check: 'syntax/helm-template' }]);
  });

  test('an ExternalSecret is read but for what is filled in', () => {
    const found = lintFiles({
      'external.yaml': `apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: { name: am }
spec:
  target:
    template:
      data:
        alertmanager.yaml: |
          route: { receiver: nosuch }
          receivers: [{ name: chat, slack_configs: [{ api_url: '{{ .slack }}', channel: '#a' }] }]
`,
    });
    expect(textsBelow(found.filter(({ check }) => check === 'syntax/alertmanager'))).toEqual(['nosuch']);
  });
});

describe('a mistyped key at the top', () => {
  test.each([
    ['rout', 'rout:\n  receiver: ops\nreceivers:\n  - { name: ops }\n'],
    ['roote', 'roote:\n  receiver: ops\n  routes: []\ninhibit_rules: []\n'],
    ['recievers', 'route:\n  receiver: ops\nrecievers:\n  - { name: ops }\n'],
    ['group', 'group:\n  - name: g\n    rules:\n      - { alert: A, expr: up == 0 }\n'],
    ['gruops', 'gruops:\n  - name: g\n    rules:\n      - { record: a:b, expr: up }\n'],
    ['rule', 'groups:\n  - name: g\n    rule:\n      - { alert: A, expr: up == 0 }\n'],
  ])('%s does not make the file vanish', (key, text) => {
    const found = lintFiles({ 'a.yml': text }).filter(({ severity }) => severity === 'error');
    expect(textsBelow(found)).toContain(key);
  });
});
