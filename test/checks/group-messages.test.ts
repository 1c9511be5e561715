import { describe, expect, it } from 'vitest';
import { lintFiles } from '../support/lint-files.ts';

const RULES = `groups:
  - name: shop
    rules:
      - { alert: ShopDown, expr: 'up{job="shop"} == 0', labels: { severity: critical } }
      - { alert: ShopSlow, expr: 'avg by (job) (shop_latency) > 3', labels: { severity: warning } }
`;
interface Setting {
  readonly groupBy?: string;
  readonly more?: string;
  readonly rules?: string;
}
const CONFIG = (receiver: string, { groupBy = '[job]', more = '' }: Setting): string => `route:
  receiver: pager
  group_by: ${groupBy}
receivers:
  - name: pager
${receiver}
${more}`;
const PAGERDUTY = `    pagerduty_configs:
      - { routing_key_file: /x, severity: '{{ .CommonLabels.severity }}' }`;
const opsgenie = (field: string): string => `    opsgenie_configs:
      - { api_key_file: /y, ${field} }`;

function messages(receiver: string, setting: Setting = {}): string[] {
  const files = {
    'alertmanager.yml': CONFIG(receiver, setting),
    'prometheus.yml': 'rule_files: [rules.yml]\n',
    'rules.yml': setting.rules ?? RULES,
  };
  return lintFiles(files)
    .filter(({ check }) => check.startsWith('receivers/'))
    .map(({ message, related }) => `${message} (${related.length})`);
}

describe('texts of a group', () => {
  it('name the two alerts whose severity differs, with their places', () => {
    expect(messages(PAGERDUTY)).toEqual([
      '"severity" is "" when the alerts "ShopDown" and "ShopSlow" share a notification, which PagerDuty does not accept (2)',
    ]);
  });

  it.each([
    ['keeps the alerts apart', { groupBy: '[alertname]' }],
    ['keeps the severities apart', { groupBy: '[severity]' }],
    ['keeps all labels apart', { groupBy: "['...']" }],
    [
      'cannot hold both where one mutes the other',
      {
        more: 'inhibit_rules: [{ source_matchers: [severity="critical"], target_matchers: [severity="warning"] }]\n',
      },
    ],
  ])('are fine where the group %s', (_, setting) => {
    expect(messages(PAGERDUTY, setting)).toEqual([]);
  });

  it('see two alerts of one rule, but not of a rule that returns one series', () => {
    const text = opsgenie("priority: '{{ range .Alerts }}P3{{ end }}'");
    expect(messages(text, { groupBy: '[alertname]' })).toEqual([
      '"priority" is "P3P3" when two alerts of "ShopDown" share a notification, which OpsGenie does not accept (1)',
    ]);
    const rules = RULES.replace('up{job="shop"} == 0', 'sum(up{job="shop"}) == 0');
    expect(messages(text, { groupBy: '[alertname, job]', rules })).toEqual([]);
  });

  it('are measured with all their alerts, and when all are resolved', () => {
    const long = 'x'.repeat(80);
    const twice = opsgenie(`message: '{{ range .Alerts }}${long}{{ end }}'`);
    expect(messages(twice, { groupBy: '[alertname]' })).toEqual([
      expect.stringContaining(
        '"message" has 160 characters when two alerts of "ShopDown" share a notification',
      ),
    ]);
    const over = opsgenie(`message: '{{ if .Alerts.Firing }}on{{ else }}${long}${long}{{ end }}'`);
    expect(messages(over)).toEqual([
      expect.stringContaining('"message" has 160 characters when the alert "ShopDown" is resolved'),
    ]);
  });
});
