import { atLeastOne, atMostOne, must, required } from '../rules.ts';
import {
  bool,
  file,
  goDuration,
  named,
  secret,
  secretUrl,
  sections,
  section,
  shownAsWritten,
  since,
  template,
  text,
  texts,
  url,
} from './field.ts';
import type { Field, Schema } from './field.ts';
import { httpConfig } from './http.ts';

/** Integrations that post into chats. */

const SEND: Readonly<Record<string, Field>> = { send_resolved: bool, http_config: httpConfig };

export const SLACK_POST = 'https://slack.com/api/chat.postMessage';

const SLACK_CONFIRM: Schema = {
  what: 'the confirmation of a Slack action',
  fields: { text: template(), title: template(), ok_text: template(), dismiss_text: template() },
  rules: [required('text')],
};

const SLACK_ACTION: Schema = {
  what: 'a Slack action',
  fields: {
    type: template(),
    text: template(),
    url: template(),
    style: template(),
    name: template(),
    value: template(),
    confirm: section(SLACK_CONFIRM),
  },
  rules: [required('type', 'text'), atLeastOne('url', 'name')],
};

const SLACK_FIELD: Schema = {
  what: 'a Slack field',
  fields: { title: template(), value: template(), short: bool },
  rules: [required('title', 'value')],
};

/** Settings of Slack that need the API of a bot. */
export const BY_BOT = ['update_message', 'post_updates_to_thread'];

export const SLACK: Schema = {
  what: 'a slack_configs entry',
  fields: {
    ...SEND,
    api_url: secretUrl,
    api_url_file: file,
    app_token: since('0.30', secret),
    app_token_file: since('0.30', file),
    app_url: since('0.30', url),
    channel: template(),
    username: named('slack.default.username'),
    color: {
      ...named('slack.default.color'),
      earlierDefault: { before: '0.32', text: '{{ if eq .Status "firing" }}danger{{ else }}good{{ end }}' },
    },
    title: named('slack.default.title'),
    title_link: named('slack.default.titlelink'),
    pretext: named('slack.default.pretext'),
    text: named('slack.default.text'),
    message_text: since('0.31', template()),
    fields: sections(SLACK_FIELD),
    short_fields: bool,
    footer: named('slack.default.footer'),
    fallback: named('slack.default.fallback'),
    callback_id: named('slack.default.callbackid'),
    icon_emoji: named('slack.default.iconemoji'),
    icon_url: named('slack.default.iconurl'),
    image_url: template(),
    thumb_url: template(),
    link_names: bool,
    mrkdwn_in: texts,
    actions: sections(SLACK_ACTION),
    update_message: since('0.32', bool),
    post_updates_to_thread: since('0.35', bool),
    timeout: since('0.30', goDuration),
  },
  rules: [
    atMostOne('api_url', 'api_url_file'),
    atMostOne('app_token', 'app_token_file'),
    must(
      (at) =>
        !(
          (at.isSet('api_url') || at.isSet('api_url_file')) &&
          (at.isSet('app_token') || at.isSet('app_token_file'))
        ),
      'conflicting-keys',
      'app_token',
      'a slack_configs entry has both a webhook URL (api_url) and an app token',
      'remove one of them',
    ),
  ],
  rulesBefore: {
    version: '0.35',
    rules: [
      must(
        (at) => at.bool('update_message') !== true || at.text('api_url')?.value === SLACK_POST,
        'bad-value',
        'update_message',
        `"update_message" needs "api_url: ${SLACK_POST}" and a bot token`,
        'Slack cannot change a message that was sent with a webhook URL',
      ),
    ],
  },
  // From 0.35 on the URL may also come from `global`.
  rulesSince: {
    version: '0.35',
    rules: BY_BOT.map((key) =>
      must(
        (at) => {
          const url = at.text('api_url')?.value;
          return (
            at.bool(key) !== true || url === SLACK_POST || (url === undefined && !at.isSet('api_url_file'))
          );
        },
        'bad-value',
        key,
        `"${key}" needs "api_url: ${SLACK_POST}" and a bot token`,
        'Slack cannot change or answer a message that was sent with a webhook URL',
      ),
    ),
  },
};

export const DISCORD: Schema = {
  what: 'a discord_configs entry',
  fields: {
    ...SEND,
    webhook_url: secretUrl,
    webhook_url_file: since('0.27', file),
    content: since('0.28', template()),
    title: named('discord.default.title'),
    message: named('discord.default.message'),
    username: since('0.28', shownAsWritten),
    avatar_url: since('0.28', shownAsWritten),
  },
  rules: [atLeastOne('webhook_url', 'webhook_url_file'), atMostOne('webhook_url', 'webhook_url_file')],
};

export const TELEGRAM: Schema = {
  what: 'a telegram_configs entry',
  fields: {
    ...SEND,
    api_url: url,
    bot_token: secret,
    bot_token_file: since('0.26', file),
    chat_id: { type: { kind: 'int' } },
    chat_id_file: since('0.31', file),
    message_thread_id: since('0.28', { type: { kind: 'int' } }),
    message: named('telegram.default.message'),
    disable_notifications: bool,
    parse_mode: { type: { kind: 'enum', values: ['', 'Markdown', 'MarkdownV2', 'HTML'] } },
    timeout: since('0.35', goDuration),
  },
  rules: [
    atMostOne('bot_token', 'bot_token_file'),
    atLeastOne('chat_id', 'chat_id_file'),
    atMostOne('chat_id', 'chat_id_file'),
    must(
      (at) => at.number('chat_id') !== 0,
      'missing-key',
      'chat_id',
      'a chat_id of 0 counts as missing',
      'write the number of the chat',
    ),
  ],
};

