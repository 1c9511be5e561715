import { atLeastOne, atMostOne, must, required } from '../rules.ts';
import {
  anyValue,
  bool,
  file,
  goDuration,
  named,
  secret,
  sections,
  section,
  since,
  template,
  templateMap,
  text,
  uint,
  url,
} from './field.ts';
import type { Field, Rule, Schema } from './field.ts';
import { httpConfig, tlsConfig } from './http.ts';
import { isNull } from '../../../yaml/node.ts';

/** Integrations that page, mail, open tickets or call a URL. */

const SEND: Readonly<Record<string, Field>> = { send_resolved: bool, http_config: httpConfig };

export const PAGERDUTY: Schema = {
  what: 'a pagerduty_configs entry',
  fields: {
    ...SEND,
    service_key: secret,
    service_key_file: file,
    routing_key: secret,
    routing_key_file: file,
    url,
    client: named('pagerduty.default.client'),
    client_url: named('pagerduty.default.clientURL'),
    description: named('pagerduty.default.description'),
    details: { type: { kind: 'map', of: { kind: 'any' }, textBefore: '0.30' } },
    images: sections({
      what: 'an image of PagerDuty',
      fields: { src: template(), alt: template(), href: template() },
    }),
    links: sections({ what: 'a link of PagerDuty', fields: { href: template(), text: template() } }),
    source: template(),
    severity: template('error'),
    class: template(),
    component: template(),
    group: template(),
    timeout: since('0.30', goDuration),
  },
  rules: [
    atLeastOne('routing_key', 'routing_key_file', 'service_key', 'service_key_file'),
    atMostOne('routing_key', 'routing_key_file'),
    atMostOne('service_key', 'service_key_file'),
  ],
};

const headerRules: Rule = (at, report) => {
  const seen = new Map<string, (typeof headers)[number]>();
  const headers = at.entries('headers');
  for (const entry of headers) {
    const name = entry.key.text.toLowerCase();
    const first = seen.get(name);
    if (first !== undefined && first.key.text !== entry.key.text) {
      report.error(
        'duplicate-key',
        entry.key.range,
        `the header "${entry.key.text}" is set twice: case does not matter`,
        {
          related: [{ range: first.key.range, message: `"${first.key.text}" is set here first` }],
          help: 'remove one of them',
        },
      );
    }
    seen.set(name, entry);
  }
  const threading = at.section('threading');
  if (threading?.bool('enabled') !== true) return;
  for (const header of ['References', 'In-Reply-To']) {
    const own = seen.get(header.toLowerCase());
    if (own !== undefined) {
      report.error('conflicting-keys', own.key.range, `"threading" sets the header "${header}" itself`, {
        help: 'remove the header, or turn threading off',
      });
    }
  }
};

export const EMAIL: Schema = {
  what: 'an email_configs entry',
  fields: {
    send_resolved: bool,
    to: template(),
    from: template(),
    hello: text,
    smarthost: { type: { kind: 'address' } },
    auth_username: text,
    auth_password: secret,
    auth_password_file: file,
    auth_secret: secret,
    auth_secret_file: since('0.31', file),
    auth_identity: text,
    headers: templateMap,
    html: named('email.default.html'),
    text: template(),
    require_tls: bool,
    tls_config: tlsConfig,
    force_implicit_tls: since('0.31', bool),
    threading: since(
      '0.30',
      section({
        what: 'the threading of an email_configs entry',
        fields: { enabled: bool, thread_by_date: text },
        rules: [
          must(
            (at) =>
              at.bool('enabled') !== true ||
              ['none', 'daily'].includes(at.text('thread_by_date')?.value ?? ''),
            'bad-value',
            'thread_by_date',
            '"thread_by_date" must be "none" or "daily" if threading is enabled',
            'write thread_by_date: daily',
          ),
        ],
      }),
    ),
  },
  rules: [required('to'), headerRules],
};

export const WEBHOOK: Schema = {
  what: 'a webhook_configs entry',
  fields: {
    ...SEND,
    url: { type: { kind: 'template-url' } },
    url_file: since('0.26', file),
    max_alerts: uint,
    timeout: since('0.28', goDuration),
    payload: since('0.32', anyValue),
  },
  rules: [atLeastOne('url', 'url_file'), atMostOne('url', 'url_file')],
};

