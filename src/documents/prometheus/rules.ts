import { RE2JS, RE2JSException } from 're2js';
import { compareVersions } from '../../util/compare-versions.ts';
import { parseDurationMs } from '../../go/durations/prometheus-duration.ts';
import { child, entryOf, isNull } from '../../yaml/node.ts';
import type { MapNode, YamlNode } from '../../yaml/node.ts';
import { itemsOf, textOf } from '../../yaml/values.ts';
import type { IssueSink } from '../issue.ts';
import { nameOf, REFUSED } from './words.ts';

/** The conditions between the keys of a section that Prometheus refuses a configuration for. */
export function checkSection(node: MapNode, name: string, issues: IssueSink, release?: string): void {
  for (const rule of RULES[name] ?? []) rule(new Keys(node, name, issues));
  if (has(node, 'basic_auth') || has(node, 'bearer_token') || has(node, 'bearer_token_file'))
    oneWayToLogIn(new Keys(node, name, issues));
  if (release !== undefined && compareVersions(release, '3.0') < 0 && name === 'relabel')
    legacyTarget(new Keys(node, name, issues));
  if (release !== undefined && compareVersions(release, '3.0') >= 0 && name === 'alertmanager')
    secondApi(new Keys(node, name, issues));
  // Before 2.43 only some sections looked at them, and at one of them.
  const old = release !== undefined && compareVersions(release, '2.43') < 0;
  if (old && name !== 'scrape' && name !== 'sd_dockerswarm') return;
  const keys = old ? ['proxy_connect_header'] : ['proxy_url', 'no_proxy', 'proxy_connect_header'];
  if (keys.some((key) => has(node, key))) proxyIsThere(new Keys(node, name, issues));
}

type Rule = (keys: Keys) => void;

const has = (node: MapNode, key: string): boolean => {
  const entry = entryOf(node, key);
  if (entry === undefined || isNull(entry.value)) return false;
  if (entry.value.kind === 'seq') return entry.value.items.length > 0;
  return entry.value.kind === 'map' || entry.value.text !== '';
};

class Keys {
  readonly node: MapNode;
  readonly name: string;
  readonly #issues: IssueSink;

  constructor(node: MapNode, name: string, issues: IssueSink) {
    this.node = node;
    this.name = name;
    this.#issues = issues;
  }

  has(key: string): boolean {
    return has(this.node, key);
  }

  text(key: string): string | undefined {
    const entry = entryOf(this.node, key);
    return entry === undefined ? undefined : textOf(entry.value);
  }

  value(key: string): YamlNode | undefined {
    return entryOf(this.node, key)?.value;
  }

  refuseAt(node: YamlNode, message: string, help: string): void {
    this.#issues({ code: 'bad-value', message, why: REFUSED, help, range: node.range });
  }

  /** @param key where to point; the section where it is not written */
  refuse(
    code: 'missing-key' | 'bad-value' | 'forbidden-key',
    key: string | undefined,
    message: string,
    help: string,
  ): void {
    const entry = key === undefined ? undefined : entryOf(this.node, key);
    const range =
      entry === undefined
        ? (this.node.entries[0]?.key.range ?? this.node.range)
        : code === 'forbidden-key'
          ? entry.key.range
          : entry.value.range;
    this.#issues({ code, message, why: REFUSED, help, range });
  }
}

function needs(...keys: string[]): Rule {
  return (section) => {
    for (const key of keys)
      if (!section.has(key))
        section.refuse(
          'missing-key',
          undefined,
          `${nameOf(section.name)} has no "${key}"`,
          `add "${key}: ..."`,
        );
  };
}

/** An empty text is enough. */
function isWritten(key: string): Rule {
  return (section) => {
    const value = section.value(key);
    if (value === undefined || isNull(value)) needs(key)(section);
  };
}

function atMostOne(...keys: string[]): Rule {
  return (section) => {
    const [first, second] = keys.filter((key) => section.has(key));
    if (first === undefined || second === undefined) return;
    section.refuse(
      'forbidden-key',
      second,
      `"${first}" and "${second}" are both set in ${nameOf(section.name)}: only one of them is allowed`,
      `remove "${first}" or "${second}"`,
    );
  };
}

const oneWayToLogIn: Rule = (section) => {
  atMostOne('bearer_token', 'bearer_token_file')(section);
  atMostOne('basic_auth', 'authorization', 'oauth2')(section);
  const bearer = section.has('bearer_token')
    ? 'bearer_token'
    : section.has('bearer_token_file')
      ? 'bearer_token_file'
      : undefined;
  if (bearer !== undefined)
    for (const other of ['basic_auth', 'authorization', 'oauth2']) atMostOne(bearer, other)(section);
};