export const WEBEX: Schema = {
  what: 'a webex_configs entry',
  fields: {
    ...SEND,
    api_url: url,
    message: named('webex.default.message'),
    room_id: { ...template(), templateSince: '0.28' },
  },
  rules: [
    required('room_id'),
    must(
      (at) => {
        const http = at.section('http_config');
        if (http === undefined) return false;
        return (
          http.value('authorization') !== undefined ||
          http.isSet('bearer_token') ||
          http.isSet('bearer_token_file')
        );
      },
      'missing-key',
      'http_config',
      'a webex_configs entry needs "http_config" with "authorization"',
      'add http_config: { authorization: { credentials_file: ... } } with the token of the bot',
    ),
  ],
};

export const WECHAT: Schema = {
  what: 'a wechat_configs entry',
  fields: {
    ...SEND,
    api_secret: secret,
    api_secret_file: since('0.31', file),
    corp_id: text,
    message: named('wechat.default.message'),
    api_url: url,
    to_user: named('wechat.default.to_user'),
    to_party: named('wechat.default.to_party'),
    to_tag: named('wechat.default.to_tag'),
    agent_id: named('wechat.default.agent_id'),
    message_type: { type: { kind: 'enum', values: ['', 'text', 'markdown'] } },
  },
  rules: [atMostOne('api_secret', 'api_secret_file')],
};

const WEBHOOK_URL = [
  atLeastOne('webhook_url', 'webhook_url_file'),
  atMostOne('webhook_url', 'webhook_url_file'),
];

export const MSTEAMS: Schema = {
  what: 'an msteams_configs entry',
  fields: {
    ...SEND,
    webhook_url: secretUrl,
    webhook_url_file: since('0.27', file),
    title: named('msteams.default.title'),
    summary: since('0.27', named('msteams.default.summary')),
    text: named('msteams.default.text'),
  },
  rules: WEBHOOK_URL,
};

export const MSTEAMSV2: Schema = {
  what: 'an msteamsv2_configs entry',
  fields: {
    ...SEND,
    webhook_url: secretUrl,
    webhook_url_file: file,
    title: named('msteamsv2.default.title'),
    text: named('msteamsv2.default.text'),
  },
  rules: WEBHOOK_URL,
};

const plainField = (what: string): Schema => ({
  what,
  fields: { short: bool, title: template(), value: template() },
});

const ROCKETCHAT_ACTION: Schema = {
  what: 'a Rocket.Chat action',
  // The upstream structs carry JSON names only: in YAML their keys are the lower-case field names.
  fields: {
    type: template(),
    text: template(),
    url: template(),
    imageurl: text,
    iswebview: bool,
    webviewheightratio: text,
    msg: template(),
    msginchatwindow: bool,
    msgprocessingtype: text,
  },
};

export const ROCKETCHAT: Schema = {
  what: 'a rocketchat_configs entry',
  fields: {
    ...SEND,
    api_url: url,
    token_id: secret,
    token_id_file: file,
    token: secret,
    token_file: file,
    channel: template(),
    color: template('{{ if eq .Status "firing" }}red{{ else }}green{{ end }}'),
    title: named('rocketchat.default.title'),
    title_link: named('rocketchat.default.titlelink'),
    text: named('rocketchat.default.text'),
    message_text: since('0.35', template()),
    fields: sections(plainField('a Rocket.Chat field')),
    short_fields: bool,
    emoji: named('rocketchat.default.emoji'),
    icon_url: named('rocketchat.default.iconurl'),
    image_url: template(),
    thumb_url: template(),
    link_names: bool,
    actions: sections(ROCKETCHAT_ACTION),
  },
  rules: [atMostOne('token', 'token_file'), atMostOne('token_id', 'token_id_file')],
};

const MATTERMOST_FIELD: Schema = { ...plainField('a Mattermost field'), rules: [required('title', 'value')] };

const MATTERMOST_MESSAGE: Readonly<Record<string, Field>> = {
  fallback: template(),
  color: template(),
  pretext: template(),
  text: template(),
  author_name: template(),
  author_link: template(),
  author_icon: template(),
  title: template(),
  title_link: template(),
  fields: sections(MATTERMOST_FIELD),
  thumb_url: template(),
  footer: template(),
  footer_icon: template(),
  image_url: template(),
};

const FROM_032: Readonly<Record<string, Field>> = Object.fromEntries(
  Object.entries(MATTERMOST_MESSAGE).map(([key, field]) => [key, since('0.32', field)]),
);

export const MATTERMOST: Schema = {
  what: 'a mattermost_configs entry',
  fields: {
    ...SEND,
    ...FROM_032,
    webhook_url: secretUrl,
    webhook_url_file: file,
    channel: template(),
    username: { ...named('mattermost.default.username'), earlierDefault: { before: '0.32' } },
    text: named('mattermost.default.text'),
    fallback: since('0.32', named('mattermost.default.fallback')),
    color: since('0.32', named('mattermost.default.color')),
    title: since('0.32', named('mattermost.default.title')),
    title_link: since('0.32', named('mattermost.default.titlelink')),
    icon_url: template(),
    icon_emoji: template(),
    attachments: sections({ what: 'a Mattermost attachment', fields: MATTERMOST_MESSAGE }),
    type: template(),
    props: section({ what: 'the props of a mattermost_configs entry', fields: { card: template() } }),
    priority: section({
      what: 'the priority of a mattermost_configs entry',
      fields: { priority: template(), requested_ack: bool, persistent_notifications: bool },
    }),
  },
  rules: [atMostOne('webhook_url', 'webhook_url_file')],
};
