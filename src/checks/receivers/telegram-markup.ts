import type { AlertmanagerDocument } from '../../documents/alertmanager-document.ts';
import type { Integration } from '../../documents/alertmanager/types.ts';
import { defineCheck } from '../contract.ts';
import { configTemplates, fieldOf } from '../../analysis/delivery/index.ts';
import { scalarRange } from '../../yaml/offsets.ts';
import type { Project } from '../../project/project.ts';
import { concernsAlertsOf } from '../support/receiver-alerts.ts';
import { replaceBetween } from '../../util/between.ts';

const files = (mode: string, message = ''): Record<string, string> => ({
  'alertmanager.yml': `route:
  receiver: everybody
receivers:
  - name: everybody
    telegram_configs:
      - bot_token_file: /etc/alertmanager/telegram
        chat_id: -100123
        parse_mode: ${mode}
${message === '' ? '' : `        message: '${message}'\n`}`,
});

export default defineCheck({
  meta: {
    id: 'receivers/telegram-markup',
    summary: 'messages for Telegram with markup that Telegram rejects',
    why: 'Telegram rejects a message that it cannot parse, and nobody is notified.',
    severity: 'warning',
    preset: 'recommended',
    examples: {
      wrong: [
        {
          title: "Alertmanager's default message contains characters that MarkdownV2 reserves",
          files: files('MarkdownV2'),
          at: ['MarkdownV2'],
        },
        {
          title: 'A character that needs a backslash',
          files: files('MarkdownV2', '*{{ .CommonLabels.alertname }}* fires!'),
          at: ['!'],
        },
        {
          title: 'HTML that Telegram does not support',
          files: files('HTML', '<b>{{ .CommonLabels.alertname }}</b><br>fires'),
          at: ['<br>'],
        },
      ],
      right: [
        { files: files('HTML') },
        { files: files('MarkdownV2', '*{{ .CommonLabels.alertname }}* fires\\!') },
        { files: files('HTML', '<b>{{ .CommonLabels.alertname }}</b> <code>fires</code>') },
      ],
    },
  },
  messages: {
    ownMessage: (data: { alerts: string }) => ({
      message: "Alertmanager's default message for Telegram is not valid MarkdownV2",
      why: `it contains "-", "=" and ".", which MarkdownV2 requires to be escaped: Telegram rejects every message${data.alerts}`,
      help: 'use "parse_mode: HTML", or write your own "message"',
    }),
    reserved: (data: { character: string; alerts: string }) => ({
      message: `MarkdownV2 reserves "${data.character}", which is not escaped here`,
      why: `Telegram rejects every such message, and nobody is notified${data.alerts}`,
      help: `write "\\${data.character}", or use "parse_mode: HTML"; labels and annotations need the same (reReplaceAll)`,
    }),
    tag: (data: { tag: string; alerts: string }) => ({
      message: `Telegram does not support "${data.tag}"`,
      why: `Telegram rejects every such message, and nobody is notified${data.alerts}`,
      help: data.tag.startsWith('<br') ? 'use a line break in the text' : `use one of ${TAGS.join(', ')}`,
    }),
  },
  create: (context) => ({
    Integration(integration, { receiver, document }) {
      const { file } = document;
      if (integration.kind !== 'telegram') return;
      const mode = integration.section.text('parse_mode');
      const concerned = (): string => concernsAlertsOf(receiver, document, context.project);
      const message = fieldOf(integration, 'message', document);
      if (message === undefined) return;
      if (message.node === undefined) {
        if (mode?.value === 'MarkdownV2' && !isReplaced(document, context.project))
          context.report('ownMessage', { file, range: mode.range }, { alerts: concerned() });
        return;
      }
      const { node } = message;
      const place = (
        start: number,
        end: number,
      ): { file: typeof file; range: ReturnType<typeof scalarRange> } => ({
        file,
        range: scalarRange(node, file.text, start, end),
      });
      if (mode?.value === 'MarkdownV2') {
        const at = reservedAt(message.text);
        if (at !== undefined)
          context.report('reserved', place(at, at + 1), {
            character: message.text[at]!,
            alerts: concerned(),
          });
      } else if (isHtml(integration)) {
        const tag = unknownTag(message.text);
        if (tag !== undefined)
          context.report('tag', place(tag.at, tag.at + tag.text.length), {
            tag: tag.text,
            alerts: concerned(),
          });
      }
    },
  }),
});

function isHtml({ section }: Integration): boolean {
  return section.value('parse_mode') === undefined || section.text('parse_mode')?.value === 'HTML';
}

function isReplaced(document: AlertmanagerDocument, project: Project): boolean {
  const { files: own, complete } = configTemplates(document, project);
  const lost = !complete && document.config.templates.length > 0;
  return lost || own.some(({ text }) => text.includes('telegram.default.message'));
}

/** The text with actions, code and the addresses of links blanked out; offsets stay. */
function bareText(text: string): string {
  const blank = (part: string): string => ' '.repeat(part.length);
  const plain = replaceBetween(text, ['{{', '}}'], blank);
  const words = replaceBetween(replaceBetween(plain, ['```', '```'], blank), ['`', '`'], blank);
  return replaceBetween(words, ['](', ')'], blank);
}

/** Characters that mean nothing in MarkdownV2 and are refused without a backslash. */
function reservedAt(text: string): number | undefined {
  const found = /(?<!\\)[-.!=+#{}]/.exec(bareText(text));
  return found?.index;
}

const TAGS = [
  'a',
  'b',
  'strong',
  'i',
  'em',
  'u',
  'ins',
  's',
  'strike',
  'del',
  'code',
  'pre',
  'blockquote',
  'span',
  'tg-spoiler',
  'tg-emoji',
  'tg-time',
];

function unknownTag(text: string): { at: number; text: string } | undefined {
  const bare = replaceBetween(text, ['{{', '}}'], (part) => ' '.repeat(part.length));
  for (const match of bare.matchAll(/<\/?([a-zA-Z][\w-]*)(?=[\s/>])[^<>]*>/g)) {
    if (!TAGS.includes(match[1]!.toLowerCase())) return { at: match.index, text: match[0] };
  }
  return undefined;
}
