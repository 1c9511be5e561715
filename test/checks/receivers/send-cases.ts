/** A receiver that Alertmanager accepts, what becomes of its notifications, and what must be said of it. */
export interface SendCase {
  /** The content of the receiver; `URL` and `MAIL` stand for the services of the test. */
  readonly receiver: string;
  /** What Alertmanager logs when it sends; undefined: the message arrives. */
  readonly fails?: RegExp;
  /** What arrives instead of a failure. */
  readonly arrives?: RegExp;
  /** The check that finds it before; undefined: none does. */
  readonly finds?: string;
  /** First version that knows the settings; default 0.25. */
  readonly since?: string;
  /** First version that does so no more. */
  readonly until?: string;
}

const email = (to: string, more = ''): string =>
  `email_configs: [{ smarthost: MAIL, from: 'am@example.com', require_tls: false, to: ${JSON.stringify(to)}${more} }]`;
const pager = (description: string, more = ''): string =>
  `pagerduty_configs: [{ url: URL, routing_key: key, description: '${description}'${more} }]`;
const jira = (path: string, more = ''): string =>
  `jira_configs: [{ api_url: URL${path}, project: OPS, issue_type: Bug${more} }]`;

/** Template files that every case may use. */
export const TEMPLATES =
  '{{ define "again" }}{{ template "again" . }}{{ end }}{{ define "first" }}{{ (index .Alerts 0).Status }}{{ end }}{{ define "hollow" }}{{ template "nowhere" . }}{{ end }}';

