import type { AlertmanagerDocument } from '../../documents/alertmanager-document.ts';
import { analyzeNotificationTemplate } from '../../template/analysis.ts';
import { didYouMeanText } from '../../util/did-you-mean.ts';
import { scalarRange } from '../../yaml/offsets.ts';
import {
  certainFailure,
  configTemplates,
  routeLabelSets,
  routedAlerts,
  sampleRouteLabels,
} from '../../analysis/delivery/index.ts';
import type { WrittenRoute } from '../../analysis/delivery/index.ts';
import { defineCheck } from '../contract.ts';
import { concerns, passingThrough } from '../support/alerts-concerned.ts';
import { concernsAlertsOf } from '../support/receiver-alerts.ts';
import { showRoute } from '../support/show-matchers.ts';

const files = (label: string, text = 'x'): Record<string, string> => ({
  'alertmanager.yml': `route:
  receiver: chat
  labels:
    env: '${label}'
    all: '{{ routeLabels "env" }}'
receivers:
  - name: chat
    webhook_configs:
      - url: 'https://example.com/{{ ${text} }}'
`,
});

export default defineCheck({
  meta: {
    id: 'routing/route-label',
    summary: 'route labels with failing templates, and texts that use a label that no route sets',
    why: 'Alertmanager logs the failure and drops the label: its value is missing in every message.',
    severity: 'error',
    preset: 'recommended',
    examples: {
      wrong: [
        {
          title: 'A field that notifications do not have',
          files: files('{{ .Foo }}', '.RouteLabels.env'),
          at: ['.Foo'],
        },
        { title: 'It does not parse', files: files('{{ if }}', '.Receiver'), at: ['}}'] },
        {
          title: 'Two labels that refer to each other',
          files: files('{{ routeLabels "all" }}', '.Receiver'),
          at: ['routeLabels "all"', 'routeLabels "env"'],
        },
        {
          title: 'A label that no route to the receiver sets',
          files: files('prod', '.RouteLabels.team'),
          at: ['team'],
        },
      ],
      right: [
        { files: files('{{ .CommonLabels.env }}', '.RouteLabels.env') },
        { title: 'The text tests the label first', files: files('prod', 'if .RouteLabels.team }}x{{ end') },
      ],
    },
  },
  messages: {
    fails: (data: { label: string; route: string; error: string; alerts: string }) => ({
      message: `the label "${data.label}" of ${data.route} is never set: ${data.error}`,
      why: `the template fails when Alertmanager sends: it logs the failure, and sends the message without the label${data.alerts}`,
      help: 'correct the template; it gets the same data as the texts of receivers',
    }),
    unset: (data: { label: string; receiver: string; known: readonly string[]; alerts: string }) => ({
      message: `no route to the receiver "${data.receiver}" has a label "${data.label}"${didYouMeanText(data.label, data.known)}`,
      why: `the message has a gap there${data.alerts}`,
      help:
        data.known.length === 0
          ? 'set it under "labels" of a route to this receiver'
          : `the routes to this receiver set ${data.known.map((one) => `"${one}"`).join(', ')}`,
    }),
  },
  create: (context) => ({
    Route(written, document) {
      const { file } = document;
      for (const { name, start, end, error } of failingLabels(written, document, context)) {
        const { route } = written;
        const alerts = concerns(passingThrough(route, routedAlerts(document, context.project)));
        const data = { label: name, route: showRoute(route), error, alerts };
        context.report('fails', { file, range: { start, end } }, data);
      }
    },
    NotificationText(field, document) {
      const { file } = document;
      const { receiver } = field;
      const known = [
        ...new Set(routeLabelSets(document, receiver, context.project).flatMap((set) => Object.keys(set))),
      ];
      for (const { name, source, purpose, range } of analyzeNotificationTemplate(field.text).labels) {
        if (source !== 'routeLabels' || purpose !== 'output' || known.includes(name)) continue;
        const alerts = concernsAlertsOf(receiver, document, context.project);
        const data = { label: name, receiver: receiver.name.value, known, alerts };
        context.report('unset', { file, range: field.place(range) }, data, { severity: 'warning' });
      }
    },
  }),
});

interface FailingLabel {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  /** Why it fails, in Go's words. */
  readonly error: string;
}

type Context = Parameters<Parameters<typeof defineCheck>[0]['create']>[0];

/** The label asks for another one that fails, which is reported itself. */
function isOfAnother(message: string): boolean {
  return message.includes('error calling routeLabels') && !message.includes('cycle detected');
}

/** The labels that a route itself writes, and that fail for every notification. */
function failingLabels(
  { route, node }: WrittenRoute,
  document: AlertmanagerDocument,
  { project }: Pick<Context, 'project'>,
): FailingLabel[] {
  const entries = node.section.entries('labels').filter(({ value }) => value.kind === 'scalar');
  if (!entries.some(({ value }) => value.kind === 'scalar' && value.text.includes('{{'))) return [];
  const templates = configTemplates(document, project);
  const { receiver, labels } = route.settings;
  const fixed = {
    receiver,
    status: 'firing',
    unknown: 'sample',
    routeLabels: Object.fromEntries(labels),
  } as const;
  return entries.flatMap(({ key, value }): FailingLabel[] => {
    if (value.kind !== 'scalar' || !value.text.includes('{{')) return [];
    const failure = certainFailure({ text: value.text }, templates, (values) => {
      const error = sampleRouteLabels(templates.library, { ...fixed, ...values }).failed.get(key.text);
      return error === undefined ? { text: '' } : { error };
    });
    if (failure === undefined || isOfAnother(failure.message)) return [];
    const place =
      failure.file === ''
        ? scalarRange(value, document.file.text, failure.range.start, failure.range.end)
        : value.range;
    return [{ name: key.text, ...place, error: failure.message }];
  });
}
