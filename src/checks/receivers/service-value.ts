import { difference, groupPlaces, whenGrouped } from '../support/group-of-alerts.ts';
import type { RelatedPlace } from '../support/alert-places.ts';
import type { AlertmanagerDocument } from '../../documents/alertmanager-document.ts';
import { serviceValues } from '../../documents/alertmanager/service-values.ts';
import type { ServiceValues } from '../../documents/alertmanager/service-values.ts';
import type { TemplatedField } from '../../documents/alertmanager/templated-fields.ts';
import type { Project } from '../../project/project.ts';
import { analyzeNotificationTemplate } from '../../template/analysis.ts';
import { parseGoDurationMs } from '../../documents/alertmanager/scalars.ts';
import type { Integration, Receiver } from '../../documents/alertmanager/types.ts';
import { didYouMeanText } from '../../util/did-you-mean.ts';
import { defineCheck } from '../contract.ts';
import { theAlerts } from '../support/alert-names.ts';
import { alert, ruleFile } from '../support/example-rules.ts';
import { fieldOf, sentTexts, wrongGroupText } from '../../analysis/delivery/index.ts';
import { concernsAlertsOf } from '../support/receiver-alerts.ts';

const RULES = {
  'prometheus.yml': 'rule_files: [rules.yml]\n',
  'rules.yml': ruleFile(
    alert('sum(up{job="shop"}) == 0', { name: 'ShopDown', labels: { severity: 'page' } }),
  ),
};
const files = (integration: string): Record<string, string> => ({
  'alertmanager.yml': `route:
  receiver: everybody
receivers:
  - name: everybody
${integration}`,
  ...RULES,
});
const pagerduty = (severity: string): Record<string, string> =>
  files(
    `    pagerduty_configs:\n      - routing_key_file: /etc/alertmanager/pagerduty\n        severity: '${severity}'\n`,
  );
const pushover = (more: string): Record<string, string> =>
  files(
    `    pushover_configs:\n      - user_key_file: /etc/alertmanager/user\n        token_file: /etc/alertmanager/token\n${more}`,
  );
const victorops = (type: string): Record<string, string> =>
  files(
    `    victorops_configs:\n      - api_key_file: /etc/alertmanager/victorops\n        routing_key: shop\n        message_type: '${type}'\n`,
  );

export default defineCheck({
  meta: {
    id: 'receivers/service-value',
    summary: 'values that PagerDuty, OpsGenie, VictorOps, Pushover or Mattermost do not accept',
    why: 'Alertmanager sends any value; the service rejects the message or interprets it differently.',
    severity: 'warning',
    preset: 'recommended',
    examples: {
      wrong: [
        {
          title: 'Not a severity of PagerDuty',
          files: pagerduty('{{ .CommonLabels.severity }}'),
          at: ["'{{ .CommonLabels.severity }}'"],
        },
        { title: 'Lower case: the alert pages as CRITICAL', files: victorops('warning'), at: ["'warning'"] },
        {
          title: 'Two alerts of one notification with different severities',
          files: {
            ...pagerduty('{{ .CommonLabels.severity }}'),
            'rules.yml': ruleFile(
              alert('sum(up{job="shop"}) == 0', { name: 'ShopDown', labels: { severity: 'critical' } }),
              alert('sum(shop_queue) > 9', { name: 'ShopQueue', labels: { severity: 'warning' } }),
            ),
          },
          at: ["'{{ .CommonLabels.severity }}'"],
        },
        {
          title: 'Two alerts of one rule repeat P3',
          files: {
            ...files(
              `    opsgenie_configs:\n      - api_key_file: /etc/alertmanager/opsgenie\n        priority: '{{ range .Alerts }}P3{{ end }}'\n`,
            ),
            'rules.yml': ruleFile(alert('up{job="shop"} == 0', { name: 'ShopDown' })),
          },
          at: ["'{{ range .Alerts }}P3{{ end }}'"],
        },
        { title: 'Too often', files: pushover('        retry: 10s\n'), at: ['10s'] },
        { title: 'Longer than three hours', files: pushover('        expire: 24h\n'), at: ['24h'] },
      ],
      right: [
        {
          title: 'group_by separates the severities',
          files: {
            ...pagerduty('{{ .CommonLabels.severity }}'),
            'alertmanager.yml': pagerduty('{{ .CommonLabels.severity }}')['alertmanager.yml']!.replace(
              'receivers:',
              '  group_by: [severity]\nreceivers:',
            ),
            'rules.yml': ruleFile(
              alert('sum(up{job="shop"}) == 0', { name: 'ShopDown', labels: { severity: 'critical' } }),
              alert('sum(shop_queue) > 9', { name: 'ShopQueue', labels: { severity: 'warning' } }),
            ),
          },
        },
        {
          files: pagerduty('{{ if eq .CommonLabels.severity "page" }}critical{{ else }}warning{{ end }}'),
        },
        { files: victorops('{{ .CommonLabels.level | toUpper }}INFO') },
        { title: 'It becomes CRITICAL, as intended', files: victorops('critical') },
        {
          title: 'Only emergencies are repeated',
          files: pushover("        priority: '1'\n        retry: 10s\n"),
        },
      ],
    },
  },
  messages: {
    refused: (data: {
      key: string;
      text: string;
      service: string;
      when: string;
      reason: string;
      help: string;
      known: readonly string[];
    }) => ({
      message: `"${data.key}" is ${JSON.stringify(data.text)}${data.when}, which ${data.service} does not accept${didYouMeanText(data.text, data.known)}`,
      why: `${data.reason}${data.service} rejects the message, and nobody is paged`,
      help: `use one of ${data.known.join(', ')}${data.help}`,
    }),
    critical: (data: { text: string; when: string; reason: string }) => ({
      message: `"message_type" is ${JSON.stringify(data.text)}${data.when}, which Alertmanager sends to VictorOps as CRITICAL`,
      why: `${data.reason}Alertmanager recognises only INFO, WARNING and CRITICAL in capital letters: all other values page`,
      help: 'write it in capital letters, such as {{ .CommonLabels.severity | toUpper }}',
    }),
    standard: (data: { text: string; when: string; reason: string }) => ({
      message: `the priority is ${JSON.stringify(data.text)}${data.when}, which Alertmanager sends to Mattermost as standard`,
      why: `${data.reason}Alertmanager recognises only urgent, important and standard`,
      help: 'use urgent or important',
    }),
    retry: (data: { text: string; alerts: string }) => ({
      message: `"retry" is ${data.text}, but Pushover repeats an emergency at most every 30 s`,
      why: `Pushover rejects the message, and nobody is paged${data.alerts}`,
      help: 'use retry: 30s or longer',
    }),
    expire: (data: { text: string; alerts: string }) => ({
      message: `"expire" is ${data.text}, but Pushover repeats an emergency for at most three hours`,
      why: `Pushover rejects the message, and nobody is paged${data.alerts}`,
      help: 'use expire: 3h or shorter',
    }),
  },
  create: (context) => ({
    Integration(integration, { receiver, document }) {
      const { file } = document;
      const known = serviceValues(integration);
      const field = known === undefined ? undefined : fieldOf(integration, known.key, document);
      if (known !== undefined && field !== undefined && field.node !== undefined) {
        const wrong = wrongValues(known, field, { integration, receiver, document }, context.project);
        for (const { related, ...data } of wrong) {
          const place = { file, range: field.range };
          const { key, service, values, otherwise } = known;
          if (otherwise === undefined)
            context.report('refused', place, { ...data, key, service, known: values }, { related });
          else context.report(otherwise, place, data, { related });
        }
      }
      if (integration.kind === 'pushover' && isEmergency(integration, document)) {
        for (const { key, wrong } of PUSHOVER_TIMES) {
          const time = integration.section.text(key);
          const ms = time === undefined ? undefined : parseGoDurationMs(time.value);
          if (time !== undefined && ms !== undefined && wrong(ms))
            context.report(
              key,
              { file, range: time.range },
              { text: time.value, alerts: concernsAlertsOf(receiver, document, context.project) },
            );
        }
      }
    },
  }),
});

