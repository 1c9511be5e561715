/**
 * Random Alertmanager configurations, label sets and faults, for comparing with the real amtool. A seed gives the
 * same case again.
 */

export type Random = () => number;

/** A small seeded generator (mulberry32). */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export function pick<T>(random: Random, items: readonly T[]): T {
  return items[Math.floor(random() * items.length)]!;
}

function some<T>(random: Random, items: readonly T[], most: number): T[] {
  const count = Math.floor(random() * (most + 1));
  return Array.from({ length: count }, () => pick(random, items));
}

const NAMES = ['severity', 'team', 'service', 'env', 'a_b'];
const VALUES = [
  'critical',
  'warning',
  'db',
  'web',
  'prod',
  'x y',
  'a|b',
  '',
  'ü',
  'a"b',
  'a\\b',
  '{x}',
  'a,b',
  '1',
];
const REGEXPS = [
  'critical|warning',
  'db.*',
  '.*',
  '.+',
  '(?i)PROD',
  '^db$',
  'w[a-e]b',
  'a)|(b',
  '',
  '[a-z]+',
  'x\\sy',
  '\\w+',
  'a{2,3}',
  '.*b',
  '.+r.+',
  '(?i:DB)',
  '[^d]*',
  '(?s).*',
  '\\d+',
  '^$',
  '|db',
  '(db)?',
  '\\Qa|b\\E',
  '[[:alpha:]]+',
  '\\p{L}+',
  '.{2}',
  '(?:)',
  '\\bdb\\b',
  '$',
  '^',
  '(?-s).*',
];
const ODD_MATCHERS = [
  'team=db',
  'team = "db"',
  '{team="db"}',
  '{team="db",env=~"prod|x"}',
  'team="db",',
  "team='db'",
  'team=~web|db',
  'team=x y',
  'team="a\\"b"',
  'team="a\\\\b"',
  'team="\\n"',
  'team="\\t"',
  'team=a\\b',
  'team=',
  'team!=',
  'team=~',
  'team="db"}',
  '{team="db"',
  '"team"="db"',
  '"a b"="c"',
  '"a b"=~"x.*"',
  '"a.b"!="db"',
  '"1a"="1"',
  '{"🙂"="x",team!="db"}',
  'ü=x',
  'team=ü',
  'team="ü"',
  'team=~"w.b"',
  'team=~w[a-e]b',
  'a.b=c',
  '1a=b',
  'team==db',
  'team=a=b',
  'team=a,env=b',
  'team="a,b"',
  'team!~"db|web"',
  ' team=db ',
  'team="db" ',
  'team =~ "d."',
  'team="a\\u00fc"',
  'team=\\',
  'env=`x`',
];
const BROKEN_MATCHERS = [
  'team',
  '=db',
  'team="db',
  'team=~"("',
  'team=~"a{1001}"',
  'team=b"c',
  'team=b,,env=c',
  'team!db',
  ',',
  '{',
  '}',
  '{}',
  'team~db',
  'team=~"\\C"',
  'team="a"b"',
];

/** YAML (JSON is YAML) of a random configuration that amtool accepts, but for odd matchers. */
export function randomConfig(random: Random): Record<string, unknown> {
  return {
    route: {
      receiver: 'r0',
      ...timers(random),
      ...(random() < 0.5 ? { group_by: groupBy(random) } : {}),
      routes: routes(random, 3),
    },
    receivers: RECEIVERS.map((name) => ({ name })),
    inhibit_rules: some(random, [0], 2).map(() => ({
      source_matchers: matchers(random),
      target_match: pairs(random, VALUES),
      equal: some(random, NAMES, 2),
    })),
  };
}

export const RECEIVERS = ['r0', 'r1', 'r2', 'r3', 'r4', 'r5'];

function routes(random: Random, depth: number): unknown[] {
  if (depth === 0) return [];
  return Array.from({ length: Math.floor(random() * 5) }, () => ({
    ...(random() < 0.8 ? { receiver: pick(random, RECEIVERS) } : {}),
    ...(random() < 0.25 ? { match: pairs(random, VALUES) } : {}),
    ...(random() < 0.25 ? { match_re: pairs(random, REGEXPS) } : {}),
    ...(random() < 0.7 ? { matchers: matchers(random) } : {}),
    ...(random() < 0.3 ? { group_by: groupBy(random) } : {}),
    ...timers(random),
    continue: random() < 0.4,
    routes: routes(random, depth - 1),
  }));
}

