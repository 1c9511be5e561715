import { required } from '../rules.ts';
import { anyValue, bool, duration, sections, section, text, texts } from './field.ts';
import type { Field, Schema } from './field.ts';

/** The keys of an AlertmanagerConfig object (monitoring.coreos.com, v1alpha1 and v1beta1). */

const MATCHER: Schema = {
  what: 'a matcher of an AlertmanagerConfig',
  fields: {
    name: text,
    value: text,
    matchType: { type: { kind: 'enum', values: ['', '=', '!=', '=~', '!~'] } },
    // v1alpha1 only; matchType wins.
    regex: bool,
  },
  rules: [required('name')],
};

const anyList: Field = { type: { kind: 'list', of: { kind: 'any' } } };

export const OPERATOR_MATCHER = MATCHER;

export const OPERATOR_ROUTE: Schema = {
  what: 'a route of an AlertmanagerConfig',
  fields: {
    receiver: text,
    groupBy: texts,
    groupWait: duration,
    groupInterval: duration,
    repeatInterval: duration,
    matchers: sections(MATCHER),
    continue: bool,
    routes: anyList,
    muteTimeIntervals: texts,
    activeTimeIntervals: texts,
  },
};

export const OPERATOR_INHIBIT: Schema = {
  what: 'an inhibition rule of an AlertmanagerConfig',
  fields: { sourceMatch: sections(MATCHER), targetMatch: sections(MATCHER), equal: texts },
};

export const OPERATOR_TIME_RANGE: Schema = {
  what: 'an entry of "times"',
  fields: { startTime: text, endTime: text },
  rules: [required('startTime', 'endTime')],
};

export const OPERATOR_DAYS: Schema = {
  what: 'an entry of "daysOfMonth"',
  fields: { start: { type: { kind: 'int' } }, end: { type: { kind: 'int' } } },
};

export const OPERATOR_INTERVAL: Schema = {
  what: 'a time interval of an AlertmanagerConfig',
  fields: {
    times: sections(OPERATOR_TIME_RANGE),
    weekdays: texts,
    daysOfMonth: sections(OPERATOR_DAYS),
    months: texts,
    years: texts,
  },
};

export const OPERATOR_NAMED_INTERVAL: Schema = {
  what: 'a named time interval of an AlertmanagerConfig',
  fields: { name: text, timeIntervals: sections(OPERATOR_INTERVAL) },
  rules: [required('name')],
};

/** By the name that Alertmanager gives the integration. */
export const OPERATOR_INTEGRATIONS = {
  opsgenie: 'opsgenieConfigs',
  pagerduty: 'pagerdutyConfigs',
  discord: 'discordConfigs',
  slack: 'slackConfigs',
  webhook: 'webhookConfigs',
  wechat: 'wechatConfigs',
  email: 'emailConfigs',
  victorops: 'victoropsConfigs',
  pushover: 'pushoverConfigs',
  sns: 'snsConfigs',
  telegram: 'telegramConfigs',
  webex: 'webexConfigs',
  msteams: 'msteamsConfigs',
  msteamsv2: 'msteamsv2Configs',
  rocketchat: 'rocketchatConfigs',
} as const;

export const OPERATOR_RECEIVER: Schema = {
  what: 'a receiver of an AlertmanagerConfig',
  fields: {
    name: text,
    ...Object.fromEntries(Object.values(OPERATOR_INTEGRATIONS).map((key) => [key, anyList])),
  },
  rules: [required('name')],
};

export const OPERATOR_SPEC: Schema = {
  what: 'the spec of an AlertmanagerConfig',
  fields: {
    route: section(OPERATOR_ROUTE),
    receivers: sections(OPERATOR_RECEIVER),
    inhibitRules: sections(OPERATOR_INHIBIT),
    // v1alpha1 says muteTimeIntervals, v1beta1 timeIntervals.
    muteTimeIntervals: sections(OPERATOR_NAMED_INTERVAL),
    timeIntervals: sections(OPERATOR_NAMED_INTERVAL),
  },
};

/** One entry of an integration list: only what routing needs is known of its keys. */
export const OPERATOR_INTEGRATION: Schema = {
  what: 'an integration of an AlertmanagerConfig',
  fields: { sendResolved: bool, httpConfig: anyValue },
};