const OPSGENIE_TYPES = ['team', 'teams', 'user', 'escalation', 'schedule'];

const RESPONDER: Schema = {
  what: 'a responder of OpsGenie',
  fields: { id: template(), name: template(), username: template(), type: template() },
  rules: [
    atLeastOne('id', 'name', 'username'),
    must(
      (at) => {
        const type = at.text('type')?.value ?? '';
        return type.includes('{{') || OPSGENIE_TYPES.includes(type.toLowerCase());
      },
      'bad-value',
      'type',
      `the type of a responder must be one of ${OPSGENIE_TYPES.join(', ')}, or a template`,
      'Alertmanager also rejects a responder without a type',
    ),
  ],
};

export const OPSGENIE: Schema = {
  what: 'an opsgenie_configs entry',
  fields: {
    ...SEND,
    api_key: secret,
    api_key_file: file,
    api_url: url,
    message: named('opsgenie.default.message'),
    description: named('opsgenie.default.description'),
    source: named('opsgenie.default.source'),
    details: templateMap,
    entity: template(),
    responders: sections(RESPONDER),
    actions: template(),
    tags: template(),
    note: template(),
    priority: template(),
    update_alerts: bool,
  },
  rules: [
    atMostOne('api_key', 'api_key_file'),
    must(
      (at) => !at.items('responders').some(isNull),
      'missing-key',
      'responders',
      'a responder of OpsGenie is empty',
      'set "id", "name" or "username", or remove it',
    ),
  ],
};

const VICTOROPS_OWN = new Set([
  'routing_key',
  'message_type',
  'state_message',
  'entity_display_name',
  'monitoring_tool',
  'entity_id',
  'entity_state',
]);

export const VICTOROPS: Schema = {
  what: 'a victorops_configs entry',
  fields: {
    ...SEND,
    api_key: secret,
    api_key_file: file,
    api_url: url,
    routing_key: template(),
    message_type: template('CRITICAL'),
    state_message: named('victorops.default.state_message'),
    entity_display_name: named('victorops.default.entity_display_name'),
    monitoring_tool: named('victorops.default.monitoring_tool'),
    custom_fields: templateMap,
  },
  rules: [
    required('routing_key'),
    atMostOne('api_key', 'api_key_file'),
    (at, report) => {
      for (const { key } of at.entries('custom_fields')) {
        if (!VICTOROPS_OWN.has(key.text)) continue;
        report.error(
          'conflicting-keys',
          key.range,
          `the custom field "${key.text}" is a field of VictorOps itself`,
          {
            help: 'rename the field, or set the key of the entry',
          },
        );
      }
    },
  ],
};

const goText: Field = { type: { kind: 'go-duration-text' } };

export const PUSHOVER: Schema = {
  what: 'a pushover_configs entry',
  fields: {
    ...SEND,
    user_key: secret,
    user_key_file: since('0.26', file),
    token: secret,
    token_file: since('0.26', file),
    title: named('pushover.default.title'),
    message: named('pushover.default.message'),
    url: named('pushover.default.url'),
    url_title: template(),
    device: since('0.26', template()),
    sound: template(),
    priority: template('{{ if eq .Status "firing" }}2{{ else }}0{{ end }}'),
    retry: goText,
    expire: goText,
    ttl: since('0.27', goText),
    html: bool,
    monospace: since('0.29', bool),
  },
  rules: [
    atLeastOne('user_key', 'user_key_file'),
    atMostOne('user_key', 'user_key_file'),
    atLeastOne('token', 'token_file'),
    atMostOne('token', 'token_file'),
    must(
      (at) => at.bool('html') !== true || at.bool('monospace') !== true,
      'conflicting-keys',
      'monospace',
      '"html" and "monospace" are both true: only one of them is allowed',
      'remove one of them',
    ),
  ],
};

const SIGV4: Schema = {
  what: 'sigv4',
  fields: {
    region: text,
    access_key: text,
    secret_key: secret,
    profile: text,
    role_arn: text,
    external_id: since('0.33', text),
    use_fips_sts_endpoint: since('0.29', bool),
  },
  rules: [
    must(
      (at) => at.isSet('access_key') === at.isSet('secret_key'),
      'missing-key',
      'access_key',
      'sigv4 needs "access_key" and "secret_key" together, or neither',
      'remove both to use the credentials of the environment',
    ),
    must(
      (at) => !at.isSet('external_id') || at.isSet('role_arn'),
      'missing-key',
      'external_id',
      '"external_id" of sigv4 requires a role, but "role_arn" is missing',
      'add "role_arn", or remove "external_id"',
    ),
  ],
};