function timers(random: Random): Record<string, string> {
  const timer: Record<string, string> = {};
  for (const key of ['group_wait', 'group_interval', 'repeat_interval']) {
    if (random() < 0.3) timer[key] = pick(random, ['1s', '30s', '5m', '1h30m', '1d', '100ms']);
  }
  return timer;
}

function groupBy(random: Random): string[] {
  return random() < 0.2 ? ['...'] : [...new Set(some(random, NAMES, 3))];
}

function pairs(random: Random, values: readonly string[]): Record<string, string> {
  return Object.fromEntries(some(random, NAMES, 2).map((name) => [name, pick(random, values)]));
}

function matchers(random: Random): string[] {
  return Array.from({ length: 1 + Math.floor(random() * 2) }, () => {
    if (random() < 0.5) return pick(random, ODD_MATCHERS);
    const value = random() < 0.5 ? pick(random, VALUES) : pick(random, REGEXPS);
    const op = pick(random, REGEXPS.includes(value) ? ['=~', '!~'] : ['=', '!=']);
    return `${pick(random, NAMES)}${op}${JSON.stringify(value)}`;
  });
}

/** Names of labels that only newer versions know, and only in quotes. */
const UTF8_NAMES = ['a b', 'ü', 'a.b', '1a', '🙂'];

/** Labels as arguments of amtool; values that both grammars take as they are in quotes. */
export function randomLabels(random: Random, utf8: boolean): Record<string, string> {
  const values = [
    'critical',
    'warning',
    'db',
    'web',
    'prod',
    'x',
    'x y',
    'ü',
    'aa',
    'axb',
    'r',
    'xrx',
    '',
    'a"b',
    'a\\b',
    '{x}',
    'a,b',
    'a|b',
    '1',
    '12',
  ];
  const names = utf8 && random() < 0.4 ? [...NAMES, ...UTF8_NAMES] : NAMES;
  return Object.fromEntries(some(random, names, 4).map((name) => [name, pick(random, values)]));
}

type Json = Record<string, unknown>;

