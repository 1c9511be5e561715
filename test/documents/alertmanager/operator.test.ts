import { describe, expect, it } from 'vitest';
import { decodeOperatorConfig } from '../../../src/documents/alertmanager/operator.ts';
import type { OperatorOptions } from '../../../src/documents/alertmanager/operator.ts';
import { templatedFields } from '../../../src/documents/alertmanager/templated-fields.ts';
import type { DecodeResult } from '../../../src/documents/alertmanager/types.ts';
import { labelSet } from '../../../src/routing/labels.ts';
import { buildRouteTree } from '../../../src/routing/tree/build.ts';
import { matchReceivers } from '../../../src/routing/tree/match.ts';
import { parseYaml } from '../../../src/yaml/parse.ts';

const OBJECT = `apiVersion: monitoring.coreos.com/v1alpha1
kind: AlertmanagerConfig
metadata: { name: team, namespace: shop }
spec:
  route:
    receiver: chat
    groupBy: [alertname]
    groupWait: 10s
    routes:
      - receiver: pager
        matchers:
          - { name: severity, value: critical, matchType: "=" }
          - { name: job, value: "a|b", regex: true }
        muteTimeIntervals: [nights]
  receivers:
    - name: chat
      slackConfigs: [{ sendResolved: true }]
    - name: pager
      pagerdutyConfigs: [{ routingKey: { name: s, key: k } }]
  inhibitRules:
    - sourceMatch: [{ name: severity, value: critical }]
      targetMatch: [{ name: severity, value: warn.*, matchType: =~ }]
      equal: [alertname]
  muteTimeIntervals:
    - name: nights
      timeIntervals:
        - times: [{ startTime: "22:00", endTime: "24:00" }]
          daysOfMonth: [{ start: 1, end: 5 }, { start: -1 }]
`;

function decode(source: string, options?: OperatorOptions): DecodeResult {
  return decodeOperatorConfig(parseYaml(source).documents[0]!.root!, source, options);
}

describe('an AlertmanagerConfig object', () => {
  const { config, issues } = decode(OBJECT);

  it('is read without issues', () => expect(issues).toEqual([]));

  it('takes only alerts of its namespace, and names receivers after itself', () => {
    const tree = buildRouteTree(config.route!);
    expect(matchReceivers(tree, labelSet({ severity: 'critical', job: 'b' }))).toEqual(['null']);
    expect(matchReceivers(tree, labelSet({ namespace: 'shop', severity: 'critical', job: 'b' }))).toEqual([
      'shop/team/pager',
    ]);
    expect(matchReceivers(tree, labelSet({ namespace: 'shop' }))).toEqual(['shop/team/chat']);
    expect(tree.routes.map((route) => route.continue)).toEqual([false, true, false]);
    expect(tree.routes[2]!.settings).toMatchObject({
      groupWaitMs: 10_000,
      muteTimeIntervals: ['shop/team/nights'],
    });
  });

  it('takes alerts of every namespace if the operator is configured so', () => {
    const reached = (options: OperatorOptions): string[] =>
      matchReceivers(buildRouteTree(decode(OBJECT, options).config.route!), labelSet({}));
    expect(reached({ matcherStrategy: 'None' })).toEqual(['shop/team/chat']);
    const exceptOwn = { matcherStrategy: 'OnNamespaceExceptForAlertmanagerNamespace' } as const;
    expect(reached({ ...exceptOwn, namespace: 'shop' })).toEqual(['shop/team/chat']);
    expect(reached({ ...exceptOwn, namespace: 'monitoring' })).toEqual(['null']);
    const rules = decode(OBJECT, { matcherStrategy: 'None' }).config.inhibitRules;
    expect(rules[0]!.sourceMatchers.map(({ name }) => name)).toEqual(['severity']);
  });

  it('limits inhibition to its namespace', () => {
    const [rule] = config.inhibitRules;
    expect(rule!.sourceMatchers.map((m) => `${m.name}${m.op}${m.value}`)).toEqual([
      'severity=critical',
      'namespace=shop',
    ]);
    expect(rule!.targetMatchers.map((m) => `${m.name}${m.op}${m.value}`)).toEqual([
      'severity=~warn.*',
      'namespace=shop',
    ]);
  });

  it('reads intervals and integrations', () => {
    expect(config.timeIntervals[0]!.intervals[0]).toMatchObject({
      times: [{ startMinute: 1320, endMinute: 1440 }],
      daysOfMonth: [
        { begin: 1, end: 5 },
        { begin: -1, end: -1 },
      ],
    });
    expect(config.receivers.map((r) => r.integrations.map((i) => `${i.name} ${i.sendResolved}`))).toEqual([
      ['slack[0] true'],
      ['pagerduty[0] true'],
    ]);
  });
});

