import { atMostOne, must, required } from '../rules.ts';
import {
  address,
  anyValue,
  bool,
  duration,
  file,
  int,
  secret,
  secretUrl,
  section,
  sections,
  since,
  text,
  textMap,
  texts,
  url,
} from './field.ts';
import type { Schema } from './field.ts';
import { HEADERS, httpConfig, tlsConfig } from './http.ts';
import { RECEIVER } from './integrations.ts';

const SLACK_POST = 'https://slack.com/api/chat.postMessage';

export const GLOBAL: Schema = {
  what: 'global',
  fields: {
    resolve_timeout: duration,
    http_config: httpConfig,
    jira_api_url: since('0.28', url),
    smtp_from: text,
    smtp_hello: text,
    smtp_smarthost: address,
    smtp_auth_username: text,
    smtp_auth_password: secret,
    smtp_auth_password_file: file,
    smtp_auth_secret: secret,
    smtp_auth_secret_file: since('0.31', file),
    smtp_auth_identity: text,
    smtp_require_tls: bool,
    smtp_tls_config: since('0.28', tlsConfig),
    smtp_force_implicit_tls: since('0.31', bool),
    slack_api_url: secretUrl,
    slack_api_url_file: file,
    slack_app_token: since('0.30', secret),
    slack_app_token_file: since('0.30', file),
    slack_app_url: since('0.30', url),
    pagerduty_url: url,
    opsgenie_api_url: url,
    opsgenie_api_key: secret,
    opsgenie_api_key_file: file,
    wechat_api_url: url,
    wechat_api_secret: secret,
    wechat_api_secret_file: since('0.31', file),
    wechat_api_corp_id: text,
    victorops_api_url: url,
    victorops_api_key: secret,
    victorops_api_key_file: file,
    telegram_api_url: url,
    telegram_bot_token: since('0.31', secret),
    telegram_bot_token_file: since('0.31', file),
    webex_api_url: url,
    rocketchat_api_url: since('0.28', url),
    rocketchat_token: since('0.28', secret),
    rocketchat_token_file: since('0.28', file),
    rocketchat_token_id: since('0.28', secret),
    rocketchat_token_id_file: since('0.28', file),
    mattermost_webhook_url: since('0.32', secretUrl),
    mattermost_webhook_url_file: since('0.32', file),
  },
  rules: [
    atMostOne('slack_app_token', 'slack_app_token_file'),
    atMostOne('slack_api_url', 'slack_api_url_file'),
    must(
      (at) => {
        const token = at.isSet('slack_app_token') || at.isSet('slack_app_token_file');
        if (!token || !(at.isSet('slack_api_url') || at.isSet('slack_api_url_file'))) return true;
        return at.text('slack_api_url')?.value === (at.text('slack_app_url')?.value ?? SLACK_POST);
      },
      'conflicting-keys',
      'slack_api_url',
      'global has both a Slack webhook URL (slack_api_url) and a Slack app token',
      'remove one of the two; with a token, "slack_api_url" may only repeat "slack_app_url"',
    ),
    atMostOne('opsgenie_api_key', 'opsgenie_api_key_file'),
    atMostOne('victorops_api_key', 'victorops_api_key_file'),
    atMostOne('telegram_bot_token', 'telegram_bot_token_file'),
    atMostOne('smtp_auth_password', 'smtp_auth_password_file'),
    atMostOne('smtp_auth_secret', 'smtp_auth_secret_file'),
    atMostOne('rocketchat_token', 'rocketchat_token_file'),
    atMostOne('rocketchat_token_id', 'rocketchat_token_id_file'),
    atMostOne('wechat_api_secret', 'wechat_api_secret_file'),
    atMostOne('mattermost_webhook_url', 'mattermost_webhook_url_file'),
  ],
};

export const ROUTE: Schema = {
  what: 'a route',
  fields: {
    receiver: text,
    group_by: texts,
    match: textMap,
    match_re: textMap,
    matchers: texts,
    mute_time_intervals: texts,
    active_time_intervals: texts,
    continue: bool,
    routes: { type: { kind: 'list', of: { kind: 'any' } } },
    group_wait: duration,
    group_interval: duration,
    repeat_interval: duration,
    labels: since('0.34', textMap),
  },
};