/** Changes that may make a configuration invalid; each is tried alone. */
export const FAULTS: readonly ((config: Json, random: Random) => void)[] = [
  (c) => delete c['route'],
  (c) => delete c['receivers'],
  (c) => (root(c)['receiver'] = 'r9'),
  (c) => (root(c)['receiver'] = ''),
  (c) => delete root(c)['receiver'],
  (c) => (root(c)['continue'] = true),
  (c, r) => (root(c)['matchers'] = [pick(r, ODD_MATCHERS)]),
  (c) => (root(c)['match'] = {}),
  (c) => (root(c)['mute_time_intervals'] = ['x']),
  (c) => (root(c)['active_time_intervals'] = []),
  (c, r) => (root(c)['group_wait'] = pick(r, DURATIONS)),
  (c, r) => (root(c)['group_interval'] = pick(r, DURATIONS)),
  (c, r) => (root(c)['repeat_interval'] = pick(r, DURATIONS)),
  (c, r) =>
    (root(c)['group_by'] = pick<unknown>(r, [
      ['a', 'a'],
      ['...', 'a'],
      ['...', '...'],
      ['a b'],
      ['ü'],
      [''],
      'a',
      {},
      [],
      null,
      [1],
      ['a-b'],
    ])),
  (c, r) =>
    (root(c)[pick(r, ['recevier', 'Receiver', 'labels', 'group_wait_', 'constructor', '__proto__x'])] = 'x'),
  (c, r) => (root(c)['routes'] = [{ matchers: [pick(r, BROKEN_MATCHERS)] }]),
  (c, r) =>
    (root(c)['routes'] = [
      { matchers: pick<unknown>(r, [null, {}, 'a=b', [['a=b']], [1], [null], { a: 'b' }, [true], ['']]) },
    ]),
  (c, r) =>
    (root(c)['routes'] = [
      {
        match: pick<unknown>(r, [
          { 'a-b': 'x' },
          { a: null },
          { a: 1 },
          { a: ['x'] },
          ['a'],
          { '': 'x' },
          { a: true },
        ]),
      },
    ]),
  (c, r) =>
    (root(c)['routes'] = [
      {
        match_re: pick<unknown>(r, [
          { a: '(' },
          { a: null },
          { a: 1 },
          { 'a.b': 'x' },
          { a: '*' },
          { a: '' },
          { a: 'x{2,1}' },
        ]),
      },
    ]),
  (c) => (root(c)['routes'] = [{ receiver: 'nowhere' }]),
  (c) => (root(c)['routes'] = [{ mute_time_intervals: ['nowhere'] }]),
  (c, r) => (root(c)['routes'] = [{ continue: pick<unknown>(r, ['yes', 'true', 1, null, true, 'x']) }]),
  (c) => (c['receivers'] = [...(c['receivers'] as Json[]), { name: 'r1' }]),
  (c) => (c['receivers'] = [...(c['receivers'] as Json[]), {}]),
  (c) => (c['receivers'] = [...(c['receivers'] as Json[]), { name: '' }]),
  (c, r) => (c['templates'] = pick<unknown>(r, ['x', ['x.tmpl'], [['x']], {}, null])),
  (c, r) =>
    (c['global'] = pick<unknown>(r, [
      null,
      {},
      [],
      'x',
      { resolve_timeout: '5x' },
      { smtp_smarthost: 'x' },
      { smtp_smarthost: 'x:' },
      { smtp_smarthost: ':1' },
      { smtp_smarthost: 'a:b:c' },
      { smtp_smarthost: '[::1]:25' },
      { slack_api_url: 'x' },
      { slack_api_url: '' },
      { slack_api_url: '<secret>' },
      { slack_api_url: 'http://x', slack_api_url_file: 'f' },
      { smtp_require_tls: 'no' },
      { nope: 1 },
      { smtp_from: 5 },
      { pagerduty_url: null },
      { pagerduty_url: 'HTTP://x' },
      { opsgenie_api_key: 'a', opsgenie_api_key_file: 'b' },
    ])),
  (c, r) =>
    (c['inhibit_rules'] = [
      pick<unknown>(r, [
        { equal: ['a-b'] },
        { equal: ['ü'] },
        { equal: 'a' },
        { source_match: { 'x-y': 'z' } },
        { target_match_re: { a: '[' } },
        { source_matchers: ['x'] },
        {},
        { sources: [] },
        { name: 'x' },
      ]),
    ]),
  (c, r) => (c['time_intervals'] = pick(r, INTERVALS)),
  (c, r) => (c['mute_time_intervals'] = pick(r, INTERVALS)),
  (c, r) => addIntegration(c, r),
  (c, r) => addIntegration(c, r),
  (c, r) => addIntegration(c, r),
  (c, r) => addIntegration(c, r),
  (c, r) => (c[pick(r, ['routes', 'tracing', 'Route', 'event_recorder', 'inhibit_rule'])] = null),
  (c, r) =>
    (c['tracing'] = pick<unknown>(r, [
      { endpoint: 'x' },
      {},
      { endpoint: 'x', client_type: 'tcp' },
      { endpoint: 'x', compression: 'zip' },
      { endpoint: 'x', timeout: '1x' },
      { endpoint: 'x', sampling_fraction: 0.5 },
    ])),
];

function root(config: Json): Json {
  return (config['route'] ??= {}) as Json;
}

const DURATIONS: readonly unknown[] = [
  '0',
  '0s',
  '',
  '1',
  '5',
  '5x',
  '1h30',
  '1.5h',
  '-1s',
  '1m1h',
  '1y2w3d4h5m6s7ms',
  '99999y',
  ' 1s',
  5,
  0,
  null,
  [],
  '1d',
  '1M',
  '290y',
];

const INTERVALS: readonly unknown[] = [
  { times: [{ start_time: '09:00', end_time: '17:00' }] },
  { times: [{ start_time: '17:00', end_time: '09:00' }] },
  { times: [{ start_time: '9:00', end_time: '17:00' }] },
  { times: [{ start_time: '09:00', end_time: '24:00' }] },
  { times: [{ start_time: '09:00', end_time: '24:01' }] },
  { times: [{ start_time: '09:00' }] },
  { times: [] },
  { times: null },
  { times: {} },
  { times: [{ start: '1' }] },
  { weekdays: ['monday:friday', 'Sunday'] },
  { weekdays: ['friday:monday'] },
  { weekdays: ['mon'] },
  { weekdays: 'monday' },
  { weekdays: ['1:5'] },
  { weekdays: [''] },
  { days_of_month: ['1:5', '-3:-1', '31', 5, '-1'] },
  { days_of_month: ['0'] },
  { days_of_month: ['5:1'] },
  { days_of_month: ['-1:5'] },
  { days_of_month: ['29:-1'] },
  { days_of_month: ['+1', '01'] },
  { days_of_month: ['1_0'] },
  { days_of_month: ['32'] },
  { months: ['january:march', '12', 'DECEMBER'] },
  { months: ['13', '0', '-1'] },
  { months: ['march:january'] },
  { months: ['jan'] },
  { years: ['2020:2030', 2025] },
  { years: ['2030:2020'] },
  { years: ['x'] },
  { years: ['2020:'] },
  { location: 'Europe/Berlin' },
  { location: 'europe/berlin' },
  { location: 'UTC' },
  { location: 'Local' },
  { location: 'US/Pacific' },
  { location: '' },
  { location: 'Mars' },
  { location: '../x' },
  { location: 'EST5EDT' },
  { location: 'Etc/GMT+5' },
  { location: '+01:00' },
  { unknown: 1 },
]
  .flatMap((interval) => [[{ name: 'n', time_intervals: [interval] }]])
  .concat([
    [{ name: 'n' }] as never,
    [{ time_intervals: [] }] as never,
    [
      { name: 'n', time_intervals: [] },
      { name: 'n', time_intervals: [] },
    ] as never,
    [{ name: '', time_intervals: [{}] }] as never,
  ]);

