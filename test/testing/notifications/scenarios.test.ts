import { describe, expect, it } from 'vitest';
import { promtoolOf } from '../support.ts';
import { failuresOf, runGiven } from './run.ts';

const RULES = `groups:
  - name: g
    interval: 15s
    rules:
      - alert: Down
        expr: up == 0
        for: 1m
        labels: { severity: critical }
        annotations: { summary: '{{ $labels.job }} is <down>' }
      - alert: Slow
        expr: latency > 1
        labels: { severity: warning }
        annotations: { summary: slow }
`;

const ALERTMANAGER = `route:
  receiver: log
  group_by: [alertname]
  group_wait: 30s
  group_interval: 5m
  repeat_interval: 1h
  routes:
    - matchers: [severity="critical"]
      receiver: page
      group_wait: 5s
      continue: true
    - matchers: [severity="warning"]
      receiver: chat
      mute_time_intervals: [nights]
    - matchers: [severity="critical"]
      receiver: chat
time_intervals:
  - name: nights
    time_intervals: [{ times: [{ start_time: '22:00', end_time: '24:00' }, { start_time: '00:00', end_time: '06:00' }] }]
inhibit_rules:
  - source_matchers: [alertname="Down"]
    target_matchers: [alertname="Slow"]
receivers:
  - name: log
  - name: page
    pagerduty_configs: [{ routing_key: x, description: '{{ .GroupLabels.alertname }}: {{ len .Alerts.Firing }}' }]
  - name: chat
    slack_configs:
      - { api_url: 'http://127.0.0.1/x', channel: '#c', title: '{{ template "own.title" . }}', fields: [{ title: T, value: '{{ .CommonLabels.job }}' }] }
    email_configs:
      - { to: a@example.com, from: b@example.com, smarthost: 'localhost:25', send_resolved: true }
templates: [own.tmpl]
`;

const TEMPLATES = {
  'own.tmpl': '{{ define "own.title" }}{{ .Status }} {{ .CommonAnnotations.summary }}{{ end }}',
};

const BASE = { rules: RULES, alertmanager: ALERTMANAGER, templates: TEMPLATES };

const scenario = (alert: string, series: string, expectations: string, more = ''): string =>
  `alert: ${alert}\nscenarios:\n  - name: s\n    interval: 15s\n${more}    series: { ${series} }\n    expect:\n${expectations}`;

const DOWN = `'up{job="a"}': 0x40 1x80`;

const SENT = `      - notifications:
          - { at: 1m5s, receiver: page, status: firing, reason: first notification, integrations: [pagerduty], group: { alertname: Down }, alerts: [{ status: firing, labels: { job: a }, annotations: { summary: /is <down>/ } }] }
          - { at: 1m30s, receiver: chat, status: firing, integrations: [email, slack] }
          - { at: 11m5s, receiver: page, status: resolved, alerts: [{ status: resolved }] }
          - { at: 11m30s, receiver: chat, status: resolved, reason: all alerts resolved, integrations: [email] }
        until: 25m
`;

describe('notifications of a scenario', () => {
  it('come at the moments of the groups', async () => {
    expect(await failuresOf({ ...BASE, scenarios: scenario('Down', DOWN, SENT) })).toEqual([]);
  });

  it('come at the same moments when promtool plays', async (context) => {
    const promtool = await promtoolOf(3);
    if (promtool === undefined) context.skip('no promtool 3 on PATH or in the cache');
    for (const engine of ['both', 'promtool'] as const) {
      const results = await runGiven({
        ...BASE,
        scenarios: scenario('Down', DOWN, SENT),
        engine,
        promtool,
        amtool: '/bin/true',
      });
      expect(results.map(({ status, message }) => [status, message])).toEqual([['passed', '']]);
    }
  });

  it('that are missing, late or too many fail with the reason', async () => {
    const failures = await failuresOf({
      ...BASE,
      scenarios: scenario(
        'Down',
        DOWN,
        `      - notifications: [{ at: 1m10s, receiver: page }, { at: 2m, receiver: log }]\n        until: 3m\n`,
      ),
    });
    expect(failures.map(({ code, message }) => [code, message])).toEqual([
      [
        'notification-missing',
        'no notification matches the expectation; the closest is page at 1m5s (firing, first notification; {alertname="Down"}): at is 1m5s, expected 1m10s',
      ],
      [
        'notification-missing',
        'log is not notified at 2m: the root route hands the alert on to the routes below it',
      ],
      [
        'notification-unexpected',
        'an unexpected notification is sent: chat at 1m30s (firing, first notification; {alertname="Down"})',
      ],
    ]);
  });

  it('can be narrowed to receivers and to a window, and to none', async () => {
    const quiet = `      - { notifications: [], from: 2m, until: 10m }
      - { notifications: [{ at: 1m5s, receiver: page }], receivers: [page], until: 10m }
`;
    expect(await failuresOf({ ...BASE, scenarios: scenario('Down', DOWN, quiet) })).toEqual([]);
  });

  it('are held back by inhibition and by intervals, and the failure says so', async () => {
    const expected = `      - { notifications: [{ at: 30s, receiver: chat }], until: 10m }\n`;
    const slow = `'latency{job="a"}': 5x80`;
    const night = await failuresOf({
      ...BASE,
      scenarios: scenario('Slow', slow, expected, '    start: 2026-03-28T23:00:00Z\n'),
    });
    expect(night.map(({ message }) => message)).toEqual([
      'chat is not notified at 30s: muted by the interval nights (at 30s)',
    ]);
    const day = await failuresOf({
      ...BASE,
      scenarios: scenario('Slow', slow, expected, '    start: 2026-03-28T12:00:00Z\n'),
    });
    expect(day).toEqual([]);
    const both = `'latency{job="a"}': _x8 5x80, 'up{job="a"}': 0x80`;
    const inhibited = await failuresOf({
      ...BASE,
      scenarios: scenario(
        'Slow',
        both,
        `      - { notifications: [{ at: 5m, receiver: chat }] }\n`,
        '    start: 2026-03-28T12:00:00Z\n',
      ),
    });
    expect(inhibited[0]?.message).toMatch(
      /inhibited by \{alertname="Down", job="a", severity="critical"\} through the inhibition rule of .* against .* \(at 2m30s\)/,
    );
  });
});