export const INHIBIT_RULE: Schema = {
  what: 'an inhibition rule',
  fields: {
    name: since('0.30', text),
    source_match: textMap,
    source_match_re: textMap,
    source_matchers: texts,
    target_match: textMap,
    target_match_re: textMap,
    target_matchers: texts,
    equal: texts,
  },
};

export const TIME_RANGE: Schema = {
  what: 'an entry of "times"',
  fields: { start_time: text, end_time: text },
  rules: [required('start_time', 'end_time')],
};

export const TIME_INTERVAL: Schema = {
  what: 'a time interval',
  fields: {
    times: sections(TIME_RANGE),
    weekdays: texts,
    days_of_month: texts,
    months: texts,
    years: texts,
    location: text,
  },
};

export const NAMED_INTERVAL: Schema = {
  what: 'a named time interval',
  fields: { name: text, time_intervals: sections(TIME_INTERVAL) },
  rules: [required('name')],
};

const TRACING: Schema = {
  what: 'tracing',
  fields: {
    client_type: { type: { kind: 'enum', values: ['grpc', 'http'] } },
    endpoint: text,
    sampling_fraction: { type: { kind: 'float' } },
    insecure: bool,
    tls_config: tlsConfig,
    headers: HEADERS,
    compression: { type: { kind: 'enum', values: ['', 'gzip'] } },
    timeout: duration,
  },
  rules: [required('endpoint')],
};

/** Outputs of the event recorder are distinguished by name in metrics and logs (alertmanager#5393). */
const OUTPUT_NAME = since('0.35', text);
const NAMED_OUTPUTS = { version: '0.35', rules: [required('name')] } as const;

const WEBHOOK_OUTPUT: Schema = {
  what: 'an entry of webhook_outputs',
  fields: {
    name: OUTPUT_NAME,
    url: secretUrl,
    http_config: httpConfig,
    timeout: duration,
    workers: int,
    max_retries: int,
    retry_backoff: duration,
    batch: since('0.34', bool),
    batch_max_events: since('0.34', int),
    batch_max_bytes: since('0.34', int),
    batch_flush_interval: since('0.34', duration),
  },
  rulesSince: NAMED_OUTPUTS,
};

const KAFKA_OUTPUT: Schema = {
  what: 'an entry of kafka_outputs',
  fields: {
    name: OUTPUT_NAME,
    brokers: texts,
    topic: text,
    client_id: text,
    format: text,
    acks: text,
    compression: text,
    buffer_size: int,
    tls_config: tlsConfig,
  },
  rulesSince: NAMED_OUTPUTS,
};

const EVENT_RECORDER: Schema = {
  what: 'event_recorder',
  fields: {
    file_outputs: sections({
      what: 'an entry of file_outputs',
      fields: { name: OUTPUT_NAME, path: file },
      rulesSince: NAMED_OUTPUTS,
    }),
    webhook_outputs: sections(WEBHOOK_OUTPUT),
    kafka_outputs: sections(KAFKA_OUTPUT),
    stdout_outputs: since(
      '0.34',
      sections({
        what: 'an entry of stdout_outputs',
        fields: { name: OUTPUT_NAME },
        rulesSince: NAMED_OUTPUTS,
      }),
    ),
  },
};

/** The whole file. `route` is checked by its own decoder. */
export const CONFIG: Schema = {
  what: 'an Alertmanager configuration',
  fields: {
    global: section(GLOBAL),
    route: anyValue,
    inhibit_rules: sections(INHIBIT_RULE),
    receivers: sections(RECEIVER),
    templates: texts,
    mute_time_intervals: sections(NAMED_INTERVAL),
    time_intervals: sections(NAMED_INTERVAL),
    tracing: since('0.30', section(TRACING)),
    event_recorder: since('0.33', section(EVENT_RECORDER)),
  },
};
