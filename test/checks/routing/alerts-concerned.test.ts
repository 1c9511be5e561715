import { expect, test } from 'vitest';
import type { Diagnostic } from '../../../src/diagnostics/diagnostic.ts';
import { lintFiles } from '../../support/lint-files.ts';

/** Every kind of fault of routes, matchers, intervals and inhibition that is not an error. */
const CONFIG = String.raw`route:
  receiver: everybody
  group_by: [alertname, tema, 'alertname, team']
  group_wait: 10m
  group_interval: 5m
  repeat_interval: 2w
  routes:
    - matchers: [severity="critical", team="shop"]
      receiver: pager
      repeat_interval: 1h2m
      mute_time_intervals: [nights, always, never, thirtieth, nothing]
      routes:
        - matchers: [severity="warning"]
          receiver: everybody
    - matchers: [severity="critical", team="shop"]
      receiver: everybody
    - matchers: [alertname=~"Bank*"]
      receiver: everybody
      repeat_interval: 1m
    - matchers: [severity="info|warning"]
      receiver: everybody
    - matchers: ['alertname="a\.b\n"']
      receiver: everybody
    - matchers: [team=a b]
      receiver: everybody
    - matchers: [severity="warning", team="bank"]
      group_by: ['...']
      receiver: everybody
      routes:
        - matchers: [alertname="BankSlow"]
          group_by: [instance]
          receiver: everybody
          continue: true
    - matchers: [severity="warning"]
      receiver: everybody
      continue: true
    - matchers: [severity="info"]
      receiver: everybody
receivers:
  - name: everybody
    webhook_configs: [{ url: 'http://127.0.0.1:9099/' }]
  - name: pager
time_intervals:
  - name: nights
    time_intervals: [{ times: [{ start_time: '20:00', end_time: '23:59' }] }]
  - name: always
    time_intervals: [{ location: Europe/Berlin }]
  - name: never
    time_intervals: []
  - name: thirtieth
    time_intervals: [{ days_of_month: ['30'], months: [february], location: UTC }]
  - name: nothing
    time_intervals: [{ months: [] }]
inhibit_rules:
  - source_matchers: [severity="critical"]
    target_matchers: [severity=~"critical|warning"]
    equal: [team]
  - source_matchers: [severity="warning", severity="critical"]
    target_matchers: [severity="info"]
  - source_matchers: [team="shop"]
    target_matchers: [team="shop"]
    equal: [team]
  - source_matchers: [alertname=~"Bank*"]
    target_matchers: [team="shop"]
    equal: [zone]
`;
const RULES = `groups:
  - name: shop
    rules:
      - { alert: ShopDown, expr: up == 0, labels: { severity: critical, team: shop } }
      - { alert: BankSlow, expr: up == 0, labels: { severity: warning, team: bank } }
      - { alert: BankNote, expr: up == 0, labels: { severity: info, team: bank } }
`;
const SPOKEN = [
  'inhibition/never-applies',
  'inhibition/no-equal',
  'inhibition/self',
  'routing/accepted-fault',
  'routing/grammar',
  'routing/group-by',
  'routing/group-by-explodes',
  'routing/interval-location',
  'routing/interval-traps',
  'routing/pattern',
  'routing/reaches-nobody',
  'routing/shadowed',
  'routing/timing',
  'routing/timing-rounding',
  'routing/unknown-label',
  'routing/unreached-route',
  'routing/useless-continue',
];
/** They are about what is not used by any alert, and say so. */
const ABOUT_NONE = ['routing/unused-interval'];

const found = (files: Readonly<Record<string, string>>): readonly Diagnostic[] =>
  lintFiles(files, { config: 'preset: strict\n' }).filter(({ check }) =>
    /^(?:routing|inhibition)\//.test(check),
  );
const text = ({ check, message, why, help }: Diagnostic): string => [check, message, why, help].join(' | ');

test('every finding of routing and inhibition names the alerts concerned', () => {
  const findings = found({ 'alertmanager.yml': CONFIG, 'rules.yml': RULES });
  expect([...new Set(findings.map(({ check }) => check))].sort()).toEqual(SPOKEN);
  const silent = findings
    .filter(({ check }) => !ABOUT_NONE.includes(check))
    .map(text)
    .filter((one) => !/ShopDown|BankSlow|BankNote|no alert of the rule files/.test(one));
  expect(silent).toEqual([]);
});

test('without rule files nothing is said of alerts', () => {
  const silent = found({ 'alertmanager.yml': CONFIG }).map(text);
  expect(silent.filter((one) => /affects? the alert|alerts? of the rule files/.test(one))).toEqual([]);
});

test('what depends on a label of the expression may concern an alert; many are counted', () => {
  const rules = ['A', 'B', 'C', 'D', 'E'].map(
    (name) => `      - { alert: ${name}, expr: up == 0, labels: { severity: critical } }\n`,
  );
  const route = (matcher: string): string => CONFIG_WITH.replace('MATCHER', matcher);
  const why = (matcher: string): string | undefined =>
    lintFiles(
      {
        'alertmanager.yml': route(matcher),
        'rules.yml': `groups:\n  - name: g\n    rules:\n${rules.join('')}`,
      },
      { only: 'routing/useless-continue' },
    )[0]?.why;
  const last = 'no route follows, and alerts do not return to the parent route';
  expect(why('instance="a"')).toBe(`${last}; this may affect the alerts "A", "B", "C" and 2 more`);
  expect(why('severity="critical"')).toBe(`${last}; this affects the alerts "A", "B", "C" and 2 more`);
  expect(why('alertname="A"')).toBe(`${last}; this affects the alert "A"`);
});

const CONFIG_WITH = `route:
  receiver: everybody
  routes:
    - { matchers: ['MATCHER'], receiver: everybody, continue: true }
receivers: [{ name: everybody }]
`;
