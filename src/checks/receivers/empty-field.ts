import type { Route } from '../../routing/tree/route.ts';
import { analyzeNotificationTemplate } from '../../template/analysis.ts';
import type { LabelSource, LabelUse } from '../../template/analysis.ts';
import { didYouMean } from '../../util/did-you-mean.ts';
import { defineCheck } from '../contract.ts';
import type { AlertLabels } from '../../analysis/delivery/index.ts';
import { theAlerts } from '../support/alert-names.ts';
import { alertPlaces } from '../support/alert-places.ts';
import { alert, ruleFile } from '../support/example-rules.ts';
import { configTemplates, mayCarry, routedAlerts, routesTo } from '../../analysis/delivery/index.ts';

const RULES = ruleFile(
  alert('sum by (shop) (shop_errors) > 9', {
    name: 'ShopBroken',
    labels: { severity: 'critical' },
    annotations: { summary: 'the shop is broken' },
  }),
);
const files = (text: string): Record<string, string> => ({
  'alertmanager.yml': `route:
  receiver: everybody
  group_by: [alertname]
receivers:
  - name: everybody
    slack_configs:
      - api_url_file: /etc/alertmanager/slack
        channel: '#alerts'
        title: '${text}'
`,
  'prometheus.yml': 'rule_files: [rules.yml]\n',
  'rules.yml': RULES,
});

export default defineCheck({
  meta: {
    id: 'receivers/empty-field',
    summary: 'texts of receivers with labels or annotations that none of their alerts has',
    why: 'The message has a gap where the cluster, the host or the summary should be.',
    severity: 'warning',
    preset: 'recommended',
    examples: {
      wrong: [
        {
          title: 'An annotation that no alert has',
          files: files('{{ .CommonAnnotations.description }}'),
          at: ['description'],
        },
        {
          title: 'A label that no alert has',
          files: files('on {{ .CommonLabels.instance }}'),
          at: ['instance'],
        },
        {
          title: 'A label that no route groups by',
          files: files('{{ .GroupLabels.shop }}'),
          at: ['shop'],
        },
      ],
      right: [
        {
          files: files(
            '{{ .GroupLabels.alertname }}: {{ .CommonAnnotations.summary }} in {{ .CommonLabels.shop }}',
          ),
        },
        {
          title: 'The text tests the field first',
          files: files('{{ if .CommonLabels.instance }}on a host{{ end }}'),
        },
      ],
    },
  },
  messages: {
    label: (data: { field: string; name: string; names: readonly string[]; similar: string }) => ({
      message: `"${data.field}" shows the label "${data.name}", which no alert sent to this receiver has${data.similar}`,
      why: `the message of ${theAlerts(data.names)} has a gap there`,
      help: 'use a label that the alerts have, add it to the rules, or keep it in the expression ("by")',
    }),
    annotation: (data: { field: string; name: string; names: readonly string[]; similar: string }) => ({
      message: `"${data.field}" shows the annotation "${data.name}", which no alert sent to this receiver has${data.similar}`,
      why: `the message of ${theAlerts(data.names)} has a gap there`,
      help: 'use an annotation that the rules have, or add it to the rules',
    }),
    group: (data: { field: string; name: string; groupBy: string }) => ({
      message: `"${data.field}" shows .GroupLabels.${data.name}, but no route to this receiver groups by "${data.name}"`,
      why: `.GroupLabels contains only the labels of "group_by" (${data.groupBy}): the message has a gap there`,
      help: `use .CommonLabels.${data.name}, or add "${data.name}" to "group_by"`,
    }),
  },
  create: (context) => ({
    NotificationText(field, document) {
      const { file } = document;
      const routed = routedAlerts(document, context.project);
      const { library } = configTemplates(document, context.project);
      const analysis = analyzeNotificationTemplate(field.text, library.trees);
      if (analysis.errors.length > 0) return;
      const uses = analysis.labels.filter(({ purpose }) => purpose === 'output');
      const routes = routesTo(document, field.receiver, context.project);
      const alerts = sentTo(routes, routed.routed);
      for (const use of uses) {
        if (isAskedFor(use, analysis.labels) || hasFallback(use, field.text)) continue;
        const { name, source } = use;
        const place = { file, range: field.place(use.range) };
        const names = alerts.map((each) => each.name);
        if (source === 'groupLabels') {
          const groupBy = groupLabels(routes);
          if (groupBy === undefined || groupBy.includes(name)) continue;
          const known = groupBy.length === 0 ? 'none' : groupBy.join(', ');
          context.report('group', place, { field: field.path, name, groupBy: known });
        } else if (
          alerts.length > 0 &&
          isMissing(source, name, alerts, (each) => mayCarry(routed.label(each, name)))
        ) {
          const kind = isAnnotation(source) ? 'annotation' : 'label';
          const similar = didYouMean(name, namesOf(source, alerts));
          const data = {
            field: field.path,
            name,
            names,
            similar: similar === undefined ? '' : `; did you mean "${similar}"?`,
          };
          const related = alertPlaces(alerts.slice(0, 1), (one) => `"${one}" is sent to this receiver`);
          context.report(kind, place, data, { related });
        }
      }
    },
  }),
});

/** The alerts that end in one of the routes, or may. */
function sentTo(routes: readonly Route[], routed: ReturnType<typeof routedAlerts>['routed']): AlertLabels[] {
  return routed
    .filter(({ ends }) => ends.some(({ route }) => routes.includes(route)))
    .map((each) => each.alert);
}

/** The labels that any of the routes groups by; undefined: by all, or there is no route. */
function groupLabels(routes: readonly Route[]): string[] | undefined {
  if (routes.length === 0 || routes.some(({ settings }) => settings.groupByAll)) return undefined;
  return [...new Set(routes.flatMap(({ settings }) => settings.groupBy))];
}

/** The text tests the label somewhere, and so knows that it may be missing. */
function isAskedFor(use: LabelUse, all: readonly LabelUse[]): boolean {
  return all.some(({ name, purpose }) => purpose === 'condition' && name === use.name);
}

/** `{{ or .CommonLabels.cluster "none" }}` says what to print without it. */
function hasFallback({ range }: LabelUse, text: string): boolean {
  const [, inAction] =
    /^[^{]*\{\{([^]*)$/.exec(text.slice(text.lastIndexOf('}', range.start) + 1, range.start)) ?? [];
  return inAction !== undefined && /\b(?:or|and|eq|ne|default)\b/.test(inAction);
}

function isAnnotation(source: LabelSource): boolean {
  return source === 'annotations' || source === 'commonAnnotations';
}

function isMissing(
  source: LabelSource,
  name: string,
  alerts: readonly AlertLabels[],
  mayHave: (alert: AlertLabels) => boolean,
): boolean {
  if (isAnnotation(source))
    return !alerts.some(({ rule }) => rule.annotations.some((annotation) => annotation.name === name));
  return (source === 'labels' || source === 'commonLabels') && !alerts.some(mayHave);
}

function namesOf(source: LabelSource, alerts: readonly AlertLabels[]): string[] {
  return alerts.flatMap(({ rule }) =>
    (isAnnotation(source) ? rule.annotations : [...rule.group.labels, ...rule.labels]).map(
      ({ name }) => name,
    ),
  );
}
