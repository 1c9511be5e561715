import { describe, expect, it } from 'vitest';
import { decodeAlertmanager } from '../../../src/documents/alertmanager/decode.ts';
import type { DecodeResult } from '../../../src/documents/alertmanager/types.ts';
import type { AlertmanagerVersion } from '../../../src/documents/alertmanager/version.ts';
import { parseYaml } from '../../../src/yaml/parse.ts';

function decode(source: string, version?: AlertmanagerVersion): DecodeResult {
  const { documents, issues } = parseYaml(source);
  expect(issues).toEqual([]);
  return decodeAlertmanager(documents[0]?.root, source, version === undefined ? {} : { version });
}

/** Each issue as `code@text`, warnings in brackets. */
function issues(source: string, version?: AlertmanagerVersion): string[] {
  return decode(source, version).issues.map((issue) => {
    const shown = `${issue.code}@${source.slice(issue.range.start, issue.range.end).split('\n')[0]!}`;
    return issue.level === 'error' ? shown : `[${shown}]`;
  });
}

/** A valid file with one more route, receiver entry or top-level block. */
const withRoute = (route: string): string =>
  `route:\n  receiver: r\n  routes:\n    - ${route.replaceAll('\n', '\n      ')}\nreceivers:\n  - name: r\n`;
const withEntry = (kind: string, entry: string, global = ''): string =>
  `${global}route: { receiver: r }\nreceivers:\n  - name: r\n    ${kind}_configs:\n      - ${entry.replaceAll('\n', '\n        ')}\n`;
const withBlock = (block: string): string => `route: { receiver: r }\nreceivers: [{ name: r }]\n${block}\n`;

describe('the file', () => {
  it.each([
    ['', ['no-route@']],
    ['receivers: []', ['no-route@receivers']],
    ['[]', ['wrong-type@[]', 'no-route@[]']],
    [withBlock(''), []],
    [withBlock('recievers: []'), ['unknown-key@recievers']],
    [withBlock('templates: x.tmpl'), ['wrong-type@x.tmpl']],
    [withBlock('receivers: []'), ['undefined-receiver@r', 'duplicate-key@receivers']],
    [
      'route: { receiver: r }\nreceivers: [{ name: r }, { name: r }, {}]',
      ['duplicate-receiver@r', 'missing-key@{}'],
    ],
    [withBlock('tracing: { endpoint: x, client_type: tcp }'), ['bad-value@tcp']],
  ])('%j', (source, expected) => expect(issues(source)).toEqual(expected));

  it('suggests the key that was meant', () => {
    const [issue] = decode(withBlock('inhibit_rule: []')).issues;
    expect(issue?.message).toContain('did you mean "inhibit_rules"?');
  });
});

describe('routes', () => {
  it.each([
    ['receiver: s', ['undefined-receiver@s']],
    ['matchers: [severity=~"crit(ical"]', ['matcher-regexp@"crit(ical"']],
    ['matchers: [\'a="b" c\']', ['matcher-comma@c']],
    ['matchers: [\'="b"\']', ['matcher-name@=']],
    ['match: { a-b: c }', ['bad-label-name@a-b']],
    ['match_re: { a: "*" }', ['bad-regexp@"*"']],
    ['group_wait: 5', ['bad-duration@5']],
    ['group_interval: 0s', ['zero-interval@0s']],
    ['group_by: [a, b, a]', ['group-by-duplicate@a']],
    ['group_by: [a, "..."]', ['group-by-wildcard@"..."']],
    ['mute_time_intervals: [nights]', ['undefined-interval@nights']],
    ['continue: "true"', ['wrong-type@"true"']],
    ['continue: yes', []],
    ['matchers: { a: b }', ['wrong-type@{ a: b }']],
    ['labels: { a: b }', []],
  ])('%j', (route, expected) => expect(issues(withRoute(route))).toEqual(expected));

  it('has rules of its own for the root', () => {
    const source = `route:
  matchers: [a=b]
  continue: true
  mute_time_intervals: [n]
time_intervals: [{ name: n }]
receivers: []
`;
    expect(issues(source)).toEqual([
      'root-receiver@matchers',
      'root-matchers@matchers',
      'root-continue@continue',
      'root-intervals@mute_time_intervals',
    ]);
  });

  it('gives routes that keep their places', () => {
    const source = withRoute(`matchers: ['severity="critical"', 'team=~"a|b"']\ngroup_by: [alertname]`);
    const route = decode(source).config.route!.routes[0]!;
    expect(route.matchers.map((m) => source.slice(m.valueRange!.start, m.valueRange!.end))).toEqual([
      '"critical"',
      '"a|b"',
    ]);
    expect(route.groupBy).toEqual(['alertname']);
    expect(source.slice(route.range.start, route.range.end)).toMatch(/^matchers/);
  });

  it('reports where the grammars disagree', () => {
    const route = decode(withRoute("matchers: ['a=~foo\\d']")).config.route!.routes[0]!;
    expect(route.matcherSources[0]!.disagreement?.kind).toBe('classic-only');
  });

  it('knows what an older version refuses', () => {
    expect(issues(withRoute('group_by: [a.b]'), '0.26')).toEqual(['bad-label-name@a.b']);
    expect(issues(withRoute('group_by: [a.b]'), '0.27')).toEqual([]);
    expect(issues(withRoute('labels: { a: b }'), '0.33')).toEqual(['newer-key@labels']);
    expect(issues(withRoute('matchers: [\'"a.b"="c"\']'), '0.25')).toEqual(['matcher-format@"a.b"="c"']);
  });
});