export const SEND_CASES: Readonly<Record<string, SendCase>> = {
  'mail-list': { receiver: email('Shop <a@example.com>, b@example.com,') },
  'mail-semicolon': {
    receiver: email('a@example.com; b@example.com'),
    fails: /expected comma/,
    finds: 'receivers/mail-address',
  },
  'mail-space': {
    receiver: email('a@example.com b@example.com'),
    fails: /expected comma/,
    finds: 'receivers/mail-address',
  },
  'mail-line': {
    receiver: email('a@example.com\n'),
    fails: /expected comma/,
    finds: 'receivers/mail-address',
  },
  'mail-word': { receiver: email('team'), fails: /missing '@'/, finds: 'receivers/mail-address' },
  'mail-none': {
    receiver: email('{{ .CommonLabels.owner }}'),
    fails: /no address/,
    finds: 'receivers/mail-address',
  },
  'mail-label': { receiver: email('{{ .CommonLabels.severity }}@example.com') },
  'mail-sender': {
    receiver:
      "email_configs: [{ smarthost: MAIL, from: alertmanager, require_tls: false, to: 'a@example.com' }]",
    fails: /parse 'from' addresses/,
    finds: 'receivers/mail-address',
  },
  'mail-senders': {
    receiver:
      "email_configs: [{ smarthost: MAIL, from: 'a@b.c, d@e.f', require_tls: false, to: 'a@example.com' }]",
    fails: /exactly one 'from' address/,
    finds: 'receivers/mail-address',
  },
  'mail-html': {
    receiver: email('a@example.com', `, html: '{{ template "nowhere" . }}'`),
    fails: /no such template/,
    finds: 'receivers/template',
  },
  'text-undefined': {
    receiver: pager('{{ template "nowhere" . }}'),
    fails: /not defined/,
    finds: 'receivers/template',
  },
  'text-inner': {
    receiver: pager('{{ template "hollow" . }}'),
    fails: /not defined/,
    finds: 'receivers/failing-text',
  },
  'text-field': {
    receiver: pager('{{ .Labels.alertname }}'),
    fails: /can't evaluate field Labels/,
    finds: 'receivers/template',
  },
  'text-second': {
    receiver: pager('{{ (index .Alerts 1).Status }}'),
    fails: /out of range/,
    finds: 'receivers/failing-text',
  },
  'text-first': { receiver: pager('{{ template "first" . }}') },
  'text-resolved': {
    receiver: pager('{{ (index .Alerts.Firing 0).Status }}'),
    fails: /out of range/,
    finds: 'receivers/failing-text',
  },
  'text-unresolved': { receiver: pager('{{ (index .Alerts.Firing 0).Status }}', ', send_resolved: false') },
  'text-loop': {
    receiver: pager('{{ template "again" . }}'),
    fails: /maximum template depth/,
    finds: 'receivers/failing-text',
  },
  'text-scalar': {
    receiver: pager('{{ .CommonLabels.alertname.name }}'),
    fails: /can't evaluate field name in type string/,
    finds: 'receivers/failing-text',
  },
  'text-arguments': {
    receiver: pager('{{ reReplaceAll "a" .Status }}'),
    fails: /wrong number of args/,
    finds: 'receivers/failing-text',
  },
  'slack-hollow': {
    receiver: `slack_configs: [{ api_url: URL, channel: c, text: '{{ (index .Alerts 1).Status }}' }]`,
    arrives: /^(?!.*"channel")(?=.*"text":"")/,
    finds: 'receivers/failing-text',
    since: '0.32',
  },
  'slack-text': {
    receiver: `slack_configs: [{ api_url: URL, channel: c, text: '{{ (index .Alerts 1).Status }}' }]`,
    fails: /out of range/,
    finds: 'receivers/failing-text',
    until: '0.32',
  },
  'hook-empty': {
    receiver: "webhook_configs: [{ url: '{{ .CommonLabels.owner }}' }]",
    fails: /empty after templating/,
    finds: 'receivers/url',
    since: '0.31',
  },
  'hook-scheme': {
    receiver: "webhook_configs: [{ url: '127.0.0.1/{{ .CommonLabels.severity }}' }]",
    fails: /unsupported protocol scheme|first path segment/,
    finds: 'receivers/url',
    since: '0.31',
  },
  'hook-template': {
    receiver: "webhook_configs: [{ url: 'URL/{{ .CommonLabels.severity }}' }]",
    since: '0.31',
  },
  'hook-proxy': {
    receiver: "webhook_configs: [{ url: URL, http_config: { proxy_url: 'localhost:3128' } }]",
    fails: /proxyconnect/,
    finds: 'receivers/url',
  },
  'jira-3': {
    receiver: jira('/rest/api/3'),
    fails: /invalid JSON for API v3/,
    finds: 'receivers/url',
    since: '0.30',
  },
  'jira-2': { receiver: jira('/rest/api/2'), since: '0.28' },
  'jira-3-json': { receiver: jira('/rest/api/3', `, description: '{ "type": "doc" }'`), since: '0.30' },
  'file-url': {
    receiver: 'slack_configs: [{ api_url_file: URL, channel: c }]',
    fails: /no such file/,
    finds: 'receivers/file-path',
  },
  'file-home': {
    receiver: 'slack_configs: [{ api_url_file: ~/slack, channel: c }]',
    fails: /no such file/,
    finds: 'receivers/file-path',
  },
  'plain-discord': {
    receiver: "discord_configs: [{ webhook_url: URL, username: '{{ .Receiver }}' }]",
    arrives: /"username":"\{\{ \.Receiver \}\}"/,
    finds: 'receivers/not-a-template',
    since: '0.28',
  },
  'value-critical': {
    receiver:
      "victorops_configs: [{ api_url: URL, api_key: key, routing_key: shop, message_type: '{{ .CommonLabels.severity }}' }]",
    arrives: /"message_type":"CRITICAL"/,
    finds: 'receivers/service-value',
  },
  'value-warning': {
    receiver: 'victorops_configs: [{ api_url: URL, api_key: key, routing_key: shop, message_type: WARNING }]',
    arrives: /"message_type":"WARNING"/,
  },
  'value-standard': {
    receiver: 'mattermost_configs: [{ webhook_url: URL, priority: { priority: high } }]',
    arrives: /"priority":"standard"/,
    finds: 'receivers/service-value',
    since: '0.30',
  },
  'teams-without-name': {
    receiver: 'opsgenie_configs: [{ api_url: URL, api_key: key, responders: [{ id: shop, type: teams }] }]',
    arrives: /^(?!.*"responders").*"alias"/,
    finds: 'receivers/recipient',
  },
};