/** Adds one integration with a random subset of likely keys, good and bad. */
function addIntegration(config: Json, random: Random): void {
  const kind = pick(random, Object.keys(KEYS));
  const entry: Json = {};
  for (const [key, values] of Object.entries(KEYS[kind]!)) {
    if (random() < 0.75) entry[key] = pick(random, values);
  }
  for (const [key, values] of Object.entries(RARE)) if (random() < 0.05) entry[key] = pick(random, values);
  const value: unknown = random() < 0.03 ? null : entry;
  (config['receivers'] as Json[] | undefined)?.push({ name: 'extra', [`${kind}_configs`]: [value] });
  if (random() < 0.4) config['global'] = Object.fromEntries(GLOBALS.filter(() => random() < 0.5));
}

const GLOBALS: readonly [string, unknown][] = [
  ['smtp_smarthost', 'mail:25'],
  ['smtp_from', 'a@b'],
  ['slack_api_url', 'https://x/y'],
  ['opsgenie_api_key', 'k'],
  ['victorops_api_key_file', 'f'],
  ['wechat_api_secret', 's'],
  ['wechat_api_corp_id', 'c'],
];

const HTTP: readonly unknown[] = [
  {},
  null,
  { authorization: { credentials: 'x' } },
  { authorization: { credentials: 'x', credentials_file: 'y' } },
  { authorization: { type: 'Basic' } },
  { bearer_token: 'x' },
  { bearer_token: 'x', bearer_token_file: 'y' },
  { basic_auth: { username: 'a', password: 'b' }, bearer_token: 'x' },
  { basic_auth: { username: 'a', password: 'b', password_file: 'c' } },
  { basic_auth: {}, authorization: {} },
  { oauth2: { client_id: 'a', token_url: 'b', client_secret: 'c' } },
  { oauth2: { token_url: 'b' } },
  { oauth2: { client_id: 'a' } },
  { proxy_url: 'http://x' },
  { proxy_url: 'x y' },
  { proxy_url: ':x' },
  { no_proxy: 'x' },
  { proxy_from_environment: true, proxy_url: 'http://x' },
  { tls_config: { ca_file: 'x' } },
  { tls_config: { cert_file: 'x' } },
  { tls_config: { min_version: 'TLS12' } },
  { tls_config: { min_version: 'TLS9' } },
  { tls_config: { insecure_skip_verify: 'yes' } },
  { follow_redirects: false },
  { http_headers: { 'X-A': { values: ['1'] } } },
  { http_headers: { Host: { values: ['1'] } } },
  { nope: 1 },
];

const URLS: readonly unknown[] = [
  'https://example.com/x',
  'http://x:80/y?z#f',
  'ftp://x',
  'x',
  '',
  'http://',
  'http:///x',
  'http://:80',
  'http://x:y',
  'http://x y/',
  'http://x/%zz',
  'http://x/a b',
  'HTTPS://X',
  'http://[::1]:9/',
  'http://[::1',
  'http://u:p@x/',
  'http://u p@x/',
  '//x/y',
  ':x',
  'mailto:x',
  'http:x',
  'http://x?a=%zz',
  'http://x#%zz',
  'http://ü/',
  'http://x\ty',
  '<secret>',
  'http://{{ .x }}/',
  5,
  null,
];

