import { describe, expect, test } from 'vitest';
import { alertmanagerCandidates } from '../../../src/analysis/delivery/index.ts';
import { DEFAULT_CONFIG } from '../../../src/config/types.ts';
import { readProject } from '../../../src/project/read-project.ts';
import { lintFiles, textsBelow } from '../../support/lint-files.ts';

const receivers = (file: string, text: string): string[] => {
  const project = readProject([{ path: file, text, named: false }], DEFAULT_CONFIG.settings);
  return alertmanagerCandidates(project).flatMap(({ document }) =>
    (document.tree?.routes ?? []).map(
      ({ settings, matchers }) =>
        `${settings.receiver}${matchers.map(({ name, value }) => ` ${name}=${value}`).join('')}`,
    ),
  );
};

const config = (name: string, namespace: string, labels = ''): string => `---
apiVersion: monitoring.coreos.com/v1alpha1
kind: AlertmanagerConfig
metadata: { name: ${name}, namespace: ${namespace}${labels} }
spec:
  route: { receiver: hook }
  receivers: [{ name: hook, webhookConfigs: [{ url: 'http://hook.example/' }] }]
`;

const alertmanager = (spec: string): string => `apiVersion: monitoring.coreos.com/v1
kind: Alertmanager
metadata: { name: main, namespace: monitoring }
spec: { ${spec} }
`;

describe('an Alertmanager object says what is taken', () => {
  test('strategy, selector and base', () => {
    const text =
      alertmanager(
        'alertmanagerConfigMatcherStrategy: { type: None }, alertmanagerConfigSelector: { matchLabels: { team: shop } }, alertmanagerConfiguration: { name: base }',
      ) +
      config('base', 'monitoring') +
      config('shop', 'monitoring', ', labels: { team: shop }') +
      config('other', 'monitoring', ', labels: { team: other }');
    expect(receivers('am.yaml', text)).toEqual(['monitoring/base/hook', 'monitoring/shop/hook']);
  });

  test('the namespace is enforced by default', () => {
    const text = alertmanager('alertmanagerConfigSelector: {}') + config('a', 'monitoring');
    expect(receivers('am.yaml', text)).toEqual(['null', 'monitoring/a/hook namespace=monitoring']);
  });

  test('two that differ leave the setting open', () => {
    const text =
      alertmanager('alertmanagerConfigMatcherStrategy: { type: None }') +
      '---\n' +
      alertmanager('alertmanagerConfigMatcherStrategy: { type: OnNamespace }') +
      config('a', 'shop');
    expect(receivers('am.yaml', text)).toEqual(['null', 'shop/a/hook namespace=shop']);
  });

  test('values of kube-prometheus-stack say it too', () => {
    const text = `alertmanager: { alertmanagerSpec: { alertmanagerConfigMatcherStrategy: { type: None } } }
${config('a', 'shop')}`;
    expect(receivers('values.yaml', text)).toEqual(['null', 'shop/a/hook']);
  });
});