/** A timeout longer than the interval; the interval of the global section is not known here, if it is absent. */
/** Label names before 3.0 hold letters, digits and underscores; references to groups may be in them. */
const legacyTarget: Rule = (section) => {
  const target = section.text('target_label');
  const action = (section.text('action') ?? 'replace').toLowerCase();
  if (target === undefined || action !== 'replace' || /^(?:[a-zA-Z_]|\$\{?\w)[\w${}]*$/.test(target)) return;
  section.refuse(
    'bad-value',
    'target_label',
    `"${target}" is not a valid label name before Prometheus 3.0`,
    'use letters, digits and underscores, and begin with a letter or an underscore',
  );
};

const secondApi: Rule = (section) => {
  if (section.text('api_version') === 'v1')
    section.refuse(
      'bad-value',
      'api_version',
      'Prometheus 3.0 removed the API v1 of Alertmanager',
      'remove the key, or write "v2" (Alertmanager 0.16 and later)',
    );
};

const webAddress =
  (key: string): Rule =>
  (section) => {
    const url = section.text(key);
    if (url !== undefined && !/^https?:\/\/[^/]/i.test(url))
      section.refuse(
        'bad-value',
        key,
        `"${url}" is not a URL that begins with http:// or https://`,
        'write the whole URL, with its scheme and host',
      );
  };

const timeoutFits: Rule = (section) => {
  const [interval, timeout] = ['scrape_interval', 'scrape_timeout'].map((key) =>
    parseDurationMs(
      section.text(key) ?? (section.name === 'global' && key === 'scrape_interval' ? '1m' : ''),
    ),
  );
  if (interval === undefined || timeout === undefined || interval === 0 || timeout <= interval) return;
  section.refuse(
    'bad-value',
    'scrape_timeout',
    `"scrape_timeout" is longer than "scrape_interval" (${section.text('scrape_interval') ?? '1m by default'})`,
    'use a timeout of at most the interval',
  );
};

const relabel: Rule = (section) => {
  const action = (section.text('action') ?? 'replace').toLowerCase();
  const regex = section.text('regex');
  if (regex !== undefined && !isRegexp(regex))
    section.refuse(
      'bad-value',
      'regex',
      `"${regex}" is not a regular expression`,
      'use RE2 syntax, as in Go',
    );
  if (action === 'hashmod' && !(Number(section.text('modulus') ?? '0') > 0))
    section.refuse(
      'missing-key',
      'action',
      'the action "hashmod" needs a "modulus" above 0',
      'add a modulus, for example "modulus: 8"',
    );
  if (NEED_TARGET.has(action) && !section.has('target_label'))
    section.refuse(
      'missing-key',
      'action',
      `the action "${action}" needs a "target_label"`,
      'add "target_label: ..."',
    );
  const extra =
    action === 'labeldrop' || action === 'labelkeep'
      ? ['source_labels', 'target_label', 'modulus', 'separator', 'replacement']
      : action === 'keepequal' || action === 'dropequal'
        ? ['regex', 'modulus', 'separator', 'replacement']
        : [];
  const key = extra.find((each) => section.has(each) && section.text(each) !== DEFAULTS[each]);
  if (key !== undefined)
    section.refuse('forbidden-key', key, `the action "${action}" does not use "${key}"`, `remove "${key}"`);
};

const NEED_TARGET: ReadonlySet<string> = new Set([
  ...['replace', 'hashmod', 'lowercase', 'uppercase', 'keepequal', 'dropequal'],
]);
const DEFAULTS: Readonly<Record<string, string | undefined>> = {
  separator: ';',
  replacement: '$1',
  regex: '(.*)',
  modulus: '0',
};

function isRegexp(text: string): boolean {
  try {
    RE2JS.compile(`^(?:${text})$`);
    return true;
  } catch (error) {
    if (error instanceof RE2JSException) return false;
    throw error;
  }
}

/**
 * A target is host and port: Prometheus refuses a URL or a path, unless relabelling writes another address (as for the
 * probes of the blackbox exporter) or may drop the target.
 */
const plainTargets: Rule = (section) => {
  const relabels = itemsOf(section.value('relabel_configs'));
  // promtool applies the relabelling of a job, but not that of an Alertmanager.
  if (relabels.some((relabel) => section.name === 'alertmanager' || mayReplaceAddress(relabel))) return;
  for (const group of itemsOf(section.value('static_configs')))
    for (const item of itemsOf(child(group, 'targets'))) {
      const target = textOf(item) ?? '';
      if (target.includes('/'))
        section.refuseAt(
          item,
          `"${target}" is not a valid target: it contains "/"`,
          'use host:port; set "scheme" and "metrics_path" for the rest of the URL',
        );
    }
};

function mayReplaceAddress(relabel: YamlNode): boolean {
  const action = textOf(child(relabel, 'action'))?.toLowerCase() ?? 'replace';
  return (
    textOf(child(relabel, 'target_label')) === '__address__' ||
    ['keep', 'drop', 'keepequal', 'dropequal', 'labelmap', 'labeldrop', 'labelkeep'].includes(action)
  );
}

/** `no_proxy` and headers of a proxy say nothing without a proxy. */
const proxyIsThere: Rule = (section) => {
  const proxy = section.has('proxy_url');
  const environment = section.text('proxy_from_environment') === 'true';
  if (section.has('no_proxy') && !proxy)
    section.refuse(
      'forbidden-key',
      'no_proxy',
      '"no_proxy" needs a "proxy_url"',
      'add "proxy_url", or remove "no_proxy"',
    );
  if (environment) atMostOne('proxy_from_environment', 'proxy_url')(section);
  if (section.has('proxy_connect_header') && !proxy && !environment)
    section.refuse(
      'forbidden-key',
      'proxy_connect_header',
      '"proxy_connect_header" needs a "proxy_url" or "proxy_from_environment"',
      'add a proxy, or remove the header',
    );
};

/** A certificate without its key, or the key without its certificate. */
const certificatePair: Rule = (section) => {
  const [certificate, key] = [
    ['cert', 'cert_file', 'cert_ref'].find((each) => section.has(each)),
    ['key', 'key_file', 'key_ref'].find((each) => section.has(each)),
  ];
  if (certificate !== undefined && key === undefined)
    section.refuse('missing-key', certificate, 'a client certificate needs its key', 'add "key_file: ..."');
  if (key !== undefined && certificate === undefined)
    section.refuse('missing-key', key, 'a client key needs its certificate', 'add "cert_file: ..."');
};

const filePaths: Rule = (section) => {
  for (const item of itemsOf(section.value('files')))
    if (!/^[^*]*(?:\*[^/]*)?\.(?:json|yml|yaml|JSON|YML|YAML)$/.test(textOf(item) ?? ''))
      section.refuse(
        'bad-value',
        'files',
        `"${textOf(item) ?? ''}" is not a path for file discovery`,
        'use a path that ends in .json, .yml or .yaml, with "*" only in its last part',
      );
};

const dnsPort: Rule = (section) => {
  const type = (section.text('type') ?? 'SRV').toUpperCase();
  if (type !== 'SRV' && type !== '' && !(Number(section.text('port') ?? '0') !== 0))
    section.refuse('missing-key', 'type', `DNS records of type ${type} contain no port`, 'add "port: ..."');
};

const pathsFromRoot: Rule = (section) => {
  for (const item of itemsOf(section.value('paths')))
    if (!(textOf(item) ?? '').startsWith('/'))
      section.refuse('bad-value', 'paths', 'paths must begin with "/"', 'add "/" at the start');
};

/** Without an address the client is that of the pod itself, which has no settings. */
const kubernetesClient: Rule = (section) => {
  atMostOne('api_server', 'kubeconfig_file')(section);
  const key = [
    'basic_auth',
    'authorization',
    'oauth2',
    'bearer_token',
    'bearer_token_file',
    'proxy_url',
    'proxy_from_environment',
  ].find((each) => section.has(each) && !/^(?:false|no|off|n)$/i.test(section.text(each) ?? ''));
  if (key === undefined || section.has('api_server')) return;
  section.refuse(
    'forbidden-key',
    key,
    `"${key}" needs the address of the server`,
    'add "api_server: https://..."',
  );
};

const RULES: Readonly<Record<string, readonly Rule[]>> = {
  global: [timeoutFits],
  scrape: [timeoutFits, plainTargets],
  alertmanager: [plainTargets],
  remote_write: [isWritten('url')],
  remote_read: [isWritten('url')],
  relabel: [relabel],
  basic_auth: [
    atMostOne('password', 'password_file', 'password_ref'),
    atMostOne('username', 'username_file', 'username_ref'),
  ],
  authorization: [atMostOne('credentials', 'credentials_file', 'credentials_ref')],
  tls_config: [
    atMostOne('ca', 'ca_file'),
    atMostOne('cert', 'cert_file'),
    atMostOne('key', 'key_file'),
    certificatePair,
  ],
  oauth2: [needs('client_id', 'token_url'), atMostOne('client_secret', 'client_secret_file')],
  tracing: [needs('endpoint')],
  sd_file: [needs('files'), filePaths],
  sd_dns: [needs('names'), dnsPort],
  sd_http: [needs('url'), webAddress('url')],
  sd_kubernetes: [needs('role'), kubernetesClient],
  sd_gce: [needs('project', 'zone')],
  sd_hetzner: [needs('role')],
  sd_openstack: [needs('role', 'region')],
  sd_eureka: [needs('server'), webAddress('server')],
  sd_puppetdb: [needs('url', 'query'), webAddress('url')],
  sd_azure: [needs('subscription_id')],
  sd_docker: [needs('host')],
  sd_dockerswarm: [needs('host', 'role')],
  sd_marathon: [needs('servers')],
  sd_nerve: [needs('servers', 'paths'), pathsFromRoot],
  sd_serverset: [needs('servers', 'paths'), pathsFromRoot],
  sd_kuma: [needs('server')],
  sd_uyuni: [needs('server', 'username', 'password')],
  sd_triton: [needs('account', 'dns_suffix', 'endpoint')],
  sd_scaleway: [needs('role')],
};
