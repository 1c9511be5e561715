import { isBefore } from '../../../../src/documents/alertmanager/version.ts';
import type { AlertmanagerVersion } from '../../../../src/documents/alertmanager/version.ts';

/** A text that shows labels, annotations and both kinds of alerts. */
const OWN =
  '{{ .Status }}/{{ range .Alerts.Firing }}{{ .Labels.instance }}={{ .Annotations.summary }};{{ end }}{{ len .Alerts.Resolved }} {{ .GroupLabels.SortedPairs.Values | join "," }} {{ .CommonAnnotations.runbook }}';

/** Longer than any service takes. */
const LONG = `{{ range .Alerts }}ü${'long '.repeat(5000)}{{ end }}`;

/** `*_configs` of a receiver, by a name for it: with the defaults of Alertmanager, with texts of their own, and too long. */
export function integrationsFor(
  url: string,
  smtp: string,
  version: AlertmanagerVersion,
): Record<string, Record<string, object[]>> {
  const at = (kind: string): string => `${url}/${kind}`;
  const since = (
    first: AlertmanagerVersion,
    configs: Record<string, Record<string, object[]>>,
  ): Record<string, Record<string, object[]>> => (isBefore(version, first) ? {} : configs);
  const bearer = { authorization: { credentials: 'x' } };
  const jira = { api_url: at('jira'), project: 'P', issue_type: 'Task', http_config: bearer };
  const mail = { from: 'am@example.com', smarthost: smtp, require_tls: false };
  const sigv4 = { region: 'us-east-1', access_key: 'x', secret_key: 'y' };
  return {
    'webhook default': { webhook_configs: [{ url: at('webhook') }] },
    'webhook few': { webhook_configs: [{ url: at('webhook'), max_alerts: 1 }] },
    'slack default': { slack_configs: [{ api_url: at('slack'), channel: '#a' }] },
    'slack own': {
      slack_configs: [
        {
          api_url: at('slack'),
          channel: `#{{ .CommonLabels.job }}`,
          ...Object.fromEntries(
            [
              'title',
              'text',
              'pretext',
              'fallback',
              'color',
              'footer',
              'username',
              'icon_emoji',
              'title_link',
            ].map((key) => [key, `${key} ${OWN}`]),
          ),
          fields: [{ title: 'T {{ .Status }}', value: OWN }],
          actions: [{ type: 'button', text: OWN, url: '{{ .ExternalURL }}' }],
        },
      ],
    },
    'slack long': {
      slack_configs: [{ api_url: at('slack'), channel: '#a', title: LONG, text: '{{ len .Alerts }}' }],
    },
    'pagerduty default': { pagerduty_configs: [{ routing_key: 'k', url: at('pagerduty') }] },
    'pagerduty own': {
      pagerduty_configs: [
        {
          routing_key: 'k',
          url: at('pagerduty'),
          description: LONG,
          severity: '{{ .CommonLabels.severity }}',
          class: OWN,
          component: OWN,
          group: OWN,
          details: { own: OWN, firing: 'none' },
        },
      ],
    },
    'opsgenie default': { opsgenie_configs: [{ api_key: 'k', api_url: `${at('opsgenie')}/` }] },
    'opsgenie own': {
      opsgenie_configs: [
        {
          api_key: 'k',
          api_url: `${at('opsgenie')}/`,
          message: LONG,
          description: OWN,
          note: OWN,
          priority: 'P1',
          entity: OWN,
          details: { own: OWN },
        },
      ],
    },
    'victorops default': {
      victorops_configs: [{ api_key: 'k', api_url: `${at('victorops')}/`, routing_key: 'r' }],
    },
    'victorops own': {
      victorops_configs: [
        {
          api_key: 'k',
          api_url: `${at('victorops')}/`,
          routing_key: 'r',
          state_message: LONG,
          entity_display_name: OWN,
          custom_fields: { own: OWN },
        },
      ],
    },
    'victorops types': {
      victorops_configs: [
        {
          api_key: 'k',
          api_url: `${at('victorops')}/`,
          routing_key: 'r',
          message_type: '{{ if .CommonLabels.set }}Warning{{ end }}',
        },
      ],
    },
    'pagerduty large': {
      pagerduty_configs: [
        {
          routing_key: 'k',
          url: at('pagerduty'),
          details: { own: 'x'.repeat(511_000), two: '<"&>'.repeat(400) },
        },
      ],
    },
    'pagerduty links': {
      pagerduty_configs: [
        {
          routing_key: 'k',
          url: at('pagerduty'),
          links: [{ href: '{{ .CommonLabels.none }}', text: 'none' }],
          images: [{ src: '{{ .CommonLabels.none }}', alt: 'none' }],
        },
      ],
    },
    'telegram html': {
      telegram_configs: [{ api_url: at('telegram'), bot_token: 't', chat_id: 1, message: LONG }],
    },
    'telegram default': { telegram_configs: [{ api_url: at('telegram'), bot_token: 't', chat_id: 1 }] },
    'telegram plain': {
      telegram_configs: [
        { api_url: at('telegram'), bot_token: 't', chat_id: 1, parse_mode: '', message: OWN },
      ],
    },
    'telegram long': {
      telegram_configs: [
        { api_url: at('telegram'), bot_token: 't', chat_id: 1, parse_mode: 'MarkdownV2', message: LONG },
      ],
    },
    'webex default': { webex_configs: [{ api_url: at('webex'), room_id: 'r', http_config: bearer }] },
    'webex long': {
      webex_configs: [
        {
          api_url: at('webex'),
          room_id: '{{ .CommonLabels.job }}',
          message: `x${LONG}`,
          http_config: bearer,
        },
      ],
    },
    'wechat default': { wechat_configs: [{ api_url: `${at('wechat')}/`, api_secret: 's', corp_id: 'c' }] },
    'discord default': { discord_configs: [{ webhook_url: at('discord') }] },
    'discord own': { discord_configs: [{ webhook_url: at('discord'), title: LONG, message: LONG }] },
    'sns default': { sns_configs: [{ api_url: at('sns'), sigv4, topic_arn: 'arn:aws:sns:us-east-1:1:t' }] },
    'sns sms': {
      sns_configs: [
        {
          api_url: at('sns'),
          sigv4,
          phone_number: '+1',
          message: `{{ .Status }}${'y'.repeat(3000)}`,
          subject: OWN,
        },
      ],
    },
    'email default': { email_configs: [{ ...mail, to: 'a@example.com' }] },
    'email own': {
      email_configs: [
        {
          ...mail,
          to: '{{ .CommonLabels.job }}@example.com',
          headers: { Subject: `ü ${OWN}`, 'X-Own': '{{ .Status }}' },
          html: `<p title="{{ .Status }}">${OWN}</p>`,
          text: OWN,
        },
      ],
    },
    ...since('0.26', {
      'msteams default': { msteams_configs: [{ webhook_url: at('msteams') }] },
      'msteams own': {
        msteams_configs: [{ webhook_url: at('msteams'), title: OWN, text: OWN, summary: OWN }],
      },
    }),
    ...since('0.28', {
      'msteamsv2 default': { msteamsv2_configs: [{ webhook_url: at('msteamsv2') }] },
      'jira default': { jira_configs: [jira] },
      'jira long': {
        jira_configs: [
          { ...jira, summary: LONG, description: LONG, labels: ['x{{ .Status }}'], priority: OWN },
        ],
      },
      'rocketchat default': {
        rocketchat_configs: [{ api_url: at('rocketchat'), token: 't', token_id: 'i', channel: '#a' }],
      },
      'rocketchat long': {
        rocketchat_configs: [
          {
            api_url: at('rocketchat'),
            token: 't',
            token_id: 'i',
            channel: '#a',
            title: LONG,
            text: OWN,
            fields: [{ title: OWN, value: OWN }],
          },
        ],
      },
      'discord more': { discord_configs: [{ webhook_url: at('discord'), content: LONG, username: 'u' }] },
    }),
    ...since('0.31', {
      'mattermost default': { mattermost_configs: [{ webhook_url: at('mattermost'), channel: 'c' }] },
      'mattermost long': { mattermost_configs: [{ webhook_url: at('mattermost'), text: LONG }] },
      'mattermost attachments': {
        mattermost_configs: [
          {
            webhook_url: at('mattermost'),
            text: LONG,
            title: OWN,
            priority: { priority: '{{ .Status }}' },
            attachments: [{ text: LONG, title: OWN }],
          },
        ],
      },
      'incidentio default': {
        incidentio_configs: [{ url: at('incidentio'), alert_source_token: 't' }],
      },
    }),
    ...since('0.32', {
      'webhook payload': {
        webhook_configs: [
          {
            url: at('webhook'),
            payload: { text: OWN, deep: [{ status: '{{ .Status }}' }], all: '{{ .CommonLabels | toJson }}' },
          },
        ],
      },
    }),
  };
}
