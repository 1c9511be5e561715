import { expect, it } from 'vitest';
import { DEFAULT_CONFIG } from '../../../src/config/types.ts';
import { readProject } from '../../../src/project/read-project.ts';
import { alertLabels } from '../../../src/analysis/delivery/index.ts';

const RULES = `groups:
  - name: web
    labels: { team: web, tier: gold, region: eu }
    rules:
      - alert: Down
        expr: up == 0
        labels: { severity: critical, tier: '', owner: '{{ $labels.owner }}', region: us }
`;
const PROMETHEUS = `global:
  external_labels: { cluster: c1, tier: from-outside, secret: '\${SECRET}' }
scrape_configs: []
`;

function alerts(files: Readonly<Record<string, string>>) {
  const found = Object.entries(files).map(([path, text]) => ({ path, text, named: false }));
  return alertLabels(readProject(found, DEFAULT_CONFIG.settings));
}

it('joins the labels of rule, group and server as they win over each other', () => {
  const [alert] = alerts({ 'rules.yml': RULES, 'prometheus.yml': PROMETHEUS });
  expect(Object.fromEntries(alert!.known)).toEqual({
    alertname: 'Down',
    severity: 'critical',
    team: 'web',
    region: 'us',
    cluster: 'c1',
    tier: 'from-outside',
  });
});

it('knows which labels are settled before the alert fires', () => {
  const [alert] = alerts({ 'rules.yml': RULES });
  for (const settled of ['alertname', 'severity', 'team', 'region'])
    expect(alert!.of(settled).kind).toBe('values');
  // The rule removes it, and a server that is not known may add it.
  expect(alert!.of('tier')).toMatchObject({ kind: 'open', named: false });
  for (const open of ['owner', 'instance']) expect(alert!.of(open).kind).toBe('open');
  expect(alert!.known.has('tier')).toBe(false);
});

it('adds external labels neither of several servers nor to the alerts of Loki', () => {
  const [several] = alerts({ 'rules.yml': RULES, 'a.yml': PROMETHEUS, 'b.yml': PROMETHEUS });
  expect(several!.known.has('cluster')).toBe(false);
  const logs = RULES.replace('up == 0', 'sum(rate({app="web"} |= "error" [5m])) > 1').replace(
    / {4}labels.*\n/,
    '',
  );
  const [loki] = alerts({ 'loki.yml': logs, 'prometheus.yml': PROMETHEUS });
  expect(loki!.rule.group.document.language).toBe('logql');
  expect(loki!.known.has('cluster')).toBe(false);
});

it('knows that a label the expression drops is not open', () => {
  const text = `groups:
  - name: web
    rules:
      - alert: Errors
        expr: sum by (job) (rate(errors_total[5m])) > 1
`;
  const [alert] = alerts({ 'rules.yml': text, 'prometheus.yml': PROMETHEUS });
  expect(alert!.of('job').kind).toBe('open');
  expect(alert!.of('instance')).toEqual({ kind: 'values', values: new Set(['']) });
});
