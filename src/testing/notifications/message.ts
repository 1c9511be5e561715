import { fitText, limitOf } from '../../documents/alertmanager/text-limits.ts';
import { isBefore } from '../../documents/alertmanager/version.ts';
import { templatedFields } from '../../documents/alertmanager/templated-fields.ts';
import type { TemplatedField } from '../../documents/alertmanager/templated-fields.ts';
import type { Integration, Receiver } from '../../documents/alertmanager/types.ts';
import type { NotificationData } from '../../template/alertmanager/data.ts';
import {
  renderHtmlNotification,
  renderNotification,
  renderRouteLabels,
} from '../../template/alertmanager/render.ts';
import { asSent } from './as-sent.ts';
import type { Delivery } from './delivery.ts';
import { webhookBody, webhookTexts } from './webhook-body.ts';
import type { RenderedField, RenderedMessage } from './rendered.ts';

/** What the message of an integration is made of. */
export interface MessageSource {
  readonly data: NotificationData;
  /** Alertmanager's key of the group, `{}:{alertname="Down"}`: webhooks carry it. */
  readonly groupKey: string;
  /** When it is sent, milliseconds since 1970. */
  readonly nowMs: number;
}

type FieldText = Pick<TemplatedField, 'path' | 'text'> & Partial<Pick<TemplatedField, 'format'>>;

/** The message that an integration sends: its texts as written or by default, made into what the service is posted. */
export function renderMessage(
  integration: Integration,
  { data: given, groupKey, nowMs }: MessageSource,
  delivery: Delivery,
): RenderedMessage {
  const data = withRouteLabels(given, delivery, nowMs);
  const written: readonly FieldText[] = templatedFields(integration, delivery.version);
  const known = new Set(written.map(({ path }) => path.toLowerCase()));
  const defaults: readonly FieldText[] = defaultsOf(integration.kind, delivery.version).filter(
    ({ path }) => !known.has(path.toLowerCase()),
  );
  const fields = [...written, ...defaults].map(({ path, text, format }): RenderedField => {
    if (format === 'plain') return { path, rendering: { text } };
    const render = format === 'html' ? renderHtmlNotification : renderNotification;
    const rendering = render(delivery.templates, text, data, { nowMs });
    const limit = 'error' in rendering ? undefined : limitOf(integration, path, delivery.version);
    return {
      path,
      rendering: 'error' in rendering || limit === undefined ? rendering : fitText(rendering.text, limit),
    };
  });
  const sent = asSent(integration, fields, { status: data.status, version: delivery.version });
  const hasBody = integration.kind === 'webhook' || integration.kind === 'incidentio';
  if (!hasBody || integration.section.value('payload') !== undefined) return { integration, ...sent };
  const body = webhookTexts(webhookBody(integration, data, groupKey, delivery.version));
  return {
    integration,
    ...sent,
    fields: [...sent.fields, ...body.map(({ path, text }) => ({ path, rendering: { text } }))],
  };
}

/** The labels of the route are rendered once, before any text of the message; one that fails is left out. */
function withRouteLabels(data: NotificationData, { templates }: Delivery, nowMs: number): NotificationData {
  const { labels } = renderRouteLabels(templates, data, { nowMs });
  return { ...data, routeLabels: labels, routeLabelsRendered: true };
}

/** Texts that Alertmanager adds to a map of which other keys may be written. */
function defaultsOf(
  kind: Integration['kind'],
  version: Delivery['version'],
): readonly { path: string; text: string }[] {
  if (kind === 'email')
    return [{ path: 'headers.Subject', text: '{{ template "email.default.subject" . }}' }];
  if (kind !== 'pagerduty') return [];
  const instances = (alerts: string): string =>
    isBefore(version, '0.30')
      ? `{{ template "pagerduty.default.instances" .Alerts.${alerts} }}`
      : `{{ .Alerts.${alerts} | toJson }}`;
  return [
    { path: 'details.firing', text: instances('Firing') },
    { path: 'details.resolved', text: instances('Resolved') },
    { path: 'details.num_firing', text: '{{ .Alerts.Firing | len }}' },
    { path: 'details.num_resolved', text: '{{ .Alerts.Resolved | len }}' },
  ];
}

/** The integrations that a name means: `slack` all of the kind, `slack[1]` one; undefined: all. */
export function integrationsNamed(receiver: Receiver, name: string | undefined): readonly Integration[] {
  if (name === undefined) return receiver.integrations;
  return receiver.integrations.filter((one) => one.kind === name || one.name === name);
}