it.each([
  ['receiver: pager', 'receiver: pgaer', 'undefined-receiver@pgaer'],
  ['matchType: =~', 'matchType: like', 'bad-value@like'],
  ['warn.*', '"warn("', 'bad-regexp@"warn("'],
  ['groupWait: 10s', 'groupWait: 10', 'bad-duration@10'],
  ['    receiver: chat\n', '', 'root-receiver@groupBy'],
  ['[nights]', '[days]', 'undefined-interval@days'],
  ['name: pager', 'name: chat', 'duplicate-receiver@chat'],
  ['matchers:', 'matcher:', 'unknown-key@matcher'],
  ['start: 1, end: 5', 'start: 5, end: 1', 'day-order@{ start: 5, end: 1 }'],
])('%s -> %s', (from, to, expected) => {
  const source = OBJECT.replace(from, to);
  const found = decode(source).issues.map(
    (issue) => `${issue.code}@${source.slice(issue.range.start, issue.range.end)}`,
  );
  expect(found).toContain(expected);
});

describe('the receivers of an AlertmanagerConfig', () => {
  const source = `apiVersion: monitoring.coreos.com/v1alpha1
kind: AlertmanagerConfig
metadata: { name: team, namespace: shop }
spec:
  route: { receiver: all }
  receivers:
    - name: all
      slackConfigs:
        - apiURL: { name: slack, key: url }
          titleLink: 'http://x/{{ .Status }}'
          fields: [{ title: T, value: '{{ .CommonLabels.job }}' }]
          actions: [{ type: button, text: Ack, url: u, confirm: { text: sure, okText: 'yes' } }]
      pagerdutyConfigs:
        - routingKey: { name: pd, key: k }
          clientURL: '{{ .ExternalURL }}'
          details: [{ key: firing, value: none }, { key: camelCase, value: '{{ .Status }}' }]
          pagerDutyLinkConfigs: [{ href: 'http://l', alt: 'a link' }]
      emailConfigs: [{ to: a@example.com, headers: [{ key: Subject, value: '{{ .Receiver }}' }] }]
      webhookConfigs: [{ urlSecret: { name: hook, key: url }, maxAlerts: 3 }]
      telegramConfigs: [{ botToken: { name: s, key: k }, chatID: 1, parseMode: MarkdownV2, message: m }]
`;
  const { config, issues } = decode(source);
  const texts = (kind: string): Record<string, string> => {
    const integration = config.receivers[0]!.integrations.find((one) => one.kind === kind)!;
    const written = templatedFields(integration, config.version).filter(({ node }) => node !== undefined);
    return Object.fromEntries(written.map(({ path, text }) => [path, text]));
  };

  it('have the fields that the operator writes', () => {
    expect(issues).toEqual([]);
    expect(texts('slack')).toEqual({
      title_link: 'http://x/{{ .Status }}',
      'fields.0.title': 'T',
      'fields.0.value': '{{ .CommonLabels.job }}',
      'actions.0.type': 'button',
      'actions.0.text': 'Ack',
      'actions.0.url': 'u',
      'actions.0.confirm.text': 'sure',
      'actions.0.confirm.ok_text': 'yes',
    });
    expect(texts('pagerduty')).toEqual({
      client_url: '{{ .ExternalURL }}',
      'details.firing': 'none',
      'details.camelCase': '{{ .Status }}',
      'links.0.href': 'http://l',
      'links.0.text': 'a link',
    });
    expect(texts('email')).toEqual({ to: 'a@example.com', 'headers.Subject': '{{ .Receiver }}' });
  });

  it('keep settings that decide on the message, and reveal no Secrets', () => {
    const [webhook, telegram] = ['webhook', 'telegram'].map((kind) =>
      config.receivers[0]!.integrations.find((one) => one.kind === kind)!,
    );
    expect(webhook!.section.number('max_alerts')).toBe(3);
    expect(texts('webhook')).toEqual({});
    expect(telegram!.section.text('parse_mode')?.value).toBe('MarkdownV2');
  });

  it('keep the places of their texts', () => {
    const slack = config.receivers[0]!.integrations.find(({ kind }) => kind === 'slack')!;
    const [link] = templatedFields(slack, config.version);
    expect(source.slice(link!.range.start, link!.range.end)).toBe("'http://x/{{ .Status }}'");
  });
});