describe('YAML as Go reads it', () => {
  it.each([
    ['continue: yes', []],
    ['continue: !!str true', ['wrong-type@!!str true']],
    ['matchers: ["{}"]', []],
    ['group_wait: !!str 5m', []],
  ])('%j', (route, expected) =>
    expect(issues(withRoute(route)).map((i) => i.split('@')[0])).toEqual(
      expected.map((e) => e.split('@')[0]),
    ),
  );

  it('lets a merge key be overridden', () => {
    const source = `route:
  receiver: r
  routes:
    - &base { receiver: r, group_wait: 5s }
    - <<: *base
      group_wait: 6s
receivers: [{ name: r }]
`;
    const { config, issues: found } = decode(source);
    expect(found).toEqual([]);
    expect(config.route!.routes.map((r) => r.groupWaitMs)).toEqual([5000, 6000]);
  });

  it('adds the matchers of a merge key to those of the route, in the order of the file', () => {
    const { config } = decode(`route:
  receiver: r
  routes:
    - &a
      receiver: a
      matchers: [team="a"]
      match: { env: prod }
    - <<: *a
      receiver: b
      matchers: [tier=~"web|db"]
      match: { zone: z }
    - receiver: b
      <<: *a
    - <<: [*a, { receiver: c, matchers: [x=y] }]
receivers: [{ name: a }, { name: b }, { name: r }]
`);
    expect(
      config.route!.routes.map(({ receiver, matchers }) => [
        receiver,
        ...matchers.map(({ name, op, value }) => name + op + value),
      ]),
    ).toEqual([
      ['a', 'env=prod', 'team=a'],
      ['b', 'env=prod', 'zone=z', 'team=a', 'tier=~web|db'],
      ['a', 'env=prod', 'team=a'],
      ['a', 'env=prod', 'x=y', 'team=a'],
    ]);
  });

  it('refuses a key of a map that a merge key brings as well', () => {
    expect(
      issues(
        withRoute('&a\nmatch: &m { x: y }\n').replace(
          'receivers',
          '    - match: { <<: *m, x: z }\nreceivers',
        ),
      ),
    ).toEqual(['duplicate-key@x']);
    expect(
      issues(
        withRoute('&a\nmatch: { x: y }\n').replace(
          'receivers',
          '    - <<: *a\n      match: { x: z }\nreceivers',
        ),
      ),
    ).toEqual(['duplicate-key@x']);
  });

  it('distinguishes a crash from an empty map', () => {
    expect(issues(withBlock('inhibit_rules: [null]'))).toEqual(['[empty-entry@null]']);
    expect(issues('route: { receiver: r }\nreceivers: [{ name: r }, null]', '0.25')).toEqual([
      'empty-entry@null',
    ]);
    expect(issues('route: { receiver: r }\nreceivers: [{ name: r }, null]', '0.26')).toEqual([
      '[empty-entry@null]',
    ]);
  });

  it('takes nested PagerDuty details from 0.30 on', () => {
    const source = withEntry('pagerduty', 'routing_key: x\ndetails: { a: { b: c } }');
    expect(issues(source, '0.29')).toEqual(['wrong-type@{ b: c }']);
    expect(issues(source, '0.30')).toEqual([]);
  });

  it('counts in 64 bits', () => {
    expect(issues(withEntry('telegram', 'bot_token: x\nchat_id: 99999999999999999999'))).toEqual([
      'bad-value@99999999999999999999',
    ]);
    expect(issues(withEntry('telegram', 'bot_token: x\nchat_id: "5"'))).toEqual(['wrong-type@"5"']);
    expect(issues(withEntry('telegram', 'bot_token: x\nchat_id: 0x1F'))).toEqual([]);
  });
});

