import { describe, expect, test } from 'vitest';
import type { Diagnostic } from '../../../src/diagnostics/diagnostic.ts';
import { lintFiles } from '../../support/lint-files.ts';

type AlertSpec = readonly [name: string, labels: string, expr?: string];

const alerts = (...list: readonly AlertSpec[]): string =>
  `groups:\n  - name: shop\n    rules:\n${list
    .map(
      ([alert, labels, expr = 'up == 0']) =>
        `      - { alert: ${alert}, expr: '${expr}', labels: { ${labels} } }\n`,
    )
    .join('')}`;
const CONFIG = `route:
  receiver: everybody
  routes:
    - matchers: [severity="critical", team="shop"]
      receiver: pager
receivers: [{ name: everybody }, { name: pager }]
`;
const only = (id: string, files: Readonly<Record<string, string>>, config?: string): readonly Diagnostic[] =>
  lintFiles(files, { only: id, config });
const messages = (found: readonly Diagnostic[]): string[] => found.map(({ message }) => message);

describe('routing/default-only', () => {
  const ROUTED = ['Routed', 'severity: critical, team: shop'] as const;

  test('critical alerts come first, in stronger words; a receiver without integrations is called so', () => {
    const rules = alerts(
      ROUTED,
      ['Bank', 'severity: critical, team: bank'],
      ['Slow', 'severity: warning, team: bank'],
    );
    const found = only('routing/default-only', { 'alertmanager.yml': CONFIG, 'rules.yml': rules });
    expect(messages(found)).toEqual([
      'the alert "Bank" is critical but goes only to the default receiver "everybody", which notifies nobody',
      'the alert "Slow" goes only to the default receiver "everybody", which notifies nobody',
    ]);
    expect(found[0]?.related.map(({ file, range }) => file.slice(range))).toEqual(['Bank']);
  });

  test('many alerts make one finding', () => {
    const many = Array.from({ length: 9 }, (_, i) => [`Slow${i}`, 'severity: warning'] as const);
    const found = only('routing/default-only', {
      'alertmanager.yml': CONFIG,
      'rules.yml': alerts(ROUTED, ...many),
    });
    expect(messages(found)).toEqual([
      'the alerts "Slow0", "Slow1", "Slow2" and 6 more go only to the default receiver "everybody", which notifies nobody',
    ]);
  });

  test('a label of the expression may lead elsewhere', () => {
    const config = CONFIG.replace('team="shop"', 'instance=~"shop.*"');
    const files = { 'alertmanager.yml': config, 'rules.yml': alerts(['Down', 'severity: critical']) };
    expect(only('routing/default-only', files)).toEqual([]);
  });

  test('with several Alertmanagers an alert needs one of them', () => {
    const files = {
      'alertmanager.yml': CONFIG,
      'bank/alertmanager.yml': CONFIG.replace('team="shop"', 'team="bank"'),
      'rules.yml': alerts(ROUTED, ['Bank', 'severity: critical, team: bank']),
    };
    expect(only('routing/default-only', files)).toEqual([]);
  });
});

describe('where configurations and alerts come from', () => {
  const rules = alerts(['Down', 'severity: critical, team: shop']);
  const unknown = CONFIG.replace('critical', 'page');

  test('a ConfigMap: the place is in the outer file', () => {
    const map = `apiVersion: v1\nkind: ConfigMap\ndata:\n  alertmanager.yml: |\n${unknown.replace(/^(?=.)/gm, '    ')}`;
    const [found, ...others] = only('routing/unknown-label', { 'map.yaml': map, 'rules.yml': rules });
    expect(others).toEqual([]);
    expect(found?.file.slice(found.range)).toBe('"page"');
  });

  test('an AlertmanagerConfig: its namespace is not held against it', () => {
    const object = (value: string): string => `apiVersion: monitoring.coreos.com/v1alpha1
kind: AlertmanagerConfig
metadata: { name: shop, namespace: shop }
spec:
  route:
    receiver: team
    routes:
      - receiver: team
        matchers: [{ name: severity, value: ${value}, matchType: '=' }]
  receivers: [{ name: team }]
`;
    expect(only('routing/unknown-label', { 'shop.yaml': object('critical'), 'rules.yml': rules })).toEqual(
      [],
    );
    expect(only('routing/unreached-route', { 'shop.yaml': object('critical'), 'rules.yml': rules })).toEqual(
      [],
    );
    expect(
      messages(only('routing/unknown-label', { 'shop.yaml': object('page'), 'rules.yml': rules })),
    ).toEqual(['no alert has "severity" "page"']);
  });

  test('alerts of Loki are routed like others', () => {
    const logs = alerts([
      'Errors',
      'severity: warning',
      'sum(count_over_time({app="shop"} |= "x" [5m])) > 0',
    ]);
    const files = {
      'alertmanager.yml': unknown.replace('page', 'warning'),
      'rules.yml': rules,
      'loki/rules.yml': logs,
    };
    expect(messages(only('routing/unreached-route', files))).toEqual([
      'no alert reaches the route {severity="warning",team="shop"} to "pager"',
    ]);
  });

  test('relabelling on the way out may give a label any value', () => {
    const files = {
      'alertmanager.yml': unknown,
      'rules.yml': rules,
      'prometheus.yml':
        'rule_files: [rules.yml]\nalerting:\n  alert_relabel_configs:\n    - { target_label: severity, replacement: page }\n',
    };
    expect(only('routing/unknown-label', files)).toEqual([]);
  });

  test('the release of Alertmanager is configured', () => {
    const config = CONFIG.replace('receivers:', 'tracing: { endpoint: localhost:4317 }\nreceivers:');
    const files = { 'alertmanager.yml': config };
    expect(only('syntax/alertmanager', files)).toEqual([]);
    const found = only('syntax/alertmanager', files, 'alertmanager: { version: "0.25" }');
    expect(messages(found)).toHaveLength(1);
    expect(found[0]?.message).toContain('"tracing"');
  });
});

describe('inhibition', () => {
  const inhibit = (rule: string): string => `${CONFIG}inhibit_rules:\n  - ${rule}\n`;

  test('an alert with a name of its own is never equal by name', () => {
    const rules = alerts(['Down', 'severity: critical'], ['Slow', 'severity: warning']);
    const rule =
      '{ source_match: { severity: critical }, target_match: { severity: warning }, equal: [alertname] }';
    const [found] = only('inhibition/never-applies', {
      'alertmanager.yml': inhibit(rule),
      'rules.yml': rules,
    });
    expect(found?.why).toBe(
      'no alert matches both sides: "Down" on the source side, "Slow" on the target side',
    );
  });

  test('one name with two severities is a pair', () => {
    const rules = alerts(['Down', 'severity: critical'], ['Down', 'severity: warning']);
    const rule =
      '{ source_match: { severity: critical }, target_match: { severity: warning }, equal: [alertname] }';
    expect(
      only('inhibition/never-applies', { 'alertmanager.yml': inhibit(rule), 'rules.yml': rules }),
    ).toEqual([]);
  });

  test('a mistyped matcher is named, with what was meant', () => {
    const rules = alerts(['Down', 'severity: critical'], ['Slow', 'severity: warning']);
    const rule =
      '{ source_match_re: { severity: critcal }, target_match: { severity: warning }, equal: [job] }';
    expect(
      messages(only('inhibition/never-applies', { 'alertmanager.yml': inhibit(rule), 'rules.yml': rules })),
    ).toEqual([
      'this inhibition rule mutes no alert: none matches severity=~"critcal" on its source side; did you mean "critical"?',
    ]);
  });
});
