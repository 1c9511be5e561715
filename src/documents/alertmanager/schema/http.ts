import { atMostOne, must, required } from '../rules.ts';
import { bool, file, secret, section, since, text, textMap, texts } from './field.ts';
import type { Field, Rule, Schema } from './field.ts';

const TLS_VERSION: Field = { type: { kind: 'enum', values: ['TLS13', 'TLS12', 'TLS11', 'TLS10'] } };

function keyPair(one: string, other: string): Rule {
  return (at, report) => {
    const set = (name: string): boolean => [name, `${name}_file`, `${name}_ref`].some((key) => at.isSet(key));
    if (!set(one) || set(other)) return;
    report.error('missing-key', at.anchor, `tls_config has a client ${one} but no client ${other}`, {
      help: `set "${other}_file" next to "${one}_file"`,
    });
  };
}

const TLS: Schema = {
  what: 'tls_config',
  fields: {
    ca: since('0.26', text),
    cert: since('0.26', text),
    key: since('0.26', secret),
    ca_file: file,
    cert_file: file,
    key_file: file,
    ca_ref: since('0.28', text),
    cert_ref: since('0.28', text),
    key_ref: since('0.28', text),
    server_name: text,
    insecure_skip_verify: bool,
    min_version: TLS_VERSION,
    max_version: TLS_VERSION,
  },
  rules: [
    atMostOne('ca', 'ca_file', 'ca_ref'),
    atMostOne('cert', 'cert_file', 'cert_ref'),
    atMostOne('key', 'key_file', 'key_ref'),
    keyPair('cert', 'key'),
    keyPair('key', 'cert'),
  ],
};

const PROXY: Readonly<Record<string, Field>> = {
  proxy_url: { type: { kind: 'any-url' } },
  no_proxy: since('0.26', text),
  proxy_from_environment: since('0.26', bool),
  proxy_connect_header: { type: { kind: 'map', of: { kind: 'list', of: { kind: 'secret' } } } },
};

const PROXY_RULES: readonly Rule[] = [
  must(
    (at) =>
      at.entries('proxy_connect_header').length === 0 ||
      at.isSet('proxy_url') ||
      at.bool('proxy_from_environment') === true,
    'missing-key',
    'proxy_connect_header',
    '"proxy_connect_header" needs "proxy_url" or "proxy_from_environment"',
    'these headers are sent only to a proxy',
  ),
  must(
    (at) => at.bool('proxy_from_environment') !== true || !(at.isSet('proxy_url') || at.isSet('no_proxy')),
    'conflicting-keys',
    'proxy_from_environment',
    '"proxy_from_environment" replaces "proxy_url" and "no_proxy"',
    'remove it, or remove the other two',
  ),
  must(
    (at) =>
      !at.isSet('no_proxy') ||
      at.value('proxy_url') !== undefined ||
      at.bool('proxy_from_environment') === true,
    'missing-key',
    'no_proxy',
    '"no_proxy" is set without "proxy_url"',
    'set "proxy_url", or remove "no_proxy"',
  ),
];

const BASIC_AUTH: Schema = {
  what: 'basic_auth',
  fields: {
    username: text,
    username_file: since('0.27', file),
    username_ref: since('0.28', text),
    password: secret,
    password_file: file,
    password_ref: since('0.28', text),
  },
  rules: [
    atMostOne('username', 'username_file', 'username_ref'),
    atMostOne('password', 'password_file', 'password_ref'),
  ],
};

const AUTHORIZATION: Schema = {
  what: 'authorization',
  fields: { type: text, credentials: secret, credentials_file: file, credentials_ref: since('0.28', text) },
  rules: [
    atMostOne('credentials', 'credentials_file', 'credentials_ref'),
    must(
      (at) => at.text('type')?.value.trim().toLowerCase() !== 'basic',
      'bad-value',
      'type',
      'the authorization type cannot be "basic"',
      'use "basic_auth" with "username" and "password_file" instead',
    ),
  ],
};

const JWT_BEARER = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

const OAUTH2: Schema = {
  what: 'oauth2',
  fields: {
    client_id: text,
    client_secret: secret,
    client_secret_file: file,
    client_secret_ref: since('0.28', text),
    client_certificate_key_id: since('0.30', text),
    client_certificate_key: since('0.30', secret),
    client_certificate_key_file: since('0.30', file),
    client_certificate_key_ref: since('0.30', text),
    grant_type: since('0.30', text),
    signature_algorithm: since('0.30', text),
    iss: since('0.30', text),
    audience: since('0.30', text),
    claims: since('0.30', { type: { kind: 'map', of: { kind: 'any' } } }),
    scopes: texts,
    token_url: text,
    endpoint_params: textMap,
    tls_config: section(TLS),
    ...PROXY,
  },
  rules: [
    required('client_id', 'token_url'),
    (at, report) => {
      const jwt = at.text('grant_type')?.value === JWT_BEARER;
      const name = jwt ? 'client_certificate_key' : 'client_secret';
      atMostOne(name, `${name}_file`, `${name}_ref`)(at, report);
    },
    must(
      (at) =>
        at.text('grant_type')?.value !== JWT_BEARER ||
        ['', 'RS256', 'RS384', 'RS512'].includes(at.text('signature_algorithm')?.value ?? ''),
      'bad-value',
      'signature_algorithm',
      'the signature algorithm of oauth2 must be RS256, RS384 or RS512',
      'remove it to use RS256',
    ),
    ...PROXY_RULES,
  ],
};

const RESERVED_HEADERS = new Set(
  `authorization host content-encoding content-length content-type user-agent connection keep-alive
  proxy-authenticate proxy-authorization www-authenticate accept-encoding x-prometheus-remote-write-version
  x-prometheus-remote-read-version x-prometheus-scrape-timeout-seconds x-amz-date x-amz-security-token
  x-amz-content-sha256`.split(/\s+/),
);

const HEADER: Schema = {
  what: 'a header of http_headers',
  fields: { values: texts, secrets: { type: { kind: 'list', of: { kind: 'secret' } } }, files: texts },
};

export const HEADERS: Field = { type: { kind: 'map', of: { kind: 'section', schema: HEADER } } };

const noReservedHeaders: Rule = (at, report) => {
  for (const { key } of at.entries('http_headers')) {
    if (!RESERVED_HEADERS.has(key.text.toLowerCase())) continue;
    report.error('bad-value', key.range, `the header "${key.text}" cannot be set in http_headers`, {
      help: 'the HTTP client sets it; use authorization, basic_auth or oauth2 for credentials',
    });
  }
};

const HTTP: Schema = {
  what: 'http_config',
  fields: {
    basic_auth: section(BASIC_AUTH),
    authorization: section(AUTHORIZATION),
    oauth2: section(OAUTH2),
    bearer_token: secret,
    bearer_token_file: file,
    tls_config: section(TLS),
    follow_redirects: bool,
    enable_http2: bool,
    http_headers: since('0.28', HEADERS),
    ...PROXY,
  },
  rules: [
    atMostOne('bearer_token', 'bearer_token_file'),
    atMostOne('basic_auth', 'oauth2', 'authorization', 'bearer_token'),
    atMostOne('basic_auth', 'oauth2', 'authorization', 'bearer_token_file'),
    ...PROXY_RULES,
    noReservedHeaders,
  ],
};

export const httpConfig: Field = section(HTTP);
export const tlsConfig: Field = section(TLS);