describe('integrations', () => {
  it.each([
    ['slack', 'channel: "#x"', ['missing-global@channel']],
    ['slack', 'api_url: https://x/y\napi_url_file: f', ['conflicting-keys@api_url_file']],
    ['slack', 'api_url: hooks.slack.com', ['bad-url@hooks.slack.com']],
    ['slack', 'api_url_file: f\nactions: [{ type: button, text: x }]', ['missing-key@type']],
    ['email', 'to: a@b', ['missing-global@to', 'missing-global@to']],
    ['email', 'to: a@b\nfrom: c@d\nsmarthost: mail', ['bad-address@mail']],
    ['email', 'to: a@b\nfrom: c@d\nsmarthost: mail:smtp', ['[bad-address@mail:smtp]']],
    [
      'email',
      'to: a@b\nfrom: c@d\nsmarthost: mail:25\nheaders: { Subject: a, subject: b }',
      ['duplicate-key@subject'],
    ],
    ['pagerduty', 'client: x', ['missing-key@client']],
    ['pagerduty', 'routing_key: x\nroutingkey: y', ['unknown-key@routingkey']],
    ['webhook', 'url: http://x/{{ .Status }}', []],
    ['webhook', 'send_resolved: true', ['missing-key@send_resolved']],
    ['webhook', 'url: http://x\ntimeout: 5d', ['bad-duration@5d']],
    ['webhook', 'url: http://x\ntimeout: 5', ['[bad-duration@5]']],
    [
      'webhook',
      'url: http://x\nhttp_config: { bearer_token: a, basic_auth: {} }',
      ['conflicting-keys@bearer_token'],
    ],
    ['opsgenie', 'api_key: x\nresponders: [{ name: a, type: gang }]', ['bad-value@gang']],
    [
      'victorops',
      'api_key: x\nrouting_key: y\ncustom_fields: { entity_id: z }',
      ['conflicting-keys@entity_id'],
    ],
    ['telegram', 'bot_token: x\nchat_id: 0', ['missing-key@0']],
    ['telegram', 'bot_token: x\nchat_id: 1\nparse_mode: html', ['bad-value@html']],
    ['sns', 'subject: x', ['missing-key@subject']],
    ['sns', 'topic_arn: x\nphone_number: y', ['conflicting-keys@phone_number']],
    ['webex', 'room_id: x', ['missing-key@room_id']],
    ['jira', 'project: x\nissue_type: y', ['missing-global@project']],
    ['jira', 'project: x\nissue_type: y\napi_url: https://j\nsummary: { template: x }', []],
    ['discord', 'title: x', ['missing-key@title']],
    ['msteamsv2', 'webhook_url: ""', ['bad-url@""']],
  ])('%s %j', (kind, entry, expected) => expect(issues(withEntry(kind, entry))).toEqual(expected));

  it('takes what is missing from global', () => {
    expect(issues(withEntry('slack', 'channel: x', 'global: { slack_api_url_file: f }\n'))).toEqual([]);
    expect(
      issues(withEntry('email', 'to: a@b', 'global: { smtp_smarthost: "m:25", smtp_from: c@d }\n')),
    ).toEqual([]);
  });

  it('refuses an empty entry', () => {
    expect(issues(withEntry('webhook', ''))).toEqual(['empty-entry@']);
  });

  it('knows defaults of send_resolved and names as Alertmanager does', () => {
    const { config } = decode(
      withEntry('slack', 'api_url_file: f\n', '').replace('receivers:', 'receivers:') +
        '    webhook_configs: [{ url: http://x }, { url: http://y, send_resolved: no }]\n',
    );
    expect(config.receivers[0]!.integrations.map((i) => `${i.name} ${i.sendResolved}`)).toEqual([
      'slack[0] false',
      'webhook[0] true',
      'webhook[1] false',
    ]);
  });
});

describe('inhibition rules and time intervals', () => {
  const interval = (text: string): string =>
    withBlock(`time_intervals: [{ name: n, time_intervals: [${text}] }]`);
  it.each([
    [
      withBlock('inhibit_rules: [{ source_matchers: ["a"], equal: [""] }]'),
      ['matcher-operator@a', 'bad-label-name@""'],
    ],
    [withBlock('inhibit_rules: [{ sources: [] }]'), ['unknown-key@sources']],
    [interval('{ weekdays: ["monday:fryday"] }'), ['weekday-name@fryday']],
    [interval('{ times: [{ start_time: "22:00", end_time: "06:00" }] }'), ['time-order@06:00']],
    [interval('{ times: [{ start_time: "22:00" }] }'), ['missing-key@start_time']],
    [interval('{ days_of_month: ["0"] }'), ['day-number@0']],
    [interval('{ months: ["13"] }'), ['month-name@["13"]']],
    [interval('{ weekdays: ["friday:monday"] }'), []],
    [interval('{ weekdays: [] }'), ['[never-matches@[]]']],
    [interval('{ location: europe/berlin }'), ['unknown-zone@europe/berlin']],
    [
      withBlock('time_intervals: [{ name: n }]\nmute_time_intervals: [{ name: n }]'),
      ['duplicate-interval@n'],
    ],
  ])('%j', (source, expected) => expect(issues(source)).toEqual(expected));
});

