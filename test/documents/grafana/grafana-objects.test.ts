import { describe, expect, it } from 'vitest';
import { folderOf, run } from '../../cli/support.ts';
import { lintFiles } from '../../support/lint-files.ts';

const object = (kind: string, spec: string, name = 'shop'): string =>
  `apiVersion: grafana.integreatly.org/v1beta1
kind: ${kind}
metadata: { name: ${name}, namespace: monitoring }
spec:
  instanceSelector: { matchLabels: { dashboards: grafana } }
${spec}`;

const RULES = object(
  'GrafanaAlertRuleGroup',
  `  folderRef: shop
  interval: 1m
  rules:
    - uid: a
      title: ShopDown
      condition: A
      for: 5m
      noDataState: OK
      execErrState: Error
      labels: { severity: critical }
      notificationSettings: { receiver: chat }
      data:
        - { refId: A, datasourceUid: p, model: { expr: 'up{job="shop"} == 0', datasource: { type: prometheus } } }
`,
);
const CHAT = object(
  'GrafanaContactPoint',
  "  name: chat\n  type: slack\n  settings: { url: 'https://hooks.example/x' }\n",
);
const MANY = object(
  'GrafanaContactPoint',
  `  receivers:
    - { type: email, settings: { addresses: a@b.example } }
    - type: telegram
      settings: { chatid: '-100' }
      valuesFrom: [{ targetPath: bottoken, valueFrom: { secretKeyRef: { name: s, key: k } } }]
`,
  'pager',
);
const NIGHTS = object(
  'GrafanaMuteTiming',
  "  name: nights\n  editable: false\n  time_intervals: [{ times: [{ start_time: '22:00', end_time: '24:00' }] }]\n",
);
const POLICY = object(
  'GrafanaNotificationPolicy',
  `  route:
    receiver: chat
    group_by: [alertname]
    routes:
      - receiver: pager
        matchers: [{ name: severity, value: critical, isRegex: false, isEqual: true }]
        mute_time_intervals: [nights]
      - { receiver: chat, object_matchers: [[team, '=~', 'a|b']] }
`,
);
const ALL = {
  'rules.yaml': RULES,
  'chat.yaml': CHAT,
  'many.yaml': MANY,
  'nights.yaml': NIGHTS,
  'policy.yaml': POLICY,
};

const found = (files: Record<string, string>): string[] =>
  lintFiles(files).map(({ check, message }) => `${check}: ${message}`);

describe('objects of the Grafana operator', () => {
  it('are read, and right ones are silent', () => {
    expect(found(ALL)).toEqual([]);
  });

  it.each<[keyof typeof ALL, string, string, string]>([
    ['rules.yaml', 'up{job="shop"} ==', 'up{job="shop"} =', 'syntax/promql: unexpected "="'],
    ['rules.yaml', 'condition: A', 'condition: B', 'syntax/grafana: no query of the rule has the refId "B"'],
    [
      'rules.yaml',
      '{ receiver: chat }',
      '{ receiver: chatt }',
      'no file provisions the contact point "chatt"',
    ],
    ['rules.yaml', '  folderRef: shop\n', '', 'syntax/grafana: this rule group has no "folder"'],
    [
      'chat.yaml',
      'type: slack',
      'type: slak',
      'syntax/grafana: Grafana has no integration of the type "slak"',
    ],
    [
      'chat.yaml',
      'url:',
      'ulr:',
      'syntax/grafana: the settings of the slack receiver of the contact point "chat" have no',
    ],
    [
      'many.yaml',
      'addresses:',
      'adresses:',
      'syntax/grafana: the settings of the email receiver of the contact point "pager" have no "addresses"',
    ],
    ['many.yaml', 'targetPath: bottoken', 'targetPath: token', 'have no "bottoken"'],
    ['nights.yaml', "end_time: '24:00'", "end_time: '21:00'", '21:00'],
    [
      'policy.yaml',
      'value: critical, isRegex: false',
      "value: '(', isRegex: true",
      'the regular expression "(" of severity=~ is invalid',
    ],
    [
      'policy.yaml',
      '[nights]',
      '[night]',
      'no file provisions the mute timing "night"; did you mean "nights"?',
    ],
  ])('in %s, "%s" as "%s"', (path, right, wrong, message) => {
    expect(ALL[path]).toContain(right);
    const all = found({ ...ALL, [path]: ALL[path].replace(right, wrong) });
    expect(all.join('\n')).toContain(message);
  });

  it('the operator meets the fault, not the start of Grafana', () => {
    const [one] = lintFiles({ 'rules.yaml': RULES.replace('condition: A', 'condition: B') });
    expect(one!.why).toBe('Grafana refuses it: the operator creates nothing');
  });

  it('route the alerts of their rules', async () => {
    const cwd = await folderOf(ALL);
    const { stdout } = await run(['routes', 'test', '--config.file', 'policy.yaml', 'severity=critical'], {
      cwd,
    });
    expect(stdout).toBe('pager\n');
    expect((await run(['routes', 'coverage'], { cwd })).stdout).toMatch(/^ShopDown .*pager/m);
  });
});

describe('settings of contact points', () => {
  const point = (type: string, settings: string): string =>
    `apiVersion: 1\ncontactPoints: [{ orgId: 1, name: c, receivers: [{ uid: u, type: ${type}, settings: { ${settings} } }] }]\n`;

  it.each([
    ['slack', 'recipient: "#a", token: $TOKEN'],
    ['slack', 'url: $HOOK'],
    ['slack', 'URL: $HOOK'],
    ['email', 'addresses: a@b.example'],
    ['pagerduty', 'integrationKey: x, severity: "{{ .CommonLabels.severity }}"'],
    ['telegram', 'bottoken: x, chatid: -100, parse_mode: html'],
    ['jira', 'api_url: https://x/rest/api/2, project: A, issue_type: Bug, api_token: x'],
    ['sns', 'topic_arn: "arn:aws:sns:eu-west-1:1:x"'],
    ['wecom', 'secret: x, agent_id: a, corp_id: c'],
    ['opsgenie', 'apiKey: x, sendTagsAs: both'],
  ])('Grafana takes %s with %s', (type, settings) => {
    expect(found({ 'c.yaml': point(type, settings) })).toEqual([]);
  });

  it.each([
    ['slack', 'text: x', 'have no "recipient" and no "token"'],
    ['slack', 'recipient: "#a"', 'have no "token"'],
    [
      'slack',
      'url: x, mentionChannel: everyone',
      '"mentionChannel" of the slack receiver of the contact point "c" cannot be "everyone"',
    ],
    ['email', 'addresses: ""', 'have no "addresses"'],
    ['pagerduty', 'routingKey: x', 'have no "integrationKey"'],
    [
      'telegram',
      'bottoken: x, chatid: 1, parse_mode: MarkDown2',
      'cannot be "MarkDown2"; did you mean "Markdown"',
    ],
    ['webhook', 'uri: http://x/', 'have no "url"'],
    ['jira', 'api_url: x', 'have no "project" and no "issue_type" and no "api_token" or "user"'],
    ['opsgenie', 'apiKey: x, sendTagsAs: tag', 'cannot be "tag"; did you mean "tags"'],
    ['threema', 'gateway_id: x', 'have no "recipient_id" and no "api_secret"'],
  ])('Grafana refuses %s with %s', (type, settings, message) => {
    const [one, ...others] = found({ 'c.yaml': point(type, settings) });
    expect(one).toContain(message);
    expect(others).toEqual([]);
  });
});
