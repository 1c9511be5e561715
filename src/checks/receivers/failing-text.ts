import { posix } from 'node:path';
import type { AlertmanagerDocument } from '../../documents/alertmanager-document.ts';
import { templatedFields } from '../../documents/alertmanager/templated-fields.ts';
import type { TemplatedField } from '../../documents/alertmanager/templated-fields.ts';
import type { Integration, Receiver } from '../../documents/alertmanager/types.ts';
import type { Range } from '../../source/range.ts';
import type { SourceFile } from '../../source/source-file.ts';
import { lostHow } from '../../documents/alertmanager/lost-how.ts';
import { analyzeNotificationTemplate } from '../../template/analysis.ts';
import type { RenderError } from '../../template/alertmanager/render.ts';
import { atLeast } from '../../template/functions.ts';
import { scalarRange } from '../../yaml/offsets.ts';
import { defineCheck } from '../contract.ts';
import {
  certainFailure,
  configTemplates,
  renderSample,
  routeLabelSets,
  routesTo,
} from '../../analysis/delivery/index.ts';
import type { ConfigTemplates, SampleAlert, SampleNotification } from '../../analysis/delivery/index.ts';
import { concernsAlertsOf } from '../support/receiver-alerts.ts';

const files = (text: string, more = ''): Record<string, string> => ({
  'alertmanager.yml': `route:
  receiver: everybody
receivers:
  - name: everybody
    pagerduty_configs:
      - routing_key_file: /etc/alertmanager/pagerduty
        description: '${text}'
${more}templates: ['*.tmpl']
`,
  'shop.tmpl': `{{ define "shop.again" }}{{ template "shop.again" . }}{{ end }}
{{ define "shop.broken" }}{{ template "shop.none" . }}{{ end }}
{{ define "shop.first" }}{{ (index .Alerts 0).Labels.alertname }}{{ end }}
`,
});