const snsTarget: Rule = (at, report) => {
  const keys = ['target_arn', 'topic_arn', 'phone_number'];
  const set = keys.filter((key) => at.isSet(key));
  // Upstream compares in pairs: none and two are refused, all three pass.
  if (set.length === 0) {
    report.error('missing-key', at.anchor, `an sns_configs entry needs one of ${keys.join(', ')}`, {
      help: 'add "topic_arn"',
    });
  } else if (set.length > 1) {
    const level = set.length === 2 ? 'error' : 'warning';
    report[level](
      'conflicting-keys',
      at.entry(set[1]!)!.key.range,
      `"${set[0]!}" and "${set[1]!}" are both set: Alertmanager uses only one target`,
      {
        help: 'remove one of them',
      },
    );
  }
};

export const SNS: Schema = {
  what: 'an sns_configs entry',
  fields: {
    ...SEND,
    api_url: template(),
    sigv4: section(SIGV4),
    topic_arn: template(),
    phone_number: template(),
    target_arn: template(),
    subject: named('sns.default.subject'),
    message: named('sns.default.message'),
    attributes: templateMap,
    use_aws_http_client: since('0.33', bool),
  },
  rules: [snsTarget],
};

const JIRA_FIELD: Schema = {
  what: 'a templated field of a jira_configs entry',
  fields: { template: template(), enable_update: bool },
};

const jiraField = (name: string): Field => ({
  type: { kind: 'text-or-section', schema: JIRA_FIELD },
  default: `{{ template "${name}" . }}`,
});

export const JIRA: Schema = {
  what: 'a jira_configs entry',
  fields: {
    ...SEND,
    api_url: url,
    api_type: since('0.29', { type: { kind: 'enum', values: ['auto', 'cloud', 'datacenter'] } }),
    project: template(),
    summary: jiraField('jira.default.summary'),
    description: jiraField('jira.default.description'),
    labels: { type: { kind: 'list', of: { kind: 'template' } } },
    priority: named('jira.default.priority'),
    issue_type: template(),
    reopen_transition: text,
    resolve_transition: text,
    wont_fix_resolution: text,
    reopen_duration: { type: { kind: 'duration' } },
    fields: { type: { kind: 'map', of: { kind: 'any' } } },
  },
  rules: [
    required('project', 'issue_type'),
    must(
      (at) => at.entry('api_type') === undefined || at.value('api_type') !== undefined,
      'bad-value',
      'api_type',
      '"api_type" of a jira_configs entry is empty, which is not one of auto, cloud, datacenter',
      'remove the key to use auto',
    ),
  ],
};

export const INCIDENTIO: Schema = {
  what: 'an incidentio_configs entry',
  fields: {
    ...SEND,
    url,
    url_file: file,
    alert_source_token: secret,
    alert_source_token_file: file,
    metadata: since('0.35', templateMap),
    max_alerts: uint,
    timeout: goDuration,
  },
  rules: [
    atLeastOne('url', 'url_file'),
    atMostOne('url', 'url_file'),
    atMostOne('alert_source_token', 'alert_source_token_file'),
    (at, report) => {
      const http = at.section('http_config');
      const token = at.isSet('alert_source_token') || at.isSet('alert_source_token_file');
      const authorized =
        http !== undefined &&
        (http.value('authorization') !== undefined ||
          http.isSet('bearer_token') ||
          http.isSet('bearer_token_file'));
      if (authorized && token) {
        report.error(
          'conflicting-keys',
          at.entry('http_config')!.key.range,
          'an incidentio_configs entry has both a token and http_config.authorization',
          {
            help: 'remove one of them',
          },
        );
      } else if (http !== undefined && !authorized && !token) {
        report.error(
          'missing-key',
          at.anchor,
          'an incidentio_configs entry needs "alert_source_token", its file, or http_config.authorization',
          {
            help: 'add "alert_source_token_file"',
          },
        );
      }
    },
  ],
};