describe('the text of a message', () => {
  const message = (fields: string, at = '5m'): string =>
    scenario(
      'Down',
      DOWN,
      `      - { at: ${at}, message: { ${fields} } }\n`,
      '    start: 2026-03-28T12:00:00Z\n    external_url: http://p\n    alertmanager_url: http://am\n',
    );

  it.each([
    `receiver: page, description: 'Down: 1', client: Alertmanager, client_url: 'http://am/#/alerts?receiver=page'`,
    `receiver: page, details: { num_firing: '1', firing: '/"job":"a".*"generatorURL":"http:..p.graph.g0.expr=up.%3D%3D.0/' }`,
    `receiver: chat, title: firing a is <down>, fields: [{ value: a }], fallback: '/\\[FIRING:1\\] Down \\(a critical\\) \\| http/'`,
    `receiver: chat, integration: email, headers: { Subject: '/^\\[FIRING:1\\] Down/' }, html: /a is &lt;down&gt;/`,
    `receiver: chat, integration: 'slack[0]', color: danger`,
  ])('%s', async (fields) => {
    expect(await failuresOf({ ...BASE, scenarios: message(fields) })).toEqual([]);
  });

  it('of a resolved alert is that of the integrations that send it', async () => {
    const scenarios = message(`receiver: chat, headers: { Subject: '/^\\[RESOLVED\\]/' }`, '20m');
    expect(await failuresOf({ ...BASE, scenarios })).toEqual([]);
  });

  it.each([
    ['receiver: chat, titles: x', 'the message to chat has no field "titles"; did you mean "title"?'],
    ['receiver: chat, title: x', '"title" of the message to chat is not as expected'],
    ['receiver: page, integration: slack, title: x', 'page sends no slack then'],
    [
      'receiver: log, title: x',
      'no message was sent to log for Down by 5m: the root route hands the alert on to the routes below it',
    ],
  ])('%s fails', async (fields, reason) => {
    const failures = await failuresOf({ ...BASE, scenarios: message(fields) });
    expect(failures.map(({ code, message: text }) => [code, text])).toEqual([['message', reason]]);
  });

  it('that cannot be rendered fails with the files that are missing', async () => {
    const failures = await failuresOf({
      ...BASE,
      templates: {},
      scenarios: message('receiver: chat, title: x'),
    });
    expect(failures[0]?.message).toMatch(/cannot be rendered.*"own.title" not defined/);
    expect(failures[0]?.why).toBe('no file matches "own.tmpl" of "templates"');
  });
});

describe('what Prometheus sent', () => {
  const rules = `groups:
  - name: g
    interval: 15s
    rules:
      - { alert: Load, expr: load > 0, annotations: { summary: '{{ $value }} on {{ $labels.i }}' } }
`;
  const alertmanager = `route: { receiver: team, group_wait: 30s, group_interval: 5m, mute_time_intervals: [], routes: [{ matchers: [i="muted"], mute_time_intervals: [early] }] }
time_intervals: [{ name: early, time_intervals: [{ times: [{ start_time: '00:03', end_time: '00:08' }] }] }]
receivers: [{ name: team, webhook_configs: [{ url: 'http://127.0.0.1/' }] }]
`;
  const given = { rules, alertmanager };

  it('has the state that Prometheus sent, not a later one: an alert is sent again after more than a minute', async () => {
    const series = `'load{i="a"}': 1+1x80`;
    const annotated = (at: string, value: number): string =>
      `          - { at: ${at}, receiver: team, alerts: [{ annotations: { summary: ${value} on a } }] }\n`;
    // Sent at 0s, 1m15s, ...: the first message at 30s has the value of 0s.
    const expected = `      - notifications:\n${annotated('30s', 1)}        until: 4m\n`;
    expect(await failuresOf({ ...given, scenarios: scenario('Load', series, expected) })).toEqual([]);
  });

  it('gets a resolution again within 15 minutes: one that fell into a mute arrives after it', async () => {
    const series = `'load{i="muted"}': 1x16 0x80`;
    const expected = `      - notifications:
          - { at: 30s, receiver: team, status: firing }
          - { at: 8m, receiver: team, status: resolved, reason: all alerts resolved }
        until: 20m
`;
    expect(await failuresOf({ ...given, scenarios: scenario('Load', series, expected) })).toEqual([]);
  });

  it('stays beside other news of the group', async () => {
    const series = `'load{i="a"}': 1x80, 'load{i="b"}': 1x16 0x80, 'load{i="c"}': _x28 1x50`;
    const expected = `      - notifications:
          - { at: 30s, receiver: team, alerts: [{ status: firing }, { status: firing }] }
          - { at: 5m30s, receiver: team, reason: some alerts resolved, alerts: [{ status: firing }, { status: resolved, labels: { i: b } }] }
          - { at: 10m30s, receiver: team, reason: new alerts added, alerts: [{ status: firing }, { status: firing }, { status: resolved, labels: { i: b } }] }
        until: 14m
`;
    expect(await failuresOf({ ...given, scenarios: scenario('Load', series, expected) })).toEqual([]);
  });
});
