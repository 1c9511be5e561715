import type { Integration } from '../../documents/alertmanager/types.ts';
import { httpUrlFault, parseGoUrl } from '../../documents/alertmanager/url.ts';
import { isBefore } from '../../documents/alertmanager/version.ts';
import type { MapNode, ScalarNode } from '../../yaml/node.ts';
import type { SourceFile } from '../../source/source-file.ts';
import { defineCheck } from '../contract.ts';
import type { IntegrationOwner } from '../contract.ts';
import { theAlerts } from '../support/alert-names.ts';
import { alert, ruleFile } from '../support/example-rules.ts';
import { inheritedSetting } from '../support/inherited-setting.ts';
import { configTemplates, fieldOf, sentTexts } from '../../analysis/delivery/index.ts';

const files = (integration: string): Record<string, string> => ({
  'alertmanager.yml': `route:
  receiver: everybody
receivers:
  - name: everybody
${integration}`,
  'prometheus.yml': 'rule_files: [rules.yml]\n',
  'rules.yml': ruleFile(alert('sum(up{job="shop"}) == 0', { name: 'ShopDown', labels: { team: 'shop' } })),
});
const webhook = (url: string, more = ''): Record<string, string> =>
  files(`    webhook_configs:\n      - url: '${url}'\n${more}`);
const proxy = (url: string): string => `        http_config:\n          proxy_url: ${url}\n`;
const jira = (url: string, more = ''): Record<string, string> =>
  files(`    jira_configs:\n      - api_url: ${url}\n        project: OPS\n        issue_type: Bug\n${more}`);

