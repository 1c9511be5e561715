import type { AlertmanagerDocument } from '../../documents/alertmanager-document.ts';
import { serviceValues } from '../../documents/alertmanager/service-values.ts';
import type { Receiver } from '../../documents/alertmanager/types.ts';
import type { Project } from '../../project/project.ts';
import { analyzeAlertTemplate, analyzeNotificationTemplate } from '../../template/analysis.ts';
import type { LabelUse } from '../../template/analysis.ts';
import { isTemplated, possibleGroups } from '../../analysis/delivery/index.ts';
import type { AlertLabels, PossibleGroup } from '../../analysis/delivery/index.ts';
import { defineCheck } from '../contract.ts';
import { alert, ruleFile } from '../support/example-rules.ts';
import { difference, groupPlaces, whenGrouped } from '../support/group-of-alerts.ts';

const files = (title: string, groupBy = '[job]'): Record<string, string> => ({
  'alertmanager.yml': `route:
  receiver: chat
  group_by: ${groupBy}
receivers:
  - name: chat
    slack_configs:
      - api_url_file: /etc/alertmanager/slack
        channel: '#alerts'
        title: '${title}'
`,
  'prometheus.yml': 'rule_files: [rules.yml]\n',
  'rules.yml': ruleFile(
    alert('up{job="shop"} == 0', {
      name: 'ShopDown',
      labels: { severity: 'critical' },
      annotations: { summary: '{{ $labels.instance }} is down' },
    }),
    alert('shop_queue{job="shop"} > 9', { name: 'ShopQueue', labels: { severity: 'warning' } }),
  ),
});

export default defineCheck({
  meta: {
    id: 'templates/mixed-group',
    summary: 'texts that print a common label or annotation which the alerts of a group do not share',
    why: 'CommonLabels and CommonAnnotations contain only values that all alerts of a notification share: in a mixed group the text has a gap.',
    severity: 'info',
    preset: 'recommended',
    examples: {
      wrong: [
        {
          title: 'Two rules in one group',
          files: files('{{ .CommonLabels.severity }}'),
          at: ['severity'],
        },
        {
          title: 'Two alerts of one rule',
          files: files('{{ .CommonLabels.instance }}', '[alertname]'),
          at: ['instance'],
        },
        {
          title: 'An annotation with a label that differs',
          files: files('{{ .CommonAnnotations.summary }}', '[alertname]'),
          at: ['summary'],
        },
      ],
      right: [
        { files: files('{{ .CommonLabels.severity }}', '[alertname]') },
        { files: files('{{ .CommonLabels.instance }}', '[alertname, instance]') },
        {
          title: 'The text tests the field first',
          files: files('{{ with .CommonLabels.instance }}at {{ . }}{{ end }}'),
        },
        { files: files('{{ range .Alerts }}{{ .Annotations.summary }}{{ end }}', '[alertname]') },
      ],
    },
  },
  messages: {
    label: (data: { label: string; when: string; reason: string }) => ({
      message: `.CommonLabels.${data.label} is empty${data.when}`,
      why: `CommonLabels contains only values that all alerts of a notification share: ${data.reason}`,
      help: `add "${data.label}" to "group_by", or list the alerts: {{ range .Alerts }}{{ .Labels.${data.label} }} {{ end }}`,
    }),
    annotation: (data: { label: string; when: string; reason: string }) => ({
      message: `.CommonAnnotations.${data.label} is empty${data.when}`,
      why: `CommonAnnotations contains only values that all alerts of a notification share: ${data.reason}`,
      help: `list the alerts: {{ range .Alerts }}{{ .Annotations.${data.label} }} {{ end }}`,
    }),
  },
  create: (context) => ({
    NotificationText(field, document) {
      const { file } = document;
      // receivers/service-value reports what a service refuses.
      if (serviceValues(field.integration)?.key === field.path) return;
      const { labels } = analyzeNotificationTemplate(field.text);
      const seen = new Set<string>();
      for (const use of labels) {
        const key = `${use.source} ${use.name}`;
        const asks = labels.some((one) => one.name === use.name && one.purpose === 'condition');
        if (seen.has(key) || asks || use.purpose !== 'output') continue;
        seen.add(key);
        const mixed = mixedGroup(use, field.receiver, document, context.project);
        if (mixed === undefined) continue;
        const { alerts } = mixed.group;
        const when = whenGrouped({ alerts, status: 'firing' });
        const message = use.source === 'commonLabels' ? 'label' : 'annotation';
        const data = { label: use.name, when, reason: mixed.reason };
        const related = groupPlaces(alerts);
        context.report(message, { file, range: field.place(use.range) }, data, { related });
      }
    },
  }),
});

interface Mixed {
  readonly group: PossibleGroup;
  readonly reason: string;
}

/** A group that can form, of which the alerts do not share what a text prints. */
function mixedGroup(
  { name, source }: LabelUse,
  receiver: Receiver,
  document: AlertmanagerDocument,
  project: Project,
): Mixed | undefined {
  if (source !== 'commonLabels' && source !== 'commonAnnotations') return undefined;
  const differs = source === 'commonLabels' ? labelDiffers : annotationDiffers;
  for (const group of possibleGroups(document, receiver, project)) {
    const reason = differs(name, group);
    if (reason !== undefined) return { group, reason };
  }
  return undefined;
}

/** Two values that are known, or those of two series of one rule. */
function labelDiffers(label: string, { alerts, route }: PossibleGroup): string | undefined {
  if (route.settings.groupBy.includes(label)) return undefined;
  const [first, second] = alerts;
  if (first !== second) return difference(label, alerts);
  const known = first.of(label);
  if (known.kind !== 'open' || !(known.always || known.named || isNamedBy(first, label))) return undefined;
  return `each series of "${first.name}" has its own "${label}"`;
}

/** Two texts that are written, or one that says what the group does not hold together. */
function annotationDiffers(name: string, { alerts, route }: PossibleGroup): string | undefined {
  const [first, second] = alerts;
  const [one, other] = [annotation(first, name), annotation(second, name)];
  if (one === undefined) return undefined;
  if (first !== second) {
    if (other === undefined || isTemplated(one) || isTemplated(other) || one === other) return undefined;
    return 'the two texts differ';
  }
  const analysis = analyzeAlertTemplate(one);
  const free = analysis.labels.find(({ name: label, source, purpose }) => {
    const varies = first.of(label).kind === 'open' && !route.settings.groupBy.includes(label);
    return source === 'labels' && purpose === 'output' && varies;
  });
  return free === undefined ? undefined : `the text of each alert contains its own "${free.name}"`;
}

/** Scraped series have an instance, and what the texts of a rule print they are taken to have. */
function isNamedBy({ rule }: AlertLabels, label: string): boolean {
  return (
    label === 'instance' ||
    rule.annotations.some(({ value }) =>
      analyzeAlertTemplate(value).labels.some(({ name }) => name === label),
    )
  );
}

function annotation({ rule }: AlertLabels, name: string): string | undefined {
  return rule.annotations.find((one) => one.name === name)?.value;
}
