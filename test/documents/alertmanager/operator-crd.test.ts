import { describe, expect, test } from 'vitest';
import type { Diagnostic } from '../../../src/diagnostics/diagnostic.ts';
import { lintFiles, textsBelow } from '../../support/lint-files.ts';

const errors = (text: string): Diagnostic[] =>
  lintFiles({ 'amc.yaml': text }).filter(({ severity }) => severity === 'error');

const object = (spec: string, version = 'v1alpha1'): string => `apiVersion: monitoring.coreos.com/${version}
kind: AlertmanagerConfig
metadata: { name: x, namespace: shop }
spec:
${spec}`;

const ROUTE = '  route: { receiver: a, groupBy: [alertname] }\n';
const receiver = (entry: string, version?: string): string =>
  object(`${ROUTE}  receivers:\n    - name: a\n      ${entry}\n`, version);

const REF = '{ name: s, key: k }';

/** What the CRD of operator 0.93 refuses (validated with its schema), and what it does not know and drops. */
const REFUSED: readonly [entry: string, at: string][] = [
  [`discordConfigs: [{ title: x }]`, 'title'],
  [`discordConfigs: [{ webhookURL: ${REF} }]`, 'webhookURL'],
  [`emailConfigs: [{ to: a@b.c, headers: { Subject: x } }]`, '{ Subject: x }'],
  [`emailConfigs: [{ to: a@b.c, authPassword: x }]`, 'x'],
  [`msteamsConfigs: [{ webhookURL: ${REF} }]`, 'webhookURL'],
  [`msteamsConfigs: [{ title: x }]`, 'title'],
  [`opsgenieConfigs: [{ apiKey: ${REF}, details: { a: b } }]`, '{ a: b }'],
  [`opsgenieConfigs: [{ apiKey: ${REF}, responders: [{ type: squad, name: a }] }]`, 'squad'],
  [`pagerdutyConfigs: [{ routingKey: { name: k } }]`, 'name'],
  [`pagerdutyConfigs: [{ routingKey: abc }]`, 'abc'],
  [`slackConfigs: [{ apiURL: ${REF}, channel: "#a", sendResolved: "true" }]`, '"true"'],
  [`slackConfigs: [{ apiUrl: ${REF}, channel: "#a" }]`, 'apiUrl'],
  [`slackConfigs: [{ apiURL: "https://x", channel: "#a" }]`, '"https://x"'],
  [`slackConfigs: [{ apiURL: ${REF}, chanel: "#a" }]`, 'chanel'],
  [`telegramConfigs: [{ botToken: ${REF}, chatID: "-1" }]`, '"-1"'],
  [`telegramConfigs: [{ botToken: ${REF}, chatID: 1, parseMode: html }]`, 'html'],
  [`telegramConfigs: [{ botToken: ${REF} }]`, 'botToken'],
  [`webhookConfigs: [{ url: http://x/, maxAlerts: -1 }]`, '-1'],
  [`webhookConfigs: [{ url: http://x/, httpConfig: { basicAuth: { username: me } } }]`, 'me'],
  [`slackConfigs: [{ apiURL: ${REF}, channel: "#a", fields: [] }]`, '[]'],
  [`slack_configs: [{}]`, 'slack_configs'],
  [`jiraConfigs: [{}]`, 'jiraConfigs'],
];

/** What the operator refuses itself: its own validations. */
const BY_OPERATOR: readonly [entry: string, at: string][] = [
  [`pagerdutyConfigs: [{ description: x }]`, 'description'],
  [`webhookConfigs: [{ sendResolved: true }]`, 'sendResolved'],
  [`telegramConfigs: [{ chatID: 1 }]`, 'chatID'],
  [`pushoverConfigs: [{ userKey: ${REF} }]`, 'userKey'],
];

describe('receivers of an AlertmanagerConfig', () => {
  test.each(REFUSED)('the API server refuses or drops %s', (entry, at) => {
    const found = errors(receiver(entry));
    expect(textsBelow(found)).toContain(at);
    for (const { why } of found) expect(why).toMatch(/API server|kubectl/);
  });

  test.each(BY_OPERATOR)('the operator refuses %s', (entry, at) => {
    const found = errors(receiver(entry));
    expect(textsBelow(found)).toEqual([at]);
    expect(found[0]!.why).toContain('operator');
  });

  test('what the CRD has is accepted', () => {
    const right = [
      `discordConfigs: [{ apiURL: ${REF}, title: '', message: x, username: u }]`,
      `emailConfigs: [{ to: a@b.c, headers: [{ key: Subject, value: x }], authPassword: ${REF}, tlsConfig: { insecureSkipVerify: true } }]`,
      `msteamsConfigs: [{ webhookUrl: ${REF} }]`,
      `msteamsv2Configs: [{ webhookURL: ${REF}, title: t }]`,
      `opsgenieConfigs: [{ apiKey: ${REF}, details: [{ key: a, value: b }], responders: [{ type: team, name: a }] }]`,
      `pagerdutyConfigs: [{ routingKey: { ...REF }, severity: critical, details: [{ key: a, value: '1' }] }]`.replace(
        '{ ...REF }',
        REF,
      ),
      `slackConfigs: [{ apiURL: ${REF}, channel: "#a", sendResolved: true, fields: [{ title: a, value: b, short: true }] }]`,
      `telegramConfigs: [{ botToken: ${REF}, chatID: -100, parseMode: HTML }]`,
      `victoropsConfigs: [{ apiKey: ${REF}, routingKey: x }]`,
      `webhookConfigs: [{ urlSecret: ${REF}, maxAlerts: 0, httpConfig: { bearerTokenSecret: ${REF} } }]`,
      `snsConfigs: [{ topicARN: 'arn:aws:sns:eu-west-1:123456789012:x', sigv4: { region: eu-west-1, accessKey: ${REF} } }]`,
      `webexConfigs: [{ roomID: x, httpConfig: { authorization: { credentials: ${REF} } } }]`,
    ];
    for (const entry of right) expect(errors(receiver(entry)), entry).toEqual([]);
  });

  test('the API server asks v1beta1 for the name of a Secret', () => {
    const entry = 'pagerdutyConfigs: [{ routingKey: { key: k } }]';
    expect(errors(receiver(entry, 'v1beta1'))[0]!.why).toContain('API server');
    expect(errors(receiver(entry))[0]!.why).toContain('operator');
  });
});

