import { isBefore } from '../../documents/alertmanager/version.ts';
import { templatedFields } from '../../documents/alertmanager/templated-fields.ts';
import type { TemplatedField } from '../../documents/alertmanager/templated-fields.ts';
import type { Integration, Receiver } from '../../documents/alertmanager/types.ts';
import type { NotificationData } from '../../template/alertmanager/data.ts';
import { renderHtmlNotification, renderNotification } from '../../template/alertmanager/render.ts';
import type { Rendering } from '../../template/alertmanager/render.ts';
import type { Delivery } from './delivery.ts';
import { limitOf, shorten } from './limits.ts';
import { webhookBody, webhookTexts } from './webhook-body.ts';

/** One field of an integration with what it says. */
export interface RenderedField {
  /** `title`, `fields.0.value`, `headers.Subject`. */
  readonly path: string;
  readonly rendering: Rendering;
}

/** What the message of an integration is made of. */
export interface MessageSource {
  readonly data: NotificationData;
  /** Alertmanager's key of the group, `{}:{alertname="Down"}`: webhooks carry it. */
  readonly groupKey: string;
  /** When it is sent, milliseconds since 1970. */
  readonly nowMs: number;
}

type FieldText = Pick<TemplatedField, 'path' | 'text'> & Partial<Pick<TemplatedField, 'format'>>;

/** Every text of the message that an integration sends, as written or by default, cut where the service takes no more. */
export function renderMessage(
  integration: Integration,
  { data, groupKey, nowMs }: MessageSource,
  delivery: Delivery,
): RenderedField[] {
  const written: readonly FieldText[] = templatedFields(integration, delivery.version);
  const known = new Set(written.map(({ path }) => path.toLowerCase()));
  const defaults: readonly FieldText[] = defaultsOf(integration.kind, delivery.version).filter(
    ({ path }) => !known.has(path.toLowerCase()),
  );
  const fields = [...written, ...defaults].map(({ path, text, format }): RenderedField => {
    if (format === 'plain') return { path, rendering: { text } };
    const render = format === 'html' ? renderHtmlNotification : renderNotification;
    const rendering = render(delivery.templates, text, data, { nowMs });
    return {
      path,
      rendering:
        'error' in rendering
          ? rendering
          : { text: asSent(integration, path, rendering.text, delivery.version) },
    };
  });
  const hasBody = integration.kind === 'webhook' || integration.kind === 'incidentio';
  if (!hasBody || integration.section.value('payload') !== undefined) return fields;
  const body = webhookTexts(webhookBody(integration, data, groupKey, delivery.version));
  return [...fields, ...body.map(({ path, text }) => ({ path, rendering: { text } }))];
}

function asSent(integration: Integration, path: string, text: string, version: Delivery['version']): string {
  const limit = limitOf(integration, path, version);
  const short = limit === undefined ? text : shorten(text, limit);
  if (integration.kind !== 'pushover' || path !== 'message') return short;
  // Pushover refuses empty messages.
  return short.trim() === '' ? '(no details)' : short.trim();
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