const TEXT: readonly unknown[] = ['x', 'x', 'x', '', 5, true, null, '{{ template "x" . }}'];
const BOOL: readonly unknown[] = [true, false, true, 'true', 'yes', 1, null];

const RARE: Readonly<Record<string, readonly unknown[]>> = {
  nope: ['x'],
  send_resolved: BOOL,
  http_config: HTTP,
  title: [[], {}],
  timeout: ['1s', '1d', '5', 5, '1.5s', '', '-1s', 'x', null],
  max_alerts: [1, 0, -1, '1', 1.5, 'x'],
};

const KEYS: Readonly<Record<string, Readonly<Record<string, readonly unknown[]>>>> = {
  slack: {
    api_url: URLS,
    channel: TEXT,
    fields: [[], [{ title: 'a', value: 'b', short: true }], [{ title: 'a' }], [null]],
    actions: [
      [],
      [{ type: 'button', text: 'x', url: 'y' }],
      [{ type: 'button', text: 'x' }],
      [{ text: 'x', url: 'y' }],
      [{ type: 'a', text: 'b', name: 'c', confirm: {} }],
    ],
  },
  pagerduty: {
    routing_key: TEXT,
    details: [{ a: 'b' }, {}, null, { a: 5 }, []],
    images: [[], [{ src: 'x' }], [{ nope: 1 }]],
    url: URLS,
  },
  email: {
    to: TEXT,
    from: TEXT,
    smarthost: ['x:25', 'x', '', 'x:', '[::1]:25', '::1:25'],
    headers: [{ Subject: 'x' }, { subject: 'a', Subject: 'b' }, {}],
    require_tls: BOOL,
    tls_config: [{ ca_file: 'x' }, { nope: 1 }],
  },
  webhook: { url: URLS, http_config: HTTP, send_resolved: BOOL },
  opsgenie: {
    api_key: TEXT,
    api_url: URLS,
    responders: [
      [],
      [{ id: 'x', type: 'team' }],
      [{ type: 'team' }],
      [{ name: 'x', type: 'Team' }],
      [{ name: 'x', type: 'gang' }],
      [{ name: 'x' }],
      [{ name: 'x', type: '{{ .x }}' }],
    ],
  },
  victorops: {
    api_key: TEXT,
    routing_key: TEXT,
    custom_fields: [{}, { a: 'b' }, { entity_id: 'x' }],
    api_url: URLS,
  },
  pushover: {
    user_key: TEXT,
    token: TEXT,
    retry: ['1m', '1d', 5, '', null, '1.5h'],
    expire: ['1h', 'x'],
    html: BOOL,
  },
  sns: {
    topic_arn: TEXT,
    phone_number: ['', 'x', null],
    sigv4: [{}, { region: 'x' }, { access_key: 'a' }, { access_key: 'a', secret_key: 'b' }, { nope: 1 }],
  },
  telegram: {
    bot_token: TEXT,
    chat_id: [1, -5, 0, 'x', '5', null, 1.5, 0x10],
    parse_mode: ['HTML', 'Markdown', 'html', '', null],
    api_url: URLS,
  },
  discord: { webhook_url: URLS, title: TEXT },
  webex: { room_id: TEXT, http_config: HTTP, api_url: URLS },
  wechat: {
    corp_id: TEXT,
    api_secret: TEXT,
    message_type: ['text', 'markdown', 'html', '', null],
    api_url: URLS,
  },
  msteams: { webhook_url: URLS, webhook_url_file: ['', 'f'] },
  msteamsv2: { webhook_url: URLS, title: TEXT },
  jira: {
    api_url: URLS,
    project: TEXT,
    issue_type: TEXT,
    summary: ['x', { template: 'x' }, { nope: 1 }, []],
    api_type: ['auto', 'x', '', null],
    fields: [{ a: [1] }, {}],
    reopen_duration: DURATIONS,
    labels: [['a'], 'a'],
  },
  rocketchat: {
    token: TEXT,
    token_id: TEXT,
    token_file: ['', 'f'],
    fields: [[{ title: 'a' }], [{ nope: 1 }]],
    actions: [[{ type: 'x', imageurl: 'y' }], [{ image_url: 'y' }]],
  },
  incidentio: { url: URLS, alert_source_token: TEXT, http_config: HTTP },
  mattermost: {
    webhook_url: URLS,
    attachments: [[{ text: 'x' }], [{ nope: 1 }]],
    priority: [{ priority: 'x' }, []],
    fields: [[{ title: 'a', value: 'b' }], [{ title: 'a' }]],
  },
};