describe('the spec of an AlertmanagerConfig', () => {
  const HOOK = "  receivers: [{ name: a, webhookConfigs: [{ url: 'http://x/' }] }]\n";

  test.each([
    ['timeIntervals', 'v1alpha1', `${ROUTE}${HOOK}  timeIntervals: []\n`],
    [
      'muteTimeIntervals',
      'v1beta1',
      `${ROUTE}${HOOK}  muteTimeIntervals: [{ name: x, timeIntervals: [] }]\n`,
    ],
    ['group_by', 'v1alpha1', `  route: { receiver: a, group_by: [x] }\n${HOOK}`],
    ['inhibit_rules', 'v1alpha1', `${ROUTE}${HOOK}  inhibit_rules: []\n`],
    ['cluster', 'v1alpha1', `${ROUTE}${HOOK}  inhibitRules: [{ equal: cluster }]\n`],
    ['value', 'v1alpha1', `  route: { receiver: a, matchers: [{ value: x }] }\n${HOOK}`],
  ])('%s in %s', (at, version, spec) => {
    expect(textsBelow(errors(object(spec, version)))).toContain(at);
  });
});

/** By operator 0.93: its CRD, pkg/alertmanager/validation, and what its generator and Alertmanager make of the rest. */
describe('each fault names who refuses it', () => {
  const HOOK = "  receivers: [{ name: a, webhookConfigs: [{ url: 'http://x/' }] }]\n";
  const route = (fields: string): string => `  route: { receiver: a, ${fields} }\n${HOOK}`;
  const child = (fields: string): string => route(`routes: [{ ${fields} }]`);
  const times = (fields: string): string =>
    `  route: { receiver: a, muteTimeIntervals: [n] }\n${HOOK}  muteTimeIntervals: [{ name: n, timeIntervals: [{ ${fields} }] }]\n`;

  test.each([
    ['API server', route('groupBy: [x, x]')],
    ['API server', route('groupWait: "5"')],
    ['API server', route('continue: "true"')],
    ['API server', route('matchers: [{ value: x }]')],
    ['API server', route('matchers: [{ name: x, matchType: "~" }]')],
    ['API server', times('weekdays: [lunedi]')],
    ['API server', times('times: [{ startTime: "8:00", endTime: "09:00" }]')],
    ['API server', times('daysOfMonth: [{ start: 40 }]')],
    ['API server', `${ROUTE}  receivers: [{ name: a }, { webhookConfigs: [] }]\n`],
    ['API server', `${ROUTE}${HOOK}  inhibitRules: [{ equal: cluster }]\n`],
    ['kubectl', route('group_wait: 1m')],
    ['operator', child('group_wait: 1m')],
    ['operator', child('continue: "true"')],
    ['operator', child('matchers: ["a=b"]')],
    ['operator', child('groupBy: [x, x]')],
    ['operator', child('receiver: b')],
    ['operator', route("groupBy: ['...', x]")],
    ['operator', route('activeTimeIntervals: [n]')],
    ['operator', times('times: [{ startTime: "10:00", endTime: "09:00" }]')],
    ['operator', times('times: [{ startTime: "10:00" }]')],
    ['operator', times('weekdays: ["friday:monday"]')],
    ['operator', times('daysOfMonth: [{ start: 0 }]')],
    ['operator', `  route: { groupBy: [x] }\n${HOOK}`],
    ['operator', `${ROUTE}  receivers: [{ name: a }, { name: a }]\n`],
    ['the operator can no longer write', child('groupInterval: 1x')],
    ['then Alertmanager rejects', route('matchers: [{ name: x, matchType: "=~", value: "(" }]')],
    ['before 0.89', route('repeatInterval: 0s')],
  ])('%s: %s', (who, spec) => {
    const found = errors(object(spec));
    expect(found).toHaveLength(1);
    expect(found[0]!.why).toContain(who);
    expect(found[0]!.message).not.toContain('shop/x/');
  });

  test('one field under a wrong name is one finding', () => {
    const [found, ...others] = errors(receiver(`msteamsConfigs: [{ webhookURL: ${REF} }]`));
    expect(others).toEqual([]);
    expect(found!.message).toBe(
      'an entry of msteamsConfigs has no field "webhookURL", and needs "webhookUrl"',
    );
  });
});
