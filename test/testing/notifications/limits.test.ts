import { describe, expect, it } from 'vitest';
import { failuresOf } from './run.ts';

describe('the message of a scenario', () => {
  const given = {
    rules: `groups: [{ name: g, rules: [{ alert: A, expr: up == 0, annotations: { summary: '<b> & {{ $labels.job }}' } }] }]`,
    alertmanager: `route: { receiver: team, group_wait: 30s, routes: [{ matchers: [job!=""], group_by: [job] }] }
receivers:
  - name: team
    webhook_configs: [{ url: 'http://127.0.0.1/' }]
    telegram_configs: [{ chat_id: 1, bot_token: x, message: '{{ .CommonAnnotations.summary }}' }]
    opsgenie_configs: [{ api_key: x, message: '${'0123456789'.repeat(14)}' }]
`,
  };
  const message = (fields: string): string =>
    `{ alert: A, scenarios: [{ name: s, series: { 'up{job="a"}': 0x9 }, expect: [{ at: 1m, message: { receiver: team, ${fields} } }] }] }`;

  it.each([
    'integration: webhook, body: { status: firing, alerts: [{ labels: { job: a } }], truncatedAlerts: "0" }',
    String.raw`integration: webhook, body: { groupKey: '{}/{job!=""}:{job="a"}', version: "4" }`,
    String.raw`integration: webhook, body: '/^\{"receiver":"team","status":"firing",.*\\u003cb\\u003e/'`,
    "integration: telegram, message: '&lt;b&gt; &amp; a'",
    `integration: opsgenie, message: '${'0123456789'.repeat(13).slice(0, 129)}…'`,
  ])('%s holds', async (fields) => {
    expect(await failuresOf({ ...given, scenarios: message(fields) })).toEqual([]);
  });

  it('names the values of a body to who asks for one of them', async () => {
    const [failure] = await failuresOf({
      ...given,
      scenarios: message('integration: webhook, body: { state: firing }'),
    });
    expect(failure?.message).toBe(
      'the message to team has no field "body.state"; did you mean "body.status"?',
    );
    const [other] = await failuresOf({ ...given, scenarios: message('integration: webhook, boddy: firing') });
    expect(other?.message).toContain('did you mean "body"?');
    expect(other?.help).toBe('its fields are url, body');
  });
});

describe('what the service makes of a message', () => {
  const given = {
    rules: `groups: [{ name: g, rules: [{ alert: A, expr: up == 0, annotations: { summary: '{{ $labels.job }} is down' } }] }]`,
    alertmanager: `route: { receiver: team, group_by: [alertname], group_wait: 30s, group_interval: 5m }
receivers:
  - name: team
    opsgenie_configs: [{ api_key: x }]
    victorops_configs: [{ api_key: x, routing_key: r, message_type: '{{ .Status }}' }]
    sns_configs: [{ topic_arn: 'arn:aws:sns:us-east-1:1:t', sigv4: { region: us-east-1 }, subject: '${'long '.repeat(21)}' }]
    slack_configs: [{ api_url: 'http://127.0.0.1/', channel: '#a', title: '{{ .Status }}', text: '{{ template "gone" . }}' }]
    email_configs: [{ to: a@b.example, from: c@d.example, smarthost: 'm:25', send_resolved: true }]
    webex_configs: [{ room_id: r, message: '${'ü'.repeat(4000)}', http_config: { authorization: { credentials: x } } }]
    incidentio_configs: [{ url: 'http://127.0.0.1/', alert_source_token: t }]
`,
  };
  const judged = (at: string, integration: string, fields: string) =>
    failuresOf({
      ...given,
      scenarios: `{ alert: A, interval: 1m, scenarios: [{ name: s, series: { 'up{job="a"}': 0x4 1x20 }, expect: [{ at: ${at}, message: { receiver: team, integration: ${integration}, ${fields} } }] }] }`,
    });

  it.each([
    ['1m', 'opsgenie', 'message: "[FIRING:1] A (a)", source: /alerts/'],
    ['12m', 'opsgenie', 'source: /alerts/'],
    ['1m', 'victorops', 'message_type: CRITICAL'],
    ['12m', 'victorops', 'message_type: RECOVERY'],
    ['12m', 'email', 'headers: { Subject: "[RESOLVED] A (a)" }'],
    ['1m', 'incidentio', 'body: { version: "1", status: firing }'],
  ])('at %s, %s: %s', async (at, integration, fields) => {
    expect(await judged(at, integration, fields)).toEqual([]);
  });

  it.each([
    [
      '12m',
      'opsgenie',
      'message: /RESOLVED/',
      'the message to team has no field "message"',
      'a resolve message of OpsGenie closes the alert and has no other text',
      'its fields are source',
    ],
    [
      '1m',
      'sns',
      'subject: /long/',
      '"subject" cannot be sent: the service accepts 100 characters there, but this text has 105',
      undefined,
      undefined,
    ],
    [
      '1m',
      'slack',
      'title: firing',
      'the message of slack[0] to team is not delivered as written: its "text" cannot be rendered: template: :1:12: executing "" at <{{template "gone" .}}>: template "gone" not defined',
      'Slack gets a message without this text and all later ones, the channel included',
      'correct "text"',
    ],
    [
      '1m',
      'webex',
      'room_id: r',
      'the message of webex[0] to team is not delivered as written: its "message" cannot be sent: Alertmanager crashes with a Go panic when it truncates 8000 bytes in 4000 characters to 7439 bytes',
      undefined,
      'shorten "message"',
    ],
  ])('at %s, %s: %s fails', async (at, integration, fields, message, why, help) => {
    const [failure, ...more] = await judged(at, integration, fields);
    expect(more).toEqual([]);
    expect(failure?.message).toBe(message);
    expect([failure?.why, failure?.help]).toEqual([why, help]);
  });
});
