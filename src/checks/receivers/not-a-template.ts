import { templatedFields } from '../../documents/alertmanager/templated-fields.ts';
import type { FieldType, Schema } from '../../documents/alertmanager/schema/field.ts';
import type { Integration } from '../../documents/alertmanager/types.ts';
import type { MapNode, ScalarNode, YamlNode } from '../../yaml/node.ts';
import { defineCheck } from '../contract.ts';
import { concernsAlertsOf } from '../support/receiver-alerts.ts';

const files = (field: string): Record<string, string> => ({
  'alertmanager.yml': `route:
  receiver: everybody
receivers:
  - name: everybody
    discord_configs:
      - webhook_url_file: /etc/alertmanager/discord
        ${field}
`,
});

export default defineCheck({
  meta: {
    id: 'receivers/not-a-template',
    summary: 'template actions in receiver settings that Alertmanager does not render',
    why: 'Alertmanager uses the setting literally, including the braces: as a wrong name, address or file.',
    severity: 'warning',
    preset: 'recommended',
    examples: {
      wrong: [
        {
          title: 'Discord shows the user name literally',
          files: files("username: 'Alerts of {{ .CommonLabels.team }}'"),
          at: ['{{ .CommonLabels.team }}'],
        },
      ],
      right: [
        { files: files("title: 'Alerts of {{ .CommonLabels.team }}'") },
        {
          title: 'Substituted by another tool before Alertmanager reads it',
          files: files("username: '{{ discord_user }}'"),
        },
      ],
    },
  },
  messages: {
    plain: (data: { field: string; receiver: string; action: string; kind: string; alerts: string }) => ({
      message: `"${data.field}" of ${data.kind} is not a template: Alertmanager uses "${data.action}" literally`,
      why: `messages of the receiver "${data.receiver}" contain the braces instead of the value${data.alerts}`,
      help: 'write the value itself; for several values, use one route and receiver for each',
    }),
  },
  create: (context) => ({
    Integration(integration, { receiver, document }) {
      const { config, file, origin } = document;
      if (origin === 'object') return;
      const rendered = new Set(
        templatedFields(integration, config.version).flatMap(({ node, format }) =>
          node === undefined || format === 'plain' ? [] : [node],
        ),
      );
      for (const [path, node] of plainTexts(integration)) {
        const action = rendered.has(node) ? undefined : ACTION.exec(node.text);
        if (action === null || action === undefined) continue;
        const at = file.text.indexOf(action[0], node.range.start);
        const written = at >= 0 && at < node.range.end;
        const range = written ? { start: at, end: at + action[0].length } : node.range;
        const data = {
          field: path,
          receiver: receiver.name.value,
          action: action[0],
          kind: integration.section.schema.what,
          alerts: concernsAlertsOf(receiver, document, context.project),
        };
        context.report('plain', { file, range }, data);
      }
    },
  }),
});

/** An action on the data of a notification; other tools use double braces, too. */
const ACTION =
  /\{\{(?=[^{}]*\}\})[^{}]*?\.(?:Receiver|Status|Alerts|GroupLabels|CommonLabels|CommonAnnotations|ExternalURL|Labels|Annotations)\b[^{}]*\}\}/;

/** Secrets that are rendered all the same. */
const RENDERED: Readonly<Partial<Record<Integration['kind'], readonly string[]>>> = {
  pagerduty: ['routing_key', 'service_key'],
  opsgenie: ['api_key'],
  pushover: ['user_key', 'token'],
  wechat: ['api_secret', 'corp_id'],
};

function plainTexts({ section, kind }: Integration): [string, ScalarNode][] {
  const rendered = RENDERED[kind] ?? [];
  return textsOf(section.node, section.schema, '').filter(([path]) => !rendered.includes(path));
}

function textsOf(node: MapNode, schema: Schema, prefix: string): [string, ScalarNode][] {
  return node.entries.flatMap(({ key, value }) => {
    const field = Object.hasOwn(schema.fields, key.text) ? schema.fields[key.text] : undefined;
    return field === undefined ? [] : inValue(value, field.type, prefix + key.text);
  });
}

function inValue(node: YamlNode, type: FieldType, path: string): [string, ScalarNode][] {
  switch (type.kind) {
    case 'section':
    case 'text-or-section':
      return node.kind === 'map' ? textsOf(node, type.schema, `${path}.`) : scalarOf(node, path);
    case 'list':
      return node.kind === 'seq'
        ? node.items.flatMap((item, i) => inValue(item, type.of, `${path}.${i}`))
        : [];
    case 'map':
      return node.kind === 'map'
        ? node.entries.flatMap(({ key, value }) => inValue(value, type.of, `${path}.${key.text}`))
        : [];
    // Rendered throughout, in any shape.
    case 'any':
      return [];
    // From 0.31 on a template, before it an error of syntax/alertmanager.
    case 'template-url':
      return [];
    default:
      return scalarOf(node, path);
  }
}

function scalarOf(node: YamlNode, path: string): [string, ScalarNode][] {
  return node.kind === 'scalar' ? [[path, node]] : [];
}
