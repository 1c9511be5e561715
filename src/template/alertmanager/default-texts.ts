import { own } from '../../util/own.ts';
/** A template that Alertmanager brings along. */
export interface DefaultTemplate {
  readonly name: string;
  readonly text: string;
  /** First version that has it; undefined: 0.25 or earlier. */
  readonly since?: string;
}

function call(name: string, data = '.'): string {
  return `{{ template "${name}" ${data} }}`;
}

/** `[FIRING:2] values of the group's labels (values of the other common labels)`. */
const SUBJECT = [
  '[{{ toUpper .Status }}{{ if eq .Status "firing" }}:{{ len .Alerts.Firing }}{{ end }}]',
  '{{ join " " .GroupLabels.SortedPairs.Values }}',
  [
    '{{ if lt (len .GroupLabels) (len .CommonLabels) }}',
    '({{ with .CommonLabels.Remove .GroupLabels.Names }}{{ join " " .Values }}{{ end }})',
    '{{ end }}',
  ].join(''),
].join(' ');

const ALERTMANAGER_URL = '{{ .ExternalURL }}/#/alerts?receiver={{ urlquery .Receiver }}';

/** Every alert with its labels, annotations and source, one to a line. */
function alertList(bullet: string, gap: string): string {
  const pairs = (title: string): string =>
    `${title}:\n{{ range .${title}.SortedPairs }}${bullet} {{ .Name }} = {{ .Value }}\n{{ end }}${gap}`;
  const alert = `${gap}${pairs('Labels')}${pairs('Annotations')}Source: {{ .GeneratorURL }}\n`;
  return `{{ range . }}${alert}{{ end }}${gap}`;
}

/** What fires and what is resolved, each part only where there is any, with a line end between the two. */
function bothParts(part: (status: 'Firing' | 'Resolved') => string): string {
  const parts = (['Firing', 'Resolved'] as const).map(
    (status) => `{{ if .Alerts.${status} }}${part(status)}{{ end }}`,
  );
  return parts.join('\n');
}

const COMMON_ANNOTATIONS = '{{ join " " .CommonAnnotations.SortedPairs.Values }}\n';

const CLOSE_LISTS = bothParts(
  (status) => `Alerts ${status}:\n${call('__text_alert_list', `.Alerts.${status}`)}`,
);

const WIDE_LISTS = `${bothParts(
  (status) => `\nAlerts ${status}:\n${call('__text_alert_list', `.Alerts.${status}`)}\n`,
)}\n`;