describe('patches of a kustomization change what the object says', () => {
  const base =
    alertmanager('alertmanagerConfigMatcherStrategy: { type: OnNamespace }, alertmanagerConfigSelector: {}') +
    config('shop', 'monitoring', ', labels: { team: shop }') +
    config('other', 'monitoring');
  const routesWith = (files: Record<string, string>): string[] => {
    const found = Object.entries({ 'am.yaml': base, ...files });
    const project = readProject(
      found.map(([path, text]) => ({ path, text, named: false })),
      DEFAULT_CONFIG.settings,
    );
    return alertmanagerCandidates(project).flatMap(({ document }) =>
      (document.tree?.routes ?? []).map(
        ({ settings, matchers }) =>
          `${settings.receiver}${matchers.map(({ name, value }) => ` ${name}=${value}`).join('')}`,
      ),
    );
  };
  const OPERATIONS = `- op: replace
  path: /spec/alertmanagerConfigMatcherStrategy/type
  value: None
- { op: add, path: /spec/alertmanagerConfigSelector, value: { matchLabels: { team: shop } } }
`;
  const indented = (text: string): string => text.replaceAll(/^/gm, '      ');
  const TARGET = 'target: { group: monitoring.coreos.com, kind: Alertmanager, name: main }';
  const MERGE = `apiVersion: monitoring.coreos.com/v1
kind: Alertmanager
metadata: { name: main }
spec: { alertmanagerConfigMatcherStrategy: { type: None }, alertmanagerConfigSelector: { matchLabels: { team: shop } } }
`;

  test.each<[string, Record<string, string>]>([
    [
      'JSON patch inline',
      { 'kustomization.yaml': `patches:\n  - ${TARGET}\n    patch: |\n${indented(OPERATIONS)}` },
    ],
    [
      'JSON patch in a file',
      { 'kustomization.yaml': `patches:\n  - ${TARGET}\n    path: p/am.yaml\n`, 'p/am.yaml': OPERATIONS },
    ],
    [
      'patchesJson6902',
      {
        'o/kustomization.yml': `patchesJson6902:\n  - ${TARGET}\n    path: am.json.yaml\n`,
        'o/am.json.yaml': OPERATIONS,
      },
    ],
    ['merge patch inline', { 'kustomization.yaml': `patches:\n  - patch: |\n${indented(MERGE)}` }],
    ['merge patch in a file', { 'kustomization.yaml': 'patches: [{ path: p.yaml }]\n', 'p.yaml': MERGE }],
    ['patchesStrategicMerge', { 'kustomization.yaml': 'patchesStrategicMerge: [p.yaml]\n', 'p.yaml': MERGE }],
  ])('%s', (_, files) => {
    expect(routesWith(files)).toEqual(['null', 'monitoring/shop/hook']);
  });

  test('patches of other kinds do not count', () => {
    const other = `patches:\n  - target: { kind: Prometheus }\n    patch: |\n${indented(OPERATIONS)}`;
    expect(routesWith({ 'kustomization.yaml': other })).toHaveLength(3);
  });

  test('a selector that is removed takes nothing', () => {
    const removed = `patches:\n  - ${TARGET}\n    patch: |\n      - { op: remove, path: /spec/alertmanagerConfigSelector }\n`;
    expect(routesWith({ 'kustomization.yaml': removed })).toEqual([]);
  });

  test('patches of two clusters that differ leave it open', () => {
    const two = {
      'a/kustomization.yaml': `patches:\n  - ${TARGET}\n    patch: |\n${indented(OPERATIONS)}`,
      'b/kustomization.yaml': `patches:\n  - ${TARGET}\n    patch: |\n${indented(OPERATIONS.replace('None', 'OnNamespace').replace('team: shop', 'team: x'))}`,
    };
    expect(routesWith(two)).toHaveLength(3);
  });
});

describe('objects of VictoriaMetrics', () => {
  const vm = (spec: string): string => `apiVersion: operator.victoriametrics.com/v1beta1
kind: VMAlertmanagerConfig
metadata: { name: shop, namespace: web }
spec:
${spec}`;

  test('names get the prefix of the object, the route the namespace', () => {
    const text = vm(`  route: { receiver: chat }
  receivers: [{ name: chat, webhook_configs: [{ url_secret: { name: s, key: k } }] }]
`);
    expect(receivers('vm.yaml', text)).toEqual(['null', 'web-shop-chat namespace=web']);
    expect(lintFiles({ 'vm.yaml': text })).toEqual([]);
  });

  test('faults of routes are found', () => {
    const text =
      vm(`  route: { receiver: nosuch, routes: [{ receiver: chat, matchers: ['a=~"("'], colour: x }] }
  receivers: [{ name: chat }]
`);
    const found = lintFiles({ 'vm.yaml': text }).filter(({ severity }) => severity === 'error');
    expect(textsBelow(found).toSorted()).toEqual(['"("', 'colour', 'nosuch']);
  });

  test('VMRule is in MetricsQL', () => {
    const rule = (expr: string): string => `apiVersion: operator.victoriametrics.com/v1beta1
kind: VMRule
metadata: { name: shop }
spec:
  groups:
    - name: shop
      concurrency: 2
      rules: [{ alert: A, expr: '${expr}' }]
`;
    const errors = (expr: string) =>
      lintFiles({ 'vm.yaml': rule(expr) }).filter(({ severity }) => severity === 'error');
    for (const right of ['up{job="a"} default 1', 'rate(foo) > 1', 'median_over_time(a[5m])', 'a[5i] > 1'])
      expect(errors(right), right).toEqual([]);
    for (const wrong of ['up{job="a"} =', 'sum(up', 'up{job=~"("}'])
      expect(errors(wrong), wrong).toHaveLength(1);
  });

  test('configRawYaml of a VMAlertmanager is read', () => {
    const text = `apiVersion: operator.victoriametrics.com/v1beta1
kind: VMAlertmanager
metadata: { name: main }
spec:
  configRawYaml: |
    route: { receiver: nosuch }
    receivers: [{ name: chat }]
`;
    const found = lintFiles({ 'vm.yaml': text }).filter(({ severity }) => severity === 'error');
    expect(textsBelow(found)).toEqual(['nosuch']);
  });
});
