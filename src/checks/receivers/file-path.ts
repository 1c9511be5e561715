import type { Section } from '../../documents/alertmanager/section.ts';
import type { SourceFile } from '../../source/source-file.ts';
import type { FieldType, Schema } from '../../documents/alertmanager/schema/field.ts';
import type { MapNode, ScalarNode, YamlNode } from '../../yaml/node.ts';
import { defineCheck } from '../contract.ts';

const files = (path: string): Record<string, string> => ({
  'alertmanager.yml': `route:
  receiver: everybody
receivers:
  - name: everybody
    slack_configs:
      - api_url_file: ${path}
        channel: '#alerts'
`,
});

export default defineCheck({
  meta: {
    id: 'receivers/file-path',
    summary: 'file settings whose value is not a path: the secret itself, or a path with "~"',
    why: 'Alertmanager opens the file when it sends: the file does not exist, and nobody is notified.',
    severity: 'error',
    preset: 'recommended',
    examples: {
      wrong: [
        {
          title: 'The URL instead of a file',
          files: files('https://hooks.slack.com/services/x'),
          at: ['https://hooks.slack.com/services/x'],
        },
        { title: '"~" is not expanded', files: files('~/slack-url'), at: ['~/slack-url'] },
      ],
      right: [
        { files: files('/etc/alertmanager/slack-url') },
        { title: 'Substituted at deployment', files: files('${SECRETS}/slack-url') },
      ],
    },
  },
  messages: {
    url: (data: { key: string; other: string }) => ({
      message: `"${data.key}" expects a file, but this is a URL`,
      why: 'Alertmanager opens this file when it sends: it does not exist, and the notification is lost',
      help: `write the URL to a file and its path here, or use "${data.other}"`,
    }),
    home: (data: { key: string; text: string }) => ({
      message: `"${data.key}" is "${data.text}", but Alertmanager does not expand "~"`,
      why: 'Alertmanager opens this path when it sends: it does not exist, and the notification is lost',
      help: 'write the full path',
    }),
  },
  create: (context) => {
    const told = new Set<YamlNode>();
    const look = ({ node: section, schema }: Section, file: SourceFile): void => {
      for (const { key, node } of filesOf(section, schema)) {
        if (told.has(node)) continue;
        told.add(node);
        const place = { file, range: node.range };
        if (/^https?:\/\//.test(node.text))
          context.report('url', place, { key, other: key.replace(/_file$/, '') });
        else if (node.text.startsWith('~')) context.report('home', place, { key, text: node.text });
      }
    };
    return {
      Alertmanager({ config, file }) {
        if (config.global !== undefined) look(config.global, file);
      },
      Integration: ({ section }, { file }) => look(section, file),
    };
  },
});

interface NamedFile {
  readonly key: string;
  readonly node: ScalarNode;
}

/** Every setting of a section, and of what is below it, that names a file. */
function filesOf(node: MapNode, schema: Schema): NamedFile[] {
  return node.entries.flatMap(({ key, value }) => {
    const field = Object.hasOwn(schema.fields, key.text) ? schema.fields[key.text] : undefined;
    return field === undefined ? [] : inValue(key.text, value, field.type);
  });
}

function inValue(key: string, node: YamlNode, type: FieldType): NamedFile[] {
  if (type.kind === 'file') return node.kind === 'scalar' ? [{ key, node }] : [];
  if (type.kind === 'section') return node.kind === 'map' ? filesOf(node, type.schema) : [];
  return [];
}
