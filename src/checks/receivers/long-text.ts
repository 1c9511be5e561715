import { fitText, lengthIn, limitOf } from '../../documents/alertmanager/text-limits.ts';
import type { TextLimit } from '../../documents/alertmanager/text-limits.ts';
import { templatedFields } from '../../documents/alertmanager/templated-fields.ts';
import { defineCheck } from '../contract.ts';
import { theAlerts } from '../support/alert-names.ts';
import { groupPlaces, whenGrouped } from '../support/group-of-alerts.ts';
import { alert, ruleFile } from '../support/example-rules.ts';
import { sentTexts, wrongGroupText } from '../../analysis/delivery/index.ts';

const LONG_SUMMARY =
  'The shop does not answer any more: customers see an error page since at least five minutes, orders that were begun are lost, and the payment provider counts a failure for each.';

const files = (receiver: string): Record<string, string> => ({
  'alertmanager.yml': `route:
  receiver: everybody
receivers:
  - name: everybody
${receiver}`,
  'prometheus.yml': 'rule_files: [rules.yml]\n',
  'rules.yml': ruleFile(alert('up == 0', { name: 'ShopDown', annotations: { summary: LONG_SUMMARY } })),
});
const opsgenie = (message: string): string =>
  `    opsgenie_configs:\n      - { api_key_file: /etc/alertmanager/opsgenie, message: '${message}' }\n`;
const sns = (subject: string): string =>
  `    sns_configs:\n      - { topic_arn: 'arn:aws:sns:eu-west-1:123456789012:alerts', subject: '${subject}' }\n`;

export default defineCheck({
  meta: {
    id: 'receivers/long-text',
    summary: 'texts of receivers that are longer than the service accepts',
    why: 'Alertmanager truncates them, so the end is missing; SNS rejects a message with a long subject.',
    severity: 'warning',
    preset: 'recommended',
    examples: {
      wrong: [
        {
          title: 'OpsGenie accepts 130 characters',
          files: files(opsgenie('{{ .CommonAnnotations.summary }}')),
          at: ["'{{ .CommonAnnotations.summary }}'"],
        },
        {
          title: 'SNS accepts subjects of 100 characters',
          files: files(sns('{{ .Status }}: {{ .CommonAnnotations.summary }}')),
          at: ["'{{ .Status }}: {{ .CommonAnnotations.summary }}'"],
        },
      ],
      right: [
        { files: files(opsgenie('{{ .CommonLabels.alertname }}')) },
        { files: files(sns('{{ .CommonLabels.alertname }} is {{ .Status }}')) },
        {
          title: 'Slack accepts long texts',
          files: files(
            `    slack_configs:\n      - { api_url_file: /etc/alertmanager/slack, channel: '#a', text: '{{ .CommonAnnotations.summary }}' }\n`,
          ),
        },
      ],
    },
  },
  messages: {
    cut: (data: { field: string; limit: TextLimit; length: number; tail: string; when: string }) => ({
      message: `"${data.field}" has ${data.length} ${data.limit.unit}${data.when}, and is truncated after ${data.limit.most}: it ends with ${JSON.stringify(data.tail)}`,
      why: 'the service accepts no more, and Alertmanager sends only the beginning',
      help: 'shorten the text, or move a part to a longer field',
    }),
    replaced: (data: { field: string; limit: TextLimit; length: number; when: string }) => ({
      message: `"${data.field}" has ${data.length} ${data.limit.unit}${data.when}, but Telegram accepts ${data.limit.most}`,
      why: 'Alertmanager replaces the text with a note that the message is too long',
      help: 'shorten the text',
    }),
    lost: (data: { field: string; fault: string; when: string }) => ({
      message: `"${data.field}" cannot be sent${data.when}: ${data.fault}`,
      why: 'nobody is notified',
      help: 'shorten the text to a single line',
    }),
  },
  create: (context) => ({
    Integration(integration, { receiver, document }) {
      const { config, file } = document;
      for (const field of templatedFields(integration, config.version)) {
        const limit = limitOf(integration, field.path, config.version);
        if (limit === undefined) continue;
        const place = {
          file,
          range: field.node === undefined ? integration.section.anchor : field.range,
        };
        // Nearly every text fits: one rendering shows it, and no further check is needed.
        const isLong = (text: string): boolean => !fits(text, limit);
        const texts = sentTexts(field, document, receiver, context.project, isLong).map((sent) => ({
          ...sent,
          fitted: fitText(sent.text, limit),
        }));
        const lost = texts.filter(({ fitted }) => 'fault' in fitted);
        const cut = texts.filter(({ text, fitted }) => 'text' in fitted && fitted.text !== text);
        const statuses = integration.sendResolved ? BOTH : FIRING;
        const question = { isWrong: isLong, statuses };
        const group =
          lost.length + cut.length > 0
            ? undefined
            : wrongGroupText(field, document, receiver, context.project, question);
        const related = group === undefined ? [] : groupPlaces(group.alerts);
        const text = (lost[0] ?? cut[0] ?? group)?.text;
        if (text === undefined) continue;
        const names = (lost.length > 0 ? lost : cut).flatMap((one) => one.names);
        const when = group === undefined ? forAlerts(names) : whenGrouped(group);
        const fitted = fitText(text, limit);
        if ('fault' in fitted) {
          context.report('lost', place, { field: field.path, fault: fitted.fault, when }, { related });
          continue;
        }
        const data = { field: field.path, limit, length: lengthIn(limit.unit, text), when };
        if (limit.beyond === 'notice') context.report('replaced', place, data, { related });
        else
          context.report(
            'cut',
            place,
            { ...data, tail: fitted.text.slice(-20) },
            { severity: 'info', related },
          );
      }
    },
  }),
});

const FIRING = ['firing'] as const;
const BOTH = ['firing', 'resolved'] as const;

function fits(text: string, limit: TextLimit): boolean {
  const fitted = fitText(text, limit);
  return 'text' in fitted && fitted.text === text;
}

function forAlerts(names: readonly string[]): string {
  return names.length === 0 ? '' : ` for ${theAlerts(names)}`;
}
