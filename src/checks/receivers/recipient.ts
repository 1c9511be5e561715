import type { AlertmanagerDocument } from '../../documents/alertmanager-document.ts';
import type { Integration, Receiver } from '../../documents/alertmanager/types.ts';
import type { Project } from '../../project/project.ts';
import type { Range } from '../../source/range.ts';
import { child } from '../../yaml/node.ts';
import { defineCheck } from '../contract.ts';
import { inheritedSetting } from '../support/inherited-setting.ts';
import { configTemplates, fieldOf, sentTexts } from '../../analysis/delivery/index.ts';
import { isStandIn } from '../support/stand-in.ts';
import { concernsAlertsOf } from '../support/receiver-alerts.ts';

const files = (integration: string): Record<string, string> => ({
  'alertmanager.yml': `route:
  receiver: everybody
receivers:
  - name: everybody
${integration}`,
});
const slack = (more: string): Record<string, string> =>
  files(`    slack_configs:\n      - app_token_file: /etc/alertmanager/slack\n        title: Alert\n${more}`);
const sns = (topic: string): Record<string, string> =>
  files(`    sns_configs:\n      - topic_arn: ${topic}\n        sigv4:\n          region: eu-west-1\n`);
const opsgenie = (responder: string): Record<string, string> =>
  files(
    `    opsgenie_configs:\n      - api_key_file: /etc/alertmanager/opsgenie\n        responders:\n          - ${responder}\n`,
  );

export default defineCheck({
  meta: {
    id: 'receivers/recipient',
    summary: 'integrations without a valid recipient: channel, user, team, phone number or topic',
    why: 'Alertmanager accepts the configuration, but the service rejects each message: nobody is notified.',
    severity: 'warning',
    preset: 'recommended',
    examples: {
      wrong: [
        { title: 'A Slack bot needs a channel', files: slack(''), at: ['app_token_file'] },
        {
          title: 'A topic of another region',
          files: sns('arn:aws:sns:us-east-1:123456789012:alerts'),
          at: ['arn:aws:sns:us-east-1:123456789012:alerts'],
        },
        { title: 'A topic is an ARN', files: sns('alerts'), at: ['alerts'] },
        {
          title: 'Alertmanager reads "teams" from the name',
          files: opsgenie('{ id: shop, type: teams }'),
          at: ['{ id: shop, type: teams }'],
        },
      ],
      right: [
        { files: slack("        channel: '#alerts'\n") },
        { files: sns('arn:aws:sns:eu-west-1:123456789012:alerts') },
        { files: opsgenie('{ name: "shop,web", type: teams }') },
        {
          title: 'A Slack webhook has its own channel',
          files: files(
            '    slack_configs:\n      - api_url_file: /etc/alertmanager/slack\n        title: Alert\n',
          ),
        },
      ],
    },
  },
  messages: {
    channel: (data: { service: string; receiver: string; whose: string; alerts: string }) => ({
      message: `the ${data.service} message of the receiver "${data.receiver}" has no channel`,
      why: `${data.whose}: it rejects the message, and nobody is notified${data.alerts}`,
      help: 'set "channel", such as channel: \'#alerts\'',
    }),
    wechat: (data: { receiver: string; missing: string; alerts: string }) => ({
      message: `the WeChat message of the receiver "${data.receiver}" has no ${data.missing}`,
      why: `Alertmanager's defaults are empty, and WeChat rejects such a message${data.alerts}`,
      help: 'set "agent_id" and one of "to_user" (@all means everybody), "to_party" and "to_tag"',
    }),
    arn: (data: { key: string; text: string; alerts: string }) => ({
      message: `"${data.key}" is "${data.text}", which is not an ARN`,
      why: `Amazon rejects the message, and nobody is notified${data.alerts}`,
      help: 'write arn:aws:sns:REGION:ACCOUNT:NAME',
    }),
    region: (data: { topic: string; region: string; alerts: string }) => ({
      message: `the topic belongs to ${data.topic}, but the message is sent to ${data.region}`,
      why: `Amazon SNS has the topic only in its own region, and rejects the message${data.alerts}`,
      help: `set "region: ${data.topic}" in sigv4`,
    }),
    phone: (data: { text: string; alerts: string }) => ({
      message: `the phone number "${data.text}" does not start with "+" and the country's code`,
      why: `Amazon rejects the message, and nobody is notified${data.alerts}`,
      help: 'write it as +4930123456',
    }),
    teams: (data: { key: string; alerts: string }) => ({
      message: `responders of the type "teams" need "name", but this one has only "${data.key}"`,
      why: `Alertmanager drops the responder: the alert is not assigned to a team${data.alerts}`,
      help: 'list the teams, separated by commas, in "name", or use the type "team"',
    }),
  },
  create: (context) => ({
    Integration(integration, { receiver, document, file }) {
      const name = receiver.name.value;
      const concerned = (): string => concernsAlertsOf(receiver, document, context.project);
      const { section, kind } = integration;
      const says = (path: string): boolean =>
        saysSomething(path, document, receiver, integration, context.project);
      const at = (range: Range): { file: typeof file; range: Range } => ({ file, range });
      if (kind === 'slack' && needsChannel(document, integration) && !says('channel')) {
        const whose = 'a Slack bot has no default channel';
        context.report('channel', at(section.anchor), {
          service: 'Slack',
          receiver: name,
          whose,
          alerts: concerned(),
        });
      }
      if (kind === 'rocketchat' && !says('channel')) {
        const whose = 'Rocket.Chat requires a channel or user for each message';
        context.report('channel', at(section.anchor), {
          service: 'Rocket.Chat',
          receiver: name,
          whose,
          alerts: concerned(),
        });
      }
      if (kind === 'wechat' && document.origin === 'file') {
        const missing = [
          ...(['to_user', 'to_party', 'to_tag'].some(says) ? [] : ['recipient']),
          ...(says('agent_id') ? [] : ['agent_id']),
        ];
        if (missing.length > 0)
          context.report('wechat', at(section.anchor), {
            receiver: name,
            missing: missing.join(' and no '),
            alerts: concerned(),
          });
      }
      if (kind === 'sns') amazon(integration, concerned);
      if (kind === 'opsgenie') {
        for (const item of section.items('responders')) {
          const type = child(item, 'type');
          if (type?.kind !== 'scalar' || type.text !== 'teams' || child(item, 'name') !== undefined) continue;
          const key = child(item, 'id') === undefined ? 'username' : 'id';
          context.report('teams', at(item.range), { key, alerts: concerned() });
        }
      }

      function amazon({ section }: Integration, concerned: () => string): void {
        for (const key of ['topic_arn', 'target_arn']) {
          const arn = section.text(key);
          if (arn === undefined || arn.value.includes('{{') || isStandIn(arn.value)) continue;
          const parts = arn.value.split(':');
          if (parts[0] !== 'arn' || parts.length < 6) {
            context.report('arn', { file, range: arn.range }, { key, text: arn.value, alerts: concerned() });
            continue;
          }
          const region = section.section('sigv4')?.text('region')?.value;
          // An address of one's own may stand for any region.
          if (
            region === undefined ||
            section.isSet('api_url') ||
            parts[3] === undefined ||
            parts[3] === region
          )
            continue;
          context.report(
            'region',
            { file, range: arn.range },
            { topic: parts[3], region, alerts: concerned() },
          );
        }
        const phone = section.text('phone_number');
        if (phone !== undefined && /^[\d\s()/-]+$/.test(phone.value))
          context.report('phone', { file, range: phone.range }, { text: phone.value, alerts: concerned() });
      }
    },
  }),
});

