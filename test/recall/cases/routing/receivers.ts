import type { Topic } from '../../case.ts';
import { CRITICAL, routes, routing, tree, WARNING } from './world.ts';

type Files = Readonly<Record<string, string>>;

const TREE = tree(CRITICAL, WARNING);
const pager = (config: string): Files => routing(TREE, '', `  - name: pager\n    ${config}\n`);
const slack = (title: string, more = ''): Files =>
  pager(`slack_configs: [{ api_url_file: /etc/slack, channel: '#alerts', title: '${title}'${more} }]`);
const globals = (text: string): Files => {
  const files = routing(TREE);
  return { ...files, 'alertmanager.yml': `global:\n  ${text}\n${files['alertmanager.yml']!}` };
};

export const receivers: Topic = {
  topic: 'receivers',
  faults: [
    // Unused and empty.
    {
      files: routing(TREE, '', "  - name: oncall\n    webhook_configs: [{ url: 'http://127.0.0.1/' }]\n"),
      finds: 'receivers/unused',
      at: 'oncall',
    },
    {
      files: routing(TREE, '', '  - name: page\n    pagerduty_configs: [{ routing_key_file: /etc/pd }]\n'),
      finds: 'receivers/unused',
      at: 'page',
    },
    { files: routing(TREE, '', '  - name: legacy\n'), finds: 'receivers/unused', at: 'legacy' },
    { files: routing(TREE, '', '  - name: pager\n'), finds: 'receivers/empty', strict: true },
    { files: routing(TREE, '', '  - name: everybody\n'), finds: 'receivers/empty', strict: true },
    { files: pager('slack_configs: []'), finds: 'receivers/empty', strict: true },
    // Secrets.
    {
      files: pager(
        "slack_configs: [{ api_url: 'https://hooks.slack.com/services/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', channel: '#a' }]",
      ),
      finds: 'receivers/secret',
    },
    {
      files: pager('pagerduty_configs: [{ routing_key: 3f9c2a7be14d4c0f8a6d5e2b7c1f9a03 }]'),
      finds: 'receivers/secret',
    },
    {
      files: pager("webhook_configs: [{ url: 'https://ops:Zx81kQp@hooks.internal/x' }]"),
      finds: 'receivers/secret',
    },
    {
      files: pager(
        "webhook_configs: [{ url: 'https://hooks.internal/x', http_config: { authorization: { credentials: 8fKq2LmZx0Pw } } }]",
      ),
      finds: 'receivers/secret',
    },
    { files: globals('smtp_auth_password: vT9-qLw2'), finds: 'receivers/secret' },
    {
      files: pager(
        'telegram_configs: [{ bot_token: "5930418264:AAHk3vZb9QxYtLmNpRsTuVwXyZaBcDeFgHi", chat_id: -5 }]',
      ),
      finds: 'receivers/secret',
    },
    // Texts that fail.
    { files: slack('{{ template "slack.title" . }}'), finds: 'receivers/template' },
    { files: slack('{{ .CommonLabels.alertname }'), finds: 'receivers/template' },
    { files: slack('{{ .Labels.alertname }}'), finds: 'receivers/template' },
    { files: slack('{{ range .Alert }}{{ .Labels.alertname }}{{ end }}'), finds: 'receivers/template' },
    { files: slack('{{ .CommonLabels.alertname | upper }}'), finds: 'receivers/template' },
    {
      files: slack('{{ range .Alerts }}{{ .CommonLabels.alertname }}{{ end }}'),
      finds: 'receivers/template',
    },
    { files: slack('{{ $labels.alertname }}'), finds: 'receivers/template' },
    {
      files: slack('{{ (index .Alerts.Firing 0).Labels.alertname }}', ', send_resolved: true'),
      finds: 'receivers/failing-text',
    },
    { files: slack('{{ index .Alerts.Resolved 0 }}'), finds: 'receivers/failing-text' },
    { files: slack('{{ index .CommonLabels 0 }}'), finds: 'receivers/failing-text' },
    { files: slack('{{ if gt .Alerts.Firing 3 }}many{{ end }}'), finds: 'receivers/failing-text' },
    { files: slack('{{ .CommonLabels.alertname | title "x" }}'), finds: 'receivers/failing-text' },
    { files: slack('{{ len .Alerts.Firing | printf }}'), finds: 'receivers/failing-text' },
    // Texts with a hole.
    { files: slack('{{ .CommonAnnotations.description }}'), finds: 'receivers/empty-field' },
    { files: slack('{{ .GroupLabels.severity }}'), finds: 'receivers/empty-field' },
    { files: slack('{{ .GroupLabels.cluster }}'), finds: 'receivers/empty-field' },
    {
      files: slack('{{ range .Alerts }}{{ .Annotations.summery }}{{ end }}'),
      finds: 'receivers/empty-field',
    },
    // What fails when it is sent.
    {
      files: pager("email_configs: [{ to: 'a@b.c; d@e.f', from: x@y.z, smarthost: 'mail:587' }]"),
      finds: 'receivers/mail-address',
    },
    {
      files: pager("email_configs: [{ to: oncall, from: x@y.z, smarthost: 'mail:587' }]"),
      finds: 'receivers/mail-address',
    },
    {
      files: pager(
        "email_configs: [{ to: '{{ .CommonLabels.email }}', from: x@y.z, smarthost: 'mail:587' }]",
      ),
      finds: 'receivers/mail-address',
    },
    {
      files: pager("email_configs: [{ to: a@b.c, from: x@y.z, smarthost: 'mail:587', auth_username: am }]"),
      finds: 'receivers/smtp-login',
    },
    {
      files: pager(
        "email_configs: [{ to: a@b.c, from: x@y.z, smarthost: 'mail:25', auth_username: am, auth_password_file: /p, require_tls: false }]",
      ),
      finds: 'receivers/smtp-login',
    },
    {
      files: pager('pushover_configs: [{ user_key_file: /u, token_file: /t, retry: 15s }]'),
      finds: 'receivers/service-value',
    },
    {
      files: pager('pushover_configs: [{ user_key_file: /u, token_file: /t, expire: 1d }]'),
      finds: 'syntax/alertmanager',
    },
    {
      files: pager('opsgenie_configs: [{ api_key_file: /k, priority: high }]'),
      finds: 'receivers/service-value',
    },
    {
      files: pager("opsgenie_configs: [{ api_key_file: /k, priority: '{{ .CommonLabels.severity }}' }]"),
      finds: 'receivers/service-value',
    },
    {
      files: pager(
        "pagerduty_configs: [{ routing_key_file: /k, severity: '{{ .CommonLabels.severity | toUpper }}' }]",
      ),
      finds: 'receivers/service-value',
    },
    {
      files: pager('pagerduty_configs: [{ routing_key_file: /k, severity: high }]'),
      finds: 'receivers/service-value',
    },
    {
      files: pager('telegram_configs: [{ bot_token_file: /t, chat_id: -5, parse_mode: MarkdownV2 }]'),
      finds: 'receivers/telegram-markup',
    },
    {
      files: pager("telegram_configs: [{ bot_token_file: /t, chat_id: -5, message: 'fires<br/>now' }]"),
      finds: 'receivers/telegram-markup',
    },
    { files: pager('slack_configs: [{ app_token_file: /t, title: x }]'), finds: 'receivers/recipient' },
    {
      files: pager('sns_configs: [{ topic_arn: alerts, sigv4: { region: eu-west-1 } }]'),
      finds: 'receivers/recipient',
    },
    {
      files: pager("sns_configs: [{ phone_number: '030 1234567', sigv4: { region: eu-west-1 } }]"),
      finds: 'receivers/recipient',
    },
    {
      files: pager('slack_configs: [{ api_url_file: https://hooks.slack.com/services/x, channel: c }]'),
      finds: 'receivers/file-path',
    },
    {
      files: pager("jira_configs: [{ api_url: 'https://x.atlassian.net', project: P, issue_type: Bug }]"),
      finds: 'receivers/url',
    },
    {
      files: pager("discord_configs: [{ webhook_url_file: /w, username: '{{ .GroupLabels.alertname }}' }]"),
      finds: 'receivers/not-a-template',
    },
  ],
  sound: [
    { files: slack('{{ .CommonLabels.alertname }}: {{ .CommonAnnotations.summary }}') },
    { files: slack('{{ range .Alerts.Firing }}{{ .Labels.instance }} {{ end }}') },
    { files: slack('{{ with .CommonLabels.pod }}pod {{ . }}{{ end }}') },
    { files: slack('{{ (index .Alerts 0).Labels.alertname }}', ', send_resolved: true') },
    { files: slack('{{ (index .Alerts.Firing 0).Labels.alertname }}') },
    { files: slack('{{ if gt (len .Alerts.Firing) 3 }}many{{ end }}') },
    { files: slack('{{ .Status | toUpper }} {{ .CommonLabels.SortedPairs.Values | join ", " }}') },
    { files: slack('[{{ .Status }}{{ if eq .Status "firing" }}:{{ .Alerts.Firing | len }}{{ end }}]') },
    {
      files: pager(
        "email_configs: [{ to: 'Ops <a@b.c>, d@e.f', from: 'AM <x@y.z>', smarthost: 'mail:587' }]",
      ),
    },
    {
      files: pager(
        "email_configs: [{ to: '{{ .CommonLabels.team }}@b.c', from: x@y.z, smarthost: 'mail:587', auth_username: am, auth_password_file: /p }]",
      ),
    },
    {
      files: pager(
        "email_configs: [{ to: a@b.c, from: x@y.z, smarthost: 'localhost:25', require_tls: false }]",
      ),
    },
    {
      files: pager("pagerduty_configs: [{ routing_key_file: /k, severity: '{{ .CommonLabels.severity }}' }]"),
    },
    {
      files: pager(
        'opsgenie_configs: [{ api_key_file: /k, priority: \'{{ if eq .CommonLabels.severity "critical" }}P1{{ else }}P3{{ end }}\' }]',
      ),
    },
    {
      files: pager(
        "telegram_configs: [{ bot_token_file: /t, chat_id: -5, message: '<b>{{ .Status }}</b>' }]",
      ),
    },
    {
      files: pager(
        'sns_configs: [{ topic_arn: arn:aws:sns:eu-west-1:123456789012:alerts, sigv4: { region: eu-west-1 } }]',
      ),
    },
    { files: pager('slack_configs: [{ api_url_file: /etc/slack }]') },
    { files: pager("webhook_configs: [{ url: 'http://{{ .CommonLabels.team }}.internal/hook' }]") },
    { files: pager("pagerduty_configs: [{ routing_key: '${PAGERDUTY_KEY}' }]") },
    { files: routes(CRITICAL, WARNING) },
  ],
};
