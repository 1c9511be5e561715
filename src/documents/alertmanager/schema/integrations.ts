import { sections, since, text, textMap } from './field.ts';
import type { Field, Schema } from './field.ts';
import {
  DISCORD,
  MATTERMOST,
  MSTEAMS,
  MSTEAMSV2,
  ROCKETCHAT,
  SLACK,
  TELEGRAM,
  WEBEX,
  WECHAT,
} from './chat.ts';
import { EMAIL, INCIDENTIO, JIRA, OPSGENIE, PAGERDUTY, PUSHOVER, SNS, VICTOROPS, WEBHOOK } from './paging.ts';

export const INTEGRATION_KINDS = [
  'discord',
  'email',
  'incidentio',
  'jira',
  'mattermost',
  'msteams',
  'msteamsv2',
  'opsgenie',
  'pagerduty',
  'pushover',
  'rocketchat',
  'slack',
  'sns',
  'telegram',
  'victorops',
  'webex',
  'webhook',
  'wechat',
] as const;

export type IntegrationKind = (typeof INTEGRATION_KINDS)[number];

export const INTEGRATIONS: Readonly<Record<IntegrationKind, Schema>> = {
  discord: DISCORD,
  email: EMAIL,
  incidentio: INCIDENTIO,
  jira: JIRA,
  mattermost: MATTERMOST,
  msteams: MSTEAMS,
  msteamsv2: MSTEAMSV2,
  opsgenie: OPSGENIE,
  pagerduty: PAGERDUTY,
  pushover: PUSHOVER,
  rocketchat: ROCKETCHAT,
  slack: SLACK,
  sns: SNS,
  telegram: TELEGRAM,
  victorops: VICTOROPS,
  webex: WEBEX,
  webhook: WEBHOOK,
  wechat: WECHAT,
};

/** Integrations that leave resolved alerts out unless `send_resolved: true` asks for them. */
export const RESOLVED_OFF: ReadonlySet<IntegrationKind> = new Set(['email', 'slack', 'wechat', 'rocketchat']);

const SINCE: Readonly<Partial<Record<IntegrationKind, Field['since']>>> = {
  msteams: '0.26',
  msteamsv2: '0.28',
  jira: '0.28',
  rocketchat: '0.28',
  incidentio: '0.29',
  mattermost: '0.30',
};

function integrationFields(): Record<string, Field> {
  const fields: Record<string, Field> = {};
  for (const kind of INTEGRATION_KINDS) {
    const version = SINCE[kind];
    const field = sections(INTEGRATIONS[kind]);
    fields[`${kind}_configs`] = version === undefined ? field : since(version, field);
  }
  return fields;
}

export const RECEIVER: Schema = {
  what: 'a receiver',
  fields: { name: text, labels: since('0.33', textMap), ...integrationFields() },
};