const MARKDOWN_LISTS = `\n${bothParts(
  (status) => `\n# Alerts ${status}:\n${call('__text_alert_list_markdown', `.Alerts.${status}`)}\n`,
)}\n`;

const STATUS_COLOR = '{{ if eq .Status "firing" }}danger{{ else }}good{{ end }}';

/** The highest severity of what fires; where nothing of a known severity does, of what is resolved. */
function jiraPriority(): string {
  const levels = [
    ['info', 'Low'],
    ['warning', 'Medium'],
    ['critical', 'High'],
  ] as const;
  const highest = (status: string): string =>
    levels
      .map(
        ([severity, level]) =>
          `{{ range .Alerts.${status} }}{{ if eq .Labels.severity "${severity}" }}{{ $p = "${level}" }}{{ end }}{{ end }}`,
      )
      .join('');
  return `{{ $p := "" }}${highest('Firing')}{{ if not $p }}${highest('Resolved')}{{ end }}{{ $p }}`;
}

/** Templates that say what another one says. */
const SAME: Readonly<Record<string, readonly string[]>> = {
  __subject: [
    'slack.default.title',
    'pagerduty.default.description',
    'opsgenie.default.message',
    'victorops.default.entity_display_name',
    'pushover.default.title',
    'sns.default.subject',
    'discord.default.title',
    'msteams.default.summary',
    'msteams.default.title',
    'msteamsv2.default.title',
    'jira.default.summary',
    'rocketchat.default.title',
    'mattermost.default.title',
    'email.default.subject',
  ],
  __alertmanager: [
    'slack.default.username',
    'pagerduty.default.client',
    'victorops.default.monitoring_tool',
    'rocketchat.default.alias',
    'mattermost.default.username',
  ],
  __alertmanagerURL: [
    'slack.default.titlelink',
    'pagerduty.default.clientURL',
    'opsgenie.default.source',
    'pushover.default.url',
    'rocketchat.default.titlelink',
    'mattermost.default.titlelink',
  ],
  __text_alert_list: ['pagerduty.default.instances'],
};

/** Fields that are empty unless somebody defines their template. */
const EMPTY = [
  '__description',
  ...['callbackid', 'pretext', 'iconemoji', 'iconurl', 'text', 'footer'].map(
    (field) => `slack.default.${field}`,
  ),
  ...['to_user', 'to_party', 'to_tag', 'agent_id'].map((field) => `wechat.default.${field}`),
  'discord.default.content',
  ...['emoji', 'iconurl', 'text'].map((field) => `rocketchat.default.${field}`),
];

const TEXTS: Readonly<Record<string, string>> = {
  __alertmanager: 'Alertmanager',
  __alertmanagerURL: ALERTMANAGER_URL,
  __subject: SUBJECT,
  __text_alert_list: alertList(' -', ''),
  __text_alert_list_markdown: alertList('  -', '\n'),
  'slack.default.fallback': `${call('slack.default.title')} | ${call('slack.default.titlelink')}`,
  'slack.default.color': STATUS_COLOR,
  'opsgenie.default.description': COMMON_ANNOTATIONS + CLOSE_LISTS,
  'wechat.default.message': `${call('__subject')}\n${COMMON_ANNOTATIONS}${CLOSE_LISTS}\nAlertmanagerUrl:\n${call('__alertmanagerURL')}`,
  'victorops.default.state_message': COMMON_ANNOTATIONS + CLOSE_LISTS,
  'pushover.default.message': COMMON_ANNOTATIONS + WIDE_LISTS,
  'sns.default.message': COMMON_ANNOTATIONS + WIDE_LISTS,
  'telegram.default.message': `\n${WIDE_LISTS}`,
  'discord.default.message': `\n${WIDE_LISTS}`,
  'webex.default.message': COMMON_ANNOTATIONS + WIDE_LISTS,
  'msteams.default.text': MARKDOWN_LISTS,
  'msteamsv2.default.text': MARKDOWN_LISTS,
  'jira.default.description': MARKDOWN_LISTS,
  'jira.default.priority': jiraPriority(),
  'mattermost.default.color': STATUS_COLOR,
  'mattermost.default.fallback': `${call('mattermost.default.title')} | ${call('mattermost.default.titlelink')}`,
  'mattermost.default.text': MARKDOWN_LISTS,
};

/** By name, or by its part before the first dot; templates of the other integrations are older. */
const SINCE: Readonly<Record<string, string>> = {
  msteams: '0.26',
  msteamsv2: '0.28',
  jira: '0.28',
  rocketchat: '0.28',
  mattermost: '0.32',
  'mattermost.default.text': '0.30',
  'msteams.default.summary': '0.27',
  'slack.default.color': '0.32',
  'discord.default.content': '0.28',
  __text_alert_list_markdown: '0.26',
};

/** Every default template but the body of e-mails. */
export const DEFAULT_TEXTS: readonly DefaultTemplate[] = [
  ...Object.entries(TEXTS),
  ...Object.entries(SAME).flatMap(([target, names]) =>
    names.map((name): [string, string] => [name, call(target)]),
  ),
  ...EMPTY.map((name): [string, string] => [name, '']),
].map(([name, text]) => {
  const since = own(SINCE, name) ?? own(SINCE, name.split('.')[0] ?? '');
  return { name, text, ...(since === undefined ? {} : { since }) };
});