/** Whether it may say something: it is written or has a default, and does not end up empty for every alert. */
function saysSomething(
  path: string,
  document: AlertmanagerDocument,
  receiver: Receiver,
  integration: Integration,
  project: Project,
): boolean {
  const field = fieldOf(integration, path, document);
  if (field === undefined) return false;
  if (field.node === undefined) {
    // The defaults of recipients are templates that say nothing, to be replaced by a file.
    const { files, library } = configTemplates(document, project);
    const own = /template "([^"]+)"/.exec(field.text)?.[1] ?? '';
    return files.some((file) => file.text.includes(own)) || library.errors.length > 0;
  }
  if (!field.text.includes('{{')) return field.text !== '';
  return !sentTexts(field, document, receiver, project).some(({ text }) => text === '');
}

const POST_MESSAGE = /\/api\/chat\.postMessage$/;

/** Messages of an app go where they say; a webhook has a channel of its own. */
function needsChannel(document: AlertmanagerDocument, integration: Integration): boolean {
  const { section } = integration;
  if (document.origin === 'object') return false;
  if (section.isSet('app_token') || section.isSet('app_token_file')) return true;
  const url = inheritedSetting(document, integration, 'api_url', 'slack_api_url');
  if (url?.kind === 'scalar' && POST_MESSAGE.test(url.text)) return true;
  if (section.isSet('api_url') || section.isSet('api_url_file')) return false;
  const { global } = document.config;
  return global?.isSet('slack_app_token') === true || global?.isSet('slack_app_token_file') === true;
}
