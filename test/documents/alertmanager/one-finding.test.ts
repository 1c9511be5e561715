import { expect, test } from 'vitest';
import { lintFiles } from '../../support/lint-files.ts';

/** Faults of one field each: every one must be said once. */
const FAULTS: readonly string[] = [
  "msteams_configs: [{ webhook_url: '' }]",
  "msteamsv2_configs: [{ webhook_url: '' }]",
  "slack_configs: [{ api_url: '', channel: x }]",
  "discord_configs: [{ webhook_url: '' }]",
  "webhook_configs: [{ url: '' }]",
  "pagerduty_configs: [{ routing_key: '' }]",
  "opsgenie_configs: [{ api_key: '' }]",
  "mattermost_configs: [{ webhook_url: '' }]",
  "incidentio_configs: [{ url: '', alert_source_token: t }]",
  "jira_configs: [{ api_url: '', project: A, issue_type: Bug }]",
  "jira_configs: [{ api_url: 'https://x/rest/api/2', project: '', issue_type: '' }]",
  "pushover_configs: [{ user_key: x, token: '' }]",
  "sns_configs: [{ topic_arn: '' }]",
  "telegram_configs: [{ bot_token: '', chat_id: 1 }]",
  'msteams_configs: [{ webhook_url: hooks.example/x }]',
  "slack_configs: [{ api_url: 'ftp://x/', channel: '#a' }]",
  "telegram_configs: [{ bot_token: x, chat_id: 1, api_url: 'https://api.telegram.org/bot' }]",
  "email_configs: [{ to: 'a', from: b@c.d, smarthost: 'x:25' }]",
  "jira_configs: [{ api_url: 'https://x.atlassian.net', project: A, issue_type: Bug }]",
  "slack_configs: [{ api_url: 'https://hooks.slack.com/x', channel: '#a', title: '{{ .CommonLabels.x' }]",
];

test.each(FAULTS)('one finding for %s', (entry) => {
  const config = `route: { receiver: a }\nreceivers: [{ name: a, ${entry} }]\n`;
  expect(lintFiles({ 'alertmanager.yml': config }).map(({ message }) => message)).toHaveLength(1);
});

test('a matcher that cannot be read does not make its route one without matchers', () => {
  const config = `route:
  receiver: a
  routes:
    - { receiver: a, matchers: ['x=~"("'] }
    - { receiver: b, matchers: [y="z"] }
receivers:
  - { name: a, webhook_configs: [{ url: 'http://x/' }] }
  - { name: b, webhook_configs: [{ url: 'http://y/' }] }
`;
  expect(lintFiles({ 'alertmanager.yml': config }).map(({ check }) => check)).toEqual([
    'syntax/alertmanager',
  ]);
});

test('a text that another template makes is not judged', () => {
  const config = `route: { receiver: a }
receivers:
  - name: a
    pushover_configs:
      - user_key: x
        token: y
        priority: '{{ "{{" }} if eq .Status "firing" {{ "}}" }}1{{ "{{" }} else {{ "}}" }}0{{ "{{" }} end {{ "}}" }}'
        title: '{{ \`{{ template "no" . }}\` }}'
`;
  expect(lintFiles({ 'alertmanager.yml': config })).toEqual([]);
});