export default defineCheck({
  meta: {
    id: 'receivers/failing-text',
    summary: 'texts of receivers that fail to render, always or only for some groups of alerts',
    why: 'The configuration loads, but the text fails when a notification is sent: nobody is notified.',
    severity: 'error',
    preset: 'recommended',
    examples: {
      wrong: [
        {
          title: 'A second alert, which most notifications do not have',
          files: files('{{ (index .Alerts 1).Labels.alertname }}'),
          at: ['index .Alerts 1'],
        },
        {
          title: 'When all alerts are resolved, none is firing',
          files: files('{{ (index .Alerts.Firing 0).Labels.alertname }}'),
          at: ['index .Alerts.Firing 0'],
        },
        {
          title: 'The third of two alerts',
          files: files('{{ if gt (len .Alerts) 1 }}{{ (index .Alerts 2).Labels.alertname }}{{ end }}'),
          at: ['index .Alerts 2'],
        },
        {
          title: 'A template that calls itself',
          files: files('{{ template "shop.again" . }}'),
          at: ['{{ template "shop.again" . }}'],
        },
        {
          title: 'A template of a file that calls a missing one',
          files: files('{{ template "shop.broken" . }}'),
          at: ['{{ template "shop.none" . }}'],
        },
        {
          title: 'A text has no fields',
          files: files('{{ .CommonLabels.alertname.name }}'),
          at: ['.CommonLabels.alertname.name'],
        },
      ],
      right: [
        { files: files('{{ template "shop.first" . }}') },
        {
          title: 'Resolved notifications are not sent',
          files: files('{{ (index .Alerts.Firing 0).Labels.alertname }}', '        send_resolved: false\n'),
        },
        {
          title: 'The text tests the field first',
          files: files('{{ if .Alerts.Firing }}{{ (index .Alerts.Firing 0).Labels.alertname }}{{ end }}'),
        },
      ],
    },
  },
  messages: {
    always: (data: { field: string; receiver: string; error: string; lost: string; alerts: string }) => ({
      message: `the text "${data.field}" of the receiver "${data.receiver}" fails for every notification with one alert: ${data.error}`,
      why: `it fails when Alertmanager sends: ${data.lost}${data.alerts}`,
      help: data.error.includes('template depth')
        ? "end the recursion: put the template's call of itself inside {{ if ... }}"
        : 'correct the template; test before you access an element: {{ if gt (len .Alerts) 1 }}, {{ range .Alerts }}',
    }),
    several: (data: { field: string; receiver: string; error: string; lost: string; alerts: string }) => ({
      message: `the text "${data.field}" of the receiver "${data.receiver}" fails as soon as two alerts share a notification: ${data.error}`,
      why: `it works for one alert and fails when more fire: ${data.lost}${data.alerts}`,
      help: 'CommonLabels and CommonAnnotations contain only values that all alerts share; test first, or use {{ range .Alerts }}',
    }),
    dotless: (data: { field: string; receiver: string; name: string; lost: string; alerts: string }) => ({
      message: `the text "${data.field}" of the receiver "${data.receiver}" calls the template "${data.name}" without a dot`,
      why: `without the dot the template gets no data: ${data.lost}${data.alerts}`,
      help: `write {{ template "${data.name}" . }}`,
    }),
    resolved: (data: { field: string; receiver: string; error: string; lost: string; alerts: string }) => ({
      message: `the text "${data.field}" of the receiver "${data.receiver}" fails when the alerts are resolved: ${data.error}`,
      why: `the people who were paged get no message that the alert is resolved: ${data.lost}${data.alerts}`,
      help: 'use .Alerts instead of .Alerts.Firing, test first ({{ if .Alerts.Firing }}), or set "send_resolved: false"',
    }),
  },
  create: (context) => {
    // A template file that many fields use is reported once for each configuration.
    let told = new Set<string>();
    return {
      Alertmanager() {
        told = new Set();
      },
      Integration(integration, { receiver, document }) {
        const templates = configTemplates(document, context.project);
        if (templates.library.errors.length > 0) return;
        const routes = routesTo(document, receiver, context.project);
        const recipient = {
          receiver,
          labelSets: routeLabelSets(document, receiver, context.project),
          groups: routes.some(
            ({ settings }) => !settings.groupByAll && !settings.groupBy.includes('alertname'),
          ),
        };
        for (const field of fieldsThatMayFail(integration, document, templates)) {
          const failure = findFailure(field, recipient, integration, templates);
          if (failure === undefined) continue;
          const call = dotlessCall(field, recipient, integration, templates);
          if (call !== undefined) {
            const { file } = document;
            const range =
              field.node === undefined
                ? field.range
                : scalarRange(field.node, file.text, call.start, call.end);
            const data = {
              field: field.path,
              receiver: receiver.name.value,
              name: call.name,
              lost: lostHow(integration.kind, document.config.version, field.path),
              alerts: concernsAlertsOf(receiver, document, context.project),
            };
            context.report('dotless', { file, range }, data);
            continue;
          }
          const { file, range } = placeOf(failure.error, field, document, templates);
          const key = `${file.path}:${range.start}`;
          if (told.has(key)) continue;
          told.add(key);
          const data = {
            field: field.path,
            receiver: receiver.name.value,
            error: failure.error.message,
            lost: lostHow(integration.kind, document.config.version, field.path),
            alerts: concernsAlertsOf(receiver, document, context.project),
          };
          const related =
            file === document.file || field.node === undefined
              ? []
              : [{ file: document.file, range: field.range, message: 'used here' }];
          context.report(failure.when, { file, range }, data, {
            related,
            ...(failure.when === 'resolved' ? { severity: 'warning' as const } : {}),
          });
        }
      },
    };
  },
});

