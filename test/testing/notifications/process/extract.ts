import type { ReceivedMail } from '../../../support/alertmanager/smtp.ts';
import type { ReceivedRequest } from '../../../support/alertmanager/receiver.ts';

/** The texts of a message by the paths of the configuration; undefined: the message has none there. */
export type Texts = (path: string) => string | undefined;

type Json = { readonly [key: string]: Json } | readonly Json[] | string | number | null | undefined;

function at(json: Json, path: string): string | undefined {
  let value: Json = json;
  for (const key of path.split('.'))
    value = typeof value === 'object' && value !== null ? (value as Record<string, Json>)[key] : undefined;
  return value === undefined || value === null
    ? undefined
    : typeof value === 'object'
      ? JSON.stringify(value)
      : String(value);
}

/** Where services have the fields under another name; `*` stands for the rest of the path. */
const PLACES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  slack: {
    channel: 'channel',
    username: 'username',
    icon_emoji: 'icon_emoji',
    icon_url: 'icon_url',
    '*': 'attachments.0.*',
  },
  pagerduty: {
    description: 'payload.summary',
    client: 'client',
    client_url: 'client_url',
    'details.*': 'payload.custom_details.*',
    '*': 'payload.*',
  },
  telegram: { message: 'text' },
  webex: { message: 'markdown', room_id: 'roomId' },
  wechat: {
    message: 'text.content',
    to_user: 'touser',
    to_party: 'toparty',
    to_tag: 'totag',
    agent_id: 'agentid',
  },
  discord: { message: 'embeds.0.description', title: 'embeds.0.title', '*': '*' },
  msteamsv2: { title: 'attachments.0.content.body.0.text', text: 'attachments.0.content.body.1.text' },
  jira: {
    project: 'fields.project.key',
    issue_type: 'fields.issuetype.name',
    priority: 'fields.priority.name',
    '*': 'fields.*',
  },
  rocketchat: { channel: 'channel', emoji: 'emoji', icon_url: 'avatar', '*': 'attachments.0.*' },
  mattermost: {
    channel: 'channel',
    username: 'username',
    'priority.*': 'priority.*',
    'attachments.*': 'attachments.*',
    '*': 'attachments.0.*',
  },
  victorops: { 'custom_fields.*': '*', '*': '*' },
  webhook: { 'payload.*': '*' },
};

/** What a service was sent, in the names of the configuration. */
export function textsOf(kind: string, { body }: ReceivedRequest): Texts {
  if (kind === 'sns') {
    const form = new URLSearchParams(body);
    return (path) => form.get(`${path[0]!.toUpperCase()}${path.slice(1)}`) ?? undefined;
  }
  const json = JSON.parse(body, withoutOwnLabel) as Json;
  return (path) => {
    if (path === 'body') return body.trimEnd();
    if (path.startsWith('body.')) return at(json, path.slice(5));
    // With attachments of the configuration, Mattermost's text is outside of them.
    const outside = kind === 'mattermost' && path === 'text' ? at(json, path) : undefined;
    return outside ?? at(json, placeOf(PLACES[kind] ?? {}, path));
  };
}

/** Alertmanager marks issues of Jira with a label of its own. */
function withoutOwnLabel(key: string, value: unknown): unknown {
  return key === 'labels' && Array.isArray(value)
    ? value.filter((label: string) => !label.startsWith('ALERT{'))
    : value;
}

function placeOf(places: Readonly<Record<string, string>>, path: string): string {
  const own = places[path];
  if (own !== undefined) return own;
  for (const [from, to] of Object.entries(places)) {
    if (from.endsWith('*') && path.startsWith(from.slice(0, -1)))
      return to.replace('*', path.slice(from.length - 1));
  }
  return path;
}

export function textsOfMail(mail: ReceivedMail): Texts {
  return (path) => {
    if (path === 'to') return mail.to;
    if (path === 'html') return mail.parts.get('text/html');
    if (path === 'text') return mail.parts.get('text/plain');
    if (path === 'from') return mail.headers.get('From');
    return mail.headers.get(path.replace('headers.', ''));
  };
}