export default defineCheck({
  meta: {
    id: 'receivers/url',
    summary: 'unusable URLs of receivers: empty or relative URLs, wrong paths, proxies without a scheme',
    why: 'The URL fails when Alertmanager sends, and the notification is lost.',
    severity: 'error',
    preset: 'recommended',
    examples: {
      wrong: [
        {
          title: 'A template without http:// in front',
          files: webhook('hooks.example.com/{{ .CommonLabels.team }}'),
          at: ["'hooks.example.com/{{ .CommonLabels.team }}'"],
        },
        {
          title: 'A template that renders to an empty text',
          files: webhook('{{ .CommonLabels.hook }}'),
          at: ["'{{ .CommonLabels.hook }}'"],
        },
        {
          title: 'A proxy without a scheme: "proxy.internal" is read as the scheme',
          files: webhook('https://hooks.example.com/', proxy('proxy.internal:3128')),
          at: ['proxy.internal:3128'],
        },
        {
          title: 'Slack does not accept webhook JSON',
          files: webhook('https://hooks.slack.com/services/T0/B0/x'),
          at: ["'https://hooks.slack.com/services/T0/B0/x'"],
        },
        {
          title: 'Telegram with /bot',
          files: files(
            '    telegram_configs: [{ bot_token_file: /t, chat_id: 1, api_url: https://api.telegram.org/bot }]\n',
          ),
          at: ['https://api.telegram.org/bot'],
        },
        {
          title: 'Jira without its API',
          files: jira('https://jira.example.com'),
          at: ['https://jira.example.com'],
        },
        {
          title: "Version 3 of Jira's API requires a JSON description; Alertmanager's default is plain text",
          files: jira('https://jira.example.com/rest/api/3'),
          at: ['https://jira.example.com/rest/api/3'],
        },
        {
          title: "Version 3 of Jira's API requires a JSON description",
          files: jira(
            'https://jira.example.com/rest/api/3',
            "        description: '{{ .CommonLabels.alertname }}'\n",
          ),
          at: ["'{{ .CommonLabels.alertname }}'"],
        },
      ],
      right: [
        {
          files: webhook(
            'https://hooks.example.com/{{ .CommonLabels.team }}',
            proxy('http://proxy.internal:3128'),
          ),
        },
        {
          title: 'Discord accepts the format of Slack at a separate URL',
          files: webhook('https://discord.com/api/webhooks/1/abc/slack'),
        },
        { title: 'The value is unknown', files: webhook('{{ .ExternalURL }}') },
        { files: jira('https://jira.example.com/rest/api/2') },
      ],
    },
  },
  messages: {
    template: (data: { text: string; fault: string; receiver: string; names: readonly string[] }) => ({
      message:
        data.text === ''
          ? `the webhook URL of the receiver "${data.receiver}" is empty for ${theAlerts(data.names)}`
          : `the webhook URL of the receiver "${data.receiver}" is "${data.text}"${data.names.length === 0 ? '' : ` for ${theAlerts(data.names)}`}, which is not a URL: ${data.fault}`,
      why: 'the URL fails when Alertmanager sends, and the notification is lost',
      help: 'write the start of the URL, https://host/, before the template, and use labels that all alerts have',
    }),
    proxy: (data: { url: string; scheme: string }) => ({
      message:
        data.scheme === ''
          ? `the proxy "${data.url}" has no scheme`
          : `the proxy "${data.url}" has the scheme "${data.scheme}", which proxies do not support`,
      why: 'the configuration loads, and every request through the proxy fails',
      help: `add http:// in front: http://${data.url}`,
    }),
    chat: (data: { receiver: string; service: string; kind: string }) => ({
      message: `the webhook of the receiver "${data.receiver}" is a URL of ${data.service}, which does not accept Alertmanager's JSON`,
      why: `${data.service} rejects every notification, and nobody is notified`,
      help: `use ${data.kind}_configs, which send the format of ${data.service}`,
    }),
    telegram: (data: { url: string }) => ({
      message: `"api_url" of Telegram is "${data.url}", but Alertmanager appends /bot<token> to it`,
      why: 'Telegram does not have this path: the notification is lost',
      help: 'use https://api.telegram.org, or the address of your own server, without /bot',
    }),
    jiraPath: (data: { url: string }) => ({
      message: `the URL of Jira is "${data.url}", without the path of its API`,
      why: 'Alertmanager appends /issue and /search to it: Jira answers that the page does not exist, and no ticket is created',
      help: `use the full path: ${data.url.replace(/(?<!\/)\/+$/, '')}/rest/api/2`,
    }),
    jiraDescription: (data: { text: string; names: readonly string[] }) => ({
      message:
        data.names.length === 0
          ? "the description of the ticket is plain text, but version 3 of Jira's API accepts only JSON"
          : `the description is ${JSON.stringify(data.text)} for ${theAlerts(data.names)}, but version 3 of Jira's API accepts only JSON`,
      why: 'Alertmanager checks the description before it sends: no ticket is created',
      help: 'use /rest/api/2 in "api_url", or write the description in the Atlassian Document Format',
    }),
  },
  create: (context) => {
    const told = new Set<ScalarNode>();
    return {
      Alertmanager({ config, file }) {
        proxies(config.global?.node, file);
      },
      Integration(integration, owner) {
        proxies(integration.section.node, owner.file);
        if (integration.kind === 'webhook') {
          webhookUrl(integration, owner);
          chatUrl(integration, owner);
        }
        if (integration.kind === 'telegram') telegramUrl(integration, owner);
        if (integration.kind === 'jira') jiraUrl(integration, owner);
      },
    };

    function proxies(section: MapNode | undefined, file: SourceFile): void {
      for (const { node, scheme } of section === undefined ? [] : badProxies(section)) {
        if (told.has(node)) continue;
        told.add(node);
        context.report('proxy', { file, range: node.range }, { url: node.text, scheme });
      }
    }

    function webhookUrl(integration: Integration, { receiver, document, file }: IntegrationOwner): void {
      const field = fieldOf(integration, 'url', document);
      // Before 0.31 a template is an error of syntax/alertmanager; without one the text was looked at when it loaded.
      if (field?.text.includes('{{') !== true || isBefore(document.config.version, '0.31')) return;
      const start = field.text.slice(0, field.text.indexOf('{{'));
      const lead = start === '' || /^https?:\/\//i.test(start) || /^h(?:t(?:t(?:ps?:?\/?)?)?)?$/i.test(start);
      const found = lead
        ? sentTexts(field, document, receiver, context.project)
        : [{ text: field.text, names: [] as readonly string[] }];
      for (const { text, names } of found) {
        const fault = lead ? httpUrlFault(text) : 'it does not start with http:// or https://';
        if (fault === undefined) continue;
        const data = { text, fault, names, receiver: receiver.name.value };
        context.report('template', { file, range: field.range }, data);
      }
    }

    function chatUrl({ section }: Integration, { receiver, file }: IntegrationOwner): void {
      const url = section.value('url');
      if (url?.kind !== 'scalar') return;
      const found = CHATS.find(({ address }) => address.test(url.text));
      if (found === undefined || told.has(url)) return;
      told.add(url);
      const { service, kind } = found;
      context.report('chat', { file, range: url.range }, { receiver: receiver.name.value, service, kind });
    }

    function telegramUrl(integration: Integration, { document, file }: IntegrationOwner): void {
      const node = inheritedSetting(document, integration, 'api_url', 'telegram_api_url');
      if (node?.kind !== 'scalar' || !/\/bot\/?$/.test(node.text) || told.has(node)) return;
      told.add(node);
      context.report('telegram', { file, range: node.range }, { url: node.text });
    }

    function jiraUrl(integration: Integration, { receiver, document, file }: IntegrationOwner): void {
      const node = inheritedSetting(document, integration, 'api_url', 'jira_api_url');
      if (node?.kind !== 'scalar' || !URL.canParse(node.text)) return;
      const { pathname } = new URL(node.text);
      if (/^\/*$/.test(pathname)) {
        if (!told.has(node)) context.report('jiraPath', { file, range: node.range }, { url: node.text });
        told.add(node);
        return;
      }
      if (isBefore(document.config.version, '0.30') || !/\/3\/*$/.test(pathname)) return;
      const field = fieldOf(integration, 'description', document);
      if (field === undefined) return;
      if (field.node === undefined) {
        // Alertmanager's own description is plain text.
        if (configTemplates(document, context.project).files.some((own) => own.text.includes(DESCRIPTION)))
          return;
        if (!told.has(node))
          context.report('jiraDescription', { file, range: node.range }, { text: '', names: [] });
        told.add(node);
        return;
      }
      const broken = sentTexts(field, document, receiver, context.project).find(({ text }) => !isJson(text));
      if (broken === undefined) return;
      const related = [{ file, range: node.range, message: 'the URL selects version 3 of the API here' }];
      context.report('jiraDescription', { file, range: field.range }, broken, { related });
    }
  },
});

const DESCRIPTION = 'jira.default.description';

function isJson(text: string): boolean {
  if (text.trim() === '') return true;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const PROXY_SCHEMES: ReadonlySet<string> = new Set(['http', 'https', 'socks5', 'socks5h']);

/** Proxies of a section and what is below it with a scheme that Go's client does not know. */
function badProxies(section: MapNode): { node: ScalarNode; scheme: string }[] {
  return section.entries.flatMap(({ key, value }) => {
    if (value.kind === 'map') return badProxies(value);
    if (
      key.text !== 'proxy_url' ||
      value.kind !== 'scalar' ||
      value.text === '' ||
      /[$]|\{\{/.test(value.text)
    )
      return [];
    const url = parseGoUrl(value.text);
    if (!url.ok || PROXY_SCHEMES.has(url.scheme)) return [];
    return [{ node: value, scheme: url.scheme }];
  });
}

/** Services that have an integration of their own, by the address of their incoming webhooks. */
const CHATS: readonly { readonly address: RegExp; readonly service: string; readonly kind: string }[] = [
  { address: /^https:\/\/hooks\.slack\.com\/(?:services|workflows)\//, service: 'Slack', kind: 'slack' },
  {
    address: /^https:\/\/(?:\w+\.)?discord(?:app)?\.com\/api\/(?:v\d+\/)?webhooks\/\d+\/[\w-]+\/?$/,
    service: 'Discord',
    kind: 'discord',
  },
  {
    address: /^https:\/\/(?:[\w-]+\.)?(?:webhook\.office\.com|outlook\.office(?:365)?\.com\/webhook)\//,
    service: 'Microsoft Teams',
    kind: 'msteams',
  },
  { address: /^https:\/\/api\.telegram\.org\//, service: 'Telegram', kind: 'telegram' },
];