/** Texts that somebody wrote, and defaults where a template file may replace what they call. */
function fieldsThatMayFail(
  integration: Integration,
  { config }: AlertmanagerDocument,
  templates: ConfigTemplates,
): TemplatedField[] {
  return templatedFields(integration, config.version).filter((field) => {
    if (!field.text.includes('{{') || field.format === 'plain') return false;
    if (field.node === undefined) return replacesDefault(field.text, templates);
    const analysis = analyzeNotificationTemplate(field.text, templates.library.trees);
    // Told by receivers/template already.
    const isKnown = analysis.functions.every(
      ({ since }) => since === undefined || atLeast(config.version, since),
    );
    return analysis.errors.length === 0 && analysis.unknownFields.length === 0 && isKnown;
  });
}

function replacesDefault(text: string, { files: own }: ConfigTemplates): boolean {
  const name = /template "([^"]+)"/.exec(text)?.[1];
  return name !== undefined && own.some((file) => file.text.includes(`"${name}"`));
}

/** A receiver, and the labels of the routes that lead to it. */
interface Recipient {
  readonly receiver: Receiver;
  readonly labelSets: readonly Readonly<Record<string, string>>[];
  /** Two alerts may share a notification: some route that leads there does not keep all labels apart. */
  readonly groups: boolean;
}

/** A second alert of the group, with which the first has nothing in common. */
const OTHERS: readonly SampleAlert[] = [{ labels: { alertname: 'Slow' }, annotations: {} }];

interface Failure {
  readonly when: 'always' | 'resolved' | 'several';
  readonly error: RenderError;
}

function findFailure(
  field: TemplatedField,
  recipient: Recipient,
  integration: Integration,
  templates: ConfigTemplates,
): Failure | undefined {
  const firing = failureFor('firing', field, recipient, templates);
  if (firing !== undefined) return { when: 'always', error: firing };
  const resolved = integration.sendResolved ? failureFor('resolved', field, recipient, templates) : undefined;
  if (resolved !== undefined) return { when: 'resolved', error: resolved };
  const several = recipient.groups ? failureFor('firing', field, recipient, templates, OTHERS) : undefined;
  return several === undefined ? undefined : { when: 'several', error: several };
}

const DOTLESS = /(\{\{-?\s*template\s+"([^"]+)")\s*(?=-?\}\})/g;

/** A call of a template without a dot, where the text succeeds as soon as the dot is there. */
function dotlessCall(
  field: TemplatedField,
  recipient: Recipient,
  integration: Integration,
  templates: ConfigTemplates,
): { readonly name: string; readonly start: number; readonly end: number } | undefined {
  const [call] = field.text.matchAll(DOTLESS);
  if (call === undefined) return undefined;
  const dotted = { ...field, text: field.text.replace(DOTLESS, '$1 . ') };
  if (findFailure(dotted, recipient, integration, templates) !== undefined) return undefined;
  return { name: call[2]!, start: call.index, end: call.index + call[0].length };
}

/** The failure of a text whatever labels and annotations the alert has, on every route that leads to the receiver. */
function failureFor(
  status: SampleNotification['status'],
  field: TemplatedField,
  { receiver, labelSets }: Recipient,
  templates: ConfigTemplates,
  others: readonly SampleAlert[] = [],
): RenderError | undefined {
  let failure: RenderError | undefined;
  for (const routeLabels of labelSets) {
    const fixed = { receiver: receiver.name.value, status, unknown: 'sample', routeLabels, others };
    failure = certainFailure(field, templates, (values) =>
      renderSample(field, templates.library, { ...fixed, ...values }),
    );
    if (failure === undefined) return undefined;
  }
  return failure;
}

function placeOf(
  error: RenderError,
  field: TemplatedField,
  document: AlertmanagerDocument,
  templates: ConfigTemplates,
): { file: SourceFile; range: Range } {
  if (error.file === '') {
    const { node } = field;
    const range =
      node === undefined
        ? field.range
        : scalarRange(node, document.file.text, error.range.start, error.range.end);
    return { file: document.file, range };
  }
  const source = templates.files.find(({ path }) => posix.basename(path) === error.file);
  return source === undefined
    ? { file: document.file, range: field.range }
    : { file: source.file, range: source.place(error.range) };
}
