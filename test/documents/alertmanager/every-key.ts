/**
 * Configurations with one value of one key each: every key of every section that Alertmanager knows, with values of its own
 * kind and of all others, twice, misspelt and left out, and every pair of keys of an integration. For comparing with the
 * real amtool.
 */
import {
  GLOBAL,
  INHIBIT_RULE,
  NAMED_INTERVAL,
  ROUTE,
  TIME_INTERVAL,
} from '../../../src/documents/alertmanager/schema/config.ts';
import type { FieldType, Schema } from '../../../src/documents/alertmanager/schema/field.ts';
import { INTEGRATION_KINDS, INTEGRATIONS } from '../../../src/documents/alertmanager/schema/integrations.ts';
import type { IntegrationKind } from '../../../src/documents/alertmanager/schema/integrations.ts';

/** Values as YAML inside of braces. */
const VALUES = [
  'null',
  '[]',
  '{}',
  '[a]',
  '{a: b}',
  '[null]',
  '[{}]',
  '[{a: b}]',
  '{a: {b: c}}',
  '5',
  '0',
  '-1',
  '1.5',
  '1e3',
  '0x10',
  '99999999999999999999',
  'true',
  'yes',
  '"true"',
  '""',
  'x',
  '"x y"',
  '"{{ .x }}"',
  '"{{"',
  'http://x/y',
  '"http://x y"',
  'ftp://x',
  '"<secret>"',
  '"a:25"',
  '5m',
  '"1h30m"',
  '1d',
  '"1.5h"',
  '"-5m"',
  '0s',
  '2026-01-01',
  '.nan',
  '!!str 5',
  '!!int "5"',
  'ü',
];

/** What each integration needs to be accepted beside the global settings. */
const NEEDED: Readonly<Record<IntegrationKind, Readonly<Record<string, string>>>> = {
  discord: { webhook_url: 'http://x/y' },
  email: { to: 'a@b' },
  incidentio: { url: 'http://x/y', alert_source_token: 'x' },
  jira: { project: 'x', issue_type: 'y', api_url: 'http://x/y' },
  mattermost: { webhook_url: 'http://x/y' },
  msteams: { webhook_url: 'http://x/y' },
  msteamsv2: { webhook_url: 'http://x/y' },
  opsgenie: { api_key: 'x' },
  pagerduty: { routing_key: 'x' },
  pushover: { user_key: 'x', token: 'y' },
  rocketchat: { channel: 'x', token: 'y', token_id: 'z' },
  slack: { channel: 'x' },
  sns: { topic_arn: 'x', sigv4: '{}' },
  telegram: { bot_token: 'x', chat_id: '5' },
  victorops: { routing_key: 'x' },
  webex: { room_id: 'x', http_config: '{authorization: {credentials: x}}' },
  webhook: { url: 'http://x/y' },
  wechat: { api_secret: 'x', corp_id: 'y' },
};

const GLOBALS: Readonly<Record<string, string>> = {
  smtp_smarthost: '"mail:25"',
  smtp_from: 'a@b',
  slack_api_url: 'http://x/y',
  opsgenie_api_key: 'x',
  victorops_api_key: 'x',
  wechat_api_secret: 'x',
  wechat_api_corp_id: 'x',
};

type Wrap = (body: string) => string;
type Pairs = readonly (readonly [key: string, value: string])[];

const braces = (pairs: Pairs): string =>
  `{${pairs.map(([key, value]) => `${JSON.stringify(key)}: ${value}`).join(', ')}}`;

function config(parts: Readonly<Record<string, string>>): string {
  const all = {
    global: braces(Object.entries(GLOBALS)),
    route: '{receiver: r}',
    receivers: '[{name: r}]',
    ...parts,
  };
  return `${Object.entries(all)
    .map(([key, value]) => `${key}: ${value}`)
    .join('\n')}\n`;
}

interface Place {
  readonly schema: Schema;
  readonly needed: Readonly<Record<string, string>>;
  readonly wrap: Wrap;
  readonly pairs?: boolean;
}

