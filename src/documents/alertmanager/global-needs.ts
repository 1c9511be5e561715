import type { DecodeContext } from './context.ts';
import type { Report } from './issue.ts';
import { isEmptyUrl } from './rules.ts';
import { BY_BOT, SLACK_POST } from './schema/chat.ts';
import { GLOBAL } from './schema/config.ts';
import type { Section } from './section.ts';
import type { Integration } from './types.ts';
import { isBefore } from './version.ts';

/** Settings that an integration takes from `global` where it does not have them: one key of each side will do. */
interface Need {
  readonly own: readonly string[];
  readonly global: readonly string[];
  readonly what: string;
  /** A key of the integration that counts with an empty text. */
  readonly evenEmpty?: string;
}

const NEEDS: Readonly<Partial<Record<Integration['kind'], readonly Need[]>>> = {
  email: [
    { own: ['smarthost'], global: ['smtp_smarthost'], what: 'the address of the mail server' },
    { own: ['from'], global: ['smtp_from'], what: 'a sender address' },
  ],
  slack: [
    {
      own: ['api_url', 'api_url_file', 'app_token', 'app_token_file'],
      global: ['slack_api_url', 'slack_api_url_file', 'slack_app_token', 'slack_app_token_file'],
      what: 'a webhook URL or an app token',
    },
  ],
  opsgenie: [
    {
      own: ['api_key', 'api_key_file'],
      global: ['opsgenie_api_key', 'opsgenie_api_key_file'],
      what: 'an API key',
    },
  ],
  victorops: [
    {
      own: ['api_key', 'api_key_file'],
      global: ['victorops_api_key', 'victorops_api_key_file'],
      what: 'an API key',
    },
  ],
  wechat: [
    {
      own: ['api_secret', 'api_secret_file'],
      global: ['wechat_api_secret', 'wechat_api_secret_file'],
      what: 'an API secret',
    },
    { own: ['corp_id'], global: ['wechat_api_corp_id'], what: 'a corp id' },
  ],
  telegram: [
    {
      own: ['bot_token', 'bot_token_file'],
      global: ['telegram_bot_token', 'telegram_bot_token_file'],
      what: 'a bot token',
    },
  ],
  jira: [{ own: ['api_url'], global: ['jira_api_url'], what: 'the URL of Jira' }],
  rocketchat: [
    {
      own: ['token', 'token_file'],
      global: ['rocketchat_token', 'rocketchat_token_file'],
      what: 'a token',
      evenEmpty: 'token',
    },
    {
      own: ['token_id', 'token_id_file'],
      global: ['rocketchat_token_id', 'rocketchat_token_id_file'],
      what: 'a token id',
      evenEmpty: 'token_id',
    },
  ],
  mattermost: [
    {
      own: ['webhook_url', 'webhook_url_file'],
      global: ['mattermost_webhook_url', 'mattermost_webhook_url_file'],
      what: 'a webhook URL',
    },
  ],
};

/** Reports settings that neither the integration nor `global` has. */
export function checkNeeds(
  integration: Integration,
  global: Section | undefined,
  { report, version }: Pick<DecodeContext, 'report' | 'version'>,
): void {
  for (const need of NEEDS[integration.kind] ?? []) {
    const known = need.global.filter((key) => Object.hasOwn(GLOBAL.fields, key));
    const { section } = integration;
    if (need.own.some((key) => section.isSet(key) || isEmptyUrl(section, key))) continue;
    if (need.evenEmpty !== undefined && integration.section.value(need.evenEmpty) !== undefined) continue;
    if (known.some((key) => global?.isSet(key) === true)) continue;
    report.error(
      'missing-global',
      integration.section.anchor,
      `${integration.section.schema.what} has none of ${need.own.join(', ')}, and global has none of ${known.join(', ')}`,
      {
        why: `${integration.kind} needs ${need.what}`,
        help: `set "${need.own[0]!}" here, or "${known[0]!}" in global for all receivers`,
      },
    );
  }
  if (integration.kind === 'slack') {
    checkSlackAuthorization(integration, global, report);
    if (!isBefore(version, '0.35')) checkInheritedUrl(integration, global, report);
  }
}

/** Alertmanager 0.35 looks at the URL from `global`, too, where a message is to be changed or answered. */
function checkInheritedUrl({ section }: Integration, global: Section | undefined, report: Report): void {
  const own = ['api_url', 'api_url_file', 'app_token', 'app_token_file'].some((key) => section.isSet(key));
  const token = global?.isSet('slack_app_token') === true || global?.isSet('slack_app_token_file') === true;
  if (own || token) return;
  const url = global?.text('slack_api_url')?.value;
  if (url === SLACK_POST || (url === undefined && global?.isSet('slack_api_url_file') !== true)) return;
  for (const key of BY_BOT) {
    if (section.bool(key) !== true) continue;
    report.error(
      'bad-value',
      section.entry(key)!.key.range,
      `"${key}" needs the API of a bot, but "slack_api_url" of global is a webhook URL`,
      {
        help: `set "api_url: ${SLACK_POST}" and a bot token here`,
      },
    );
  }
}

/** An app token is sent as the authorization: another one cannot stand beside it. */
function checkSlackAuthorization(
  integration: Integration,
  global: Section | undefined,
  report: Report,
): void {
  const { section } = integration;
  const authorizedAt = (http: Section | undefined): boolean =>
    http !== undefined &&
    ['authorization', 'bearer_token', 'bearer_token_file'].some((key) => http.isSet(key));
  const ownToken = section.isSet('app_token') || section.isSet('app_token_file');
  const http = section.section('http_config');
  const inherits = !ownToken && !authorizedAt(http) && !section.isSet('api_url');
  const globalToken =
    global?.isSet('slack_app_token') === true || global?.isSet('slack_app_token_file') === true;
  if (!ownToken && !(inherits && globalToken)) return;
  const authorized =
    section.value('http_config') === undefined
      ? authorizedAt(global?.section('http_config'))
      : authorizedAt(http);
  if (!authorized) return;
  report.error(
    'conflicting-keys',
    section.anchor,
    'a Slack app token sets the authorization, but http_config sets another one',
    {
      help: 'remove the authorization from http_config, or the app token',
    },
  );
}