describe('what Alertmanager 0.35 changed', () => {
  const slack = (fields: string, global = ''): string =>
    `${global}route: { receiver: a }\nreceivers: [{ name: a, slack_configs: [{ channel: c, ${fields} }] }]\n`;
  const POST = 'https://slack.com/api/chat.postMessage';
  const HOOK = "global: { slack_api_url: 'https://hooks.slack.com/x' }\n";
  it.each<[string, string[], string[]]>([
    [
      withBlock('time_intervals: [{ name: n, time_intervals: [{ months: ["13"] }] }]'),
      ['[never-matches@["13"]]'],
      ['month-name@["13"]'],
    ],
    [
      withBlock('time_intervals: [{ name: n, time_intervals: [{ weekdays: ["friday:monday"] }] }]'),
      ['weekday-order@friday:monday'],
      [],
    ],
    [slack(`api_url: '${POST}', post_updates_to_thread: true`), ['newer-key@post_updates_to_thread'], []],
    [
      slack("api_url: 'https://hooks.slack.com/x', update_message: true"),
      ['bad-value@true'],
      ['bad-value@true'],
    ],
    [slack('update_message: true', HOOK), ['bad-value@true'], ['bad-value@update_message']],
    [slack('update_message: true', HOOK.replace('https://hooks.slack.com/x', POST)), ['bad-value@true'], []],
    [
      "route: { receiver: a }\nreceivers: [{ name: a, telegram_configs: [{ bot_token: x, chat_id: 1, timeout: 5s }], incidentio_configs: [{ url: 'http://x/', alert_source_token: t, metadata: { a: '{{ .Status }}' } }] }]\n",
      ['newer-key@timeout', 'newer-key@metadata'],
      [],
    ],
  ])('%j', (source, before, since) => {
    const said = (version: '0.34' | '0.35'): string[] =>
      decodeAlertmanager(parseYaml(source).documents[0]!.root, source, { version }).issues.map(
        ({ code, level, range }) => {
          const text = `${code}@${source.slice(range.start, range.end)}`;
          return level === 'warning' ? `[${text}]` : text;
        },
      );
    expect(said('0.34')).toEqual(before);
    expect(said('0.35')).toEqual(since);
  });
});

describe('values that a comparison of every key with amtool brought up', () => {
  it.each([
    [
      'a number of nanoseconds beyond 64 bits',
      withEntry('pagerduty', '{ routing_key: x, timeout: 99999999999999999999 }'),
      ['bad-duration@99999999999999999999'],
    ],
    [
      'an empty api_type',
      withEntry('jira', '{ project: x, issue_type: y, api_url: http://x/, api_type: null }'),
      ['bad-value@null'],
    ],
    [
      'an empty responder',
      withEntry('opsgenie', '{ api_key: x, responders: [null] }'),
      ['missing-key@[null]', '[empty-entry@null]'],
    ],
    [
      'an external_id without a role',
      withEntry('sns', '{ topic_arn: x, sigv4: { external_id: y } }'),
      ['missing-key@y'],
    ],
    [
      'an empty token for webex',
      withEntry('webex', "{ room_id: x, http_config: { bearer_token: '' } }"),
      ["missing-key@{ bearer_token: '' }"],
    ],
    [
      'an empty token for Rocket.Chat, which is one',
      withEntry('rocketchat', "{ token: '', token_id: '' }"),
      [],
    ],
  ])('%s', (_, source, expected) => expect(issues(source, '0.33')).toEqual(expected));

  it('takes an empty entry of a time interval for its zero: a Sunday, and no day or year', () => {
    const block =
      'time_intervals: [{ name: n, time_intervals: [{ weekdays: [null], days_of_month: [null], years: [null] }] }]';
    expect(issues(withBlock(block))).toEqual([]);
    const zero = [{ begin: 0, end: 0 }];
    expect(decode(withBlock(block)).config.timeIntervals[0]!.intervals[0]).toMatchObject({
      weekdays: zero,
      daysOfMonth: zero,
      years: zero,
    });
  });

  it('knows what 0.25 accepts', () => {
    const proxy =
      "{ url: 'http://x/', http_config: { proxy_url: 'http://p', proxy_connect_header: { A: [x] } } }";
    expect(issues(withEntry('webhook', proxy), '0.25')).toEqual([]);
    const inhibit = withBlock(
      'inhibit_rules: [{ source_match: { a: b }, target_match: { a: c }, equal: [null] }]',
    );
    expect(issues(inhibit, '0.25')).toEqual([]);
  });
});