function places(): Place[] {
  const integrations = INTEGRATION_KINDS.map((kind): Place => ({
    schema: INTEGRATIONS[kind],
    needed: NEEDED[kind],
    wrap: (body) => config({ receivers: `[{name: r, ${kind}_configs: [${body}]}]` }),
    pairs: true,
  }));
  const interval: Wrap = (body) => config({ time_intervals: `[${body}]` });
  return [
    ...integrations,
    { schema: GLOBAL, needed: {}, wrap: (global) => config({ global }), pairs: true },
    { schema: ROUTE, needed: { receiver: 'r' }, wrap: (route) => config({ route }) },
    {
      schema: ROUTE,
      needed: { receiver: 'r' },
      wrap: (body) => config({ route: `{receiver: r, routes: [${body}]}` }),
    },
    {
      schema: INHIBIT_RULE,
      needed: { source_match: '{a: b}', target_match: '{a: c}' },
      wrap: (body) => config({ inhibit_rules: `[${body}]` }),
      pairs: true,
    },
    { schema: NAMED_INTERVAL, needed: { name: 'n' }, wrap: interval },
    {
      schema: TIME_INTERVAL,
      needed: {},
      wrap: (body) => interval(`{name: n, time_intervals: [${body}]}`),
      pairs: true,
    },
  ];
}

/** Every case; the same key with the same value gives the same text. */
export function everyKey(): string[] {
  return [
    ...new Set(
      places().flatMap((place) => [...casesOf(place), ...(place.pairs === true ? pairsOf(place) : [])]),
    ),
  ];
}

function casesOf({ schema, needed, wrap }: Place, depth = 0): string[] {
  const base = Object.entries(needed);
  const without = (key: string): Pairs => base.filter(([name]) => name !== key);
  const keys = Object.keys(schema.fields);
  const cases = base.map(([key]) => wrap(braces(without(key))));
  for (const key of keys) {
    const { type } = schema.fields[key]!;
    const valid = validValue(type);
    for (const value of [valid, ...VALUES]) cases.push(wrap(braces([...without(key), [key, value]])));
    cases.push(wrap(braces([...base, [key, valid], [key, valid]])));
    cases.push(
      wrap(braces([...base, [`${key}s`, valid]])),
      wrap(braces([...base, [key.toUpperCase(), valid]])),
    );
    const inner = schemaOf(type);
    if (inner === undefined || depth > 1) continue;
    const list = type.kind === 'list';
    cases.push(
      ...casesOf(
        {
          schema: inner,
          needed: {},
          wrap: (body) => wrap(braces([...without(key), [key, list ? `[${body}]` : body]])),
        },
        depth + 1,
      ),
    );
  }
  return cases;
}

function pairsOf({ schema, needed, wrap }: Place): string[] {
  const keys = Object.keys(schema.fields);
  return keys.flatMap((a, i) =>
    keys.slice(i + 1).map((b) => {
      const base = Object.entries(needed).filter(([name]) => name !== a && name !== b);
      return wrap(
        braces([...base, [a, validValue(schema.fields[a]!.type)], [b, validValue(schema.fields[b]!.type)]]),
      );
    }),
  );
}

function schemaOf(type: FieldType): Schema | undefined {
  if (type.kind === 'section' || type.kind === 'text-or-section') return type.schema;
  return type.kind === 'list' ? schemaOf(type.of) : undefined;
}

function validValue(type: FieldType): string {
  switch (type.kind) {
    case 'bool':
      return 'true';
    case 'int':
    case 'uint':
      return '3';
    case 'float':
      return '0.5';
    case 'duration':
    case 'go-duration':
    case 'go-duration-text':
      return '5m';
    case 'url':
    case 'secret-url':
    case 'template-url':
    case 'any-url':
      return 'http://x/y';
    case 'address':
      return '"x:25"';
    case 'enum':
      return JSON.stringify(type.values[0]);
    case 'list':
      return `[${validValue(type.of)}]`;
    case 'map':
      return `{a: ${validValue(type.of)}}`;
    case 'section':
      return '{}';
    default:
      return 'x';
  }
}