function forAlerts(names: readonly string[]): string {
  return names.length === 0 ? '' : ` for ${theAlerts(names)}`;
}

/** What a value that is not taken is reported as. */
interface Wrong {
  readonly text: string;
  /** ` for the alert "A"`, or when a group has it. */
  readonly when: string;
  readonly reason: string;
  /** More to do about it: `, or ...`. */
  readonly help: string;
  readonly related: readonly RelatedPlace[];
}

/** An integration and where it belongs. */
interface Sender {
  readonly integration: Integration;
  readonly receiver: Receiver;
  readonly document: AlertmanagerDocument;
}

/** Values that the service does not take: of alerts that fire alone, or else of a group of them. */
function wrongValues(
  known: ServiceValues,
  field: TemplatedField,
  { integration, receiver, document }: Sender,
  project: Project,
): Wrong[] {
  // What somebody is yet to fill in is not judged.
  const isWrong = (text: string): boolean => !known.accepts(text) && !/\$|__|@@/.test(text);
  const alone = sentTexts(field, document, receiver, project).filter(({ text }) => isWrong(text));
  if (alone.length > 0)
    return alone.map(({ text, names }) => ({
      text,
      when: forAlerts(names),
      reason: '',
      help: '',
      related: [],
    }));
  const statuses =
    known.whenResolved && integration.sendResolved
      ? (['firing', 'resolved'] as const)
      : (['firing'] as const);
  const group = wrongGroupText(field, document, receiver, project, { isWrong, statuses });
  if (group === undefined) return [];
  const labels = analyzeNotificationTemplate(field.text).labels.map(({ name }) => name);
  const differences = labels.flatMap((label) => difference(label, group.alerts) ?? []);
  return [
    {
      text: group.text,
      when: whenGrouped(group),
      reason: differences.length === 0 ? '' : `${differences[0]!}, so the alerts have no common value: `,
      help: /\{\{-?\s*range/.test(field.text)
        ? ' once, outside of {{ range .Alerts }}'
        : group.alerts.length > 1 && labels[0] !== undefined
          ? ` whatever the alerts are, or add "${labels[0]}" to "group_by"`
          : '',
      related: groupPlaces(group.alerts),
    },
  ];
}

/** Messages that Pushover repeats until somebody confirms them: the default while alerts fire. */
function isEmergency(integration: Integration, document: AlertmanagerDocument): boolean {
  const priority = fieldOf(integration, 'priority', document);
  return priority === undefined || priority.node === undefined || priority.text.trim() === '2';
}

const PUSHOVER_TIMES = [
  { key: 'retry', wrong: (ms: number): boolean => ms < 30_000 },
  { key: 'expire', wrong: (ms: number): boolean => ms > 3 * 3_600_000 },
] as const;
