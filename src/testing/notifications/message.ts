import { templatedFields } from '../../documents/alertmanager/templated-fields.ts';
import type { Integration, Receiver } from '../../documents/alertmanager/types.ts';
import type { NotificationData } from '../../template/alertmanager/data.ts';
import { renderHtmlNotification, renderNotification } from '../../template/alertmanager/render.ts';
import type { Rendering } from '../../template/alertmanager/render.ts';
import type { Delivery } from './delivery.ts';

/** One field of an integration with what it says. */
export interface RenderedField {
  /** `title`, `fields.0.value`, `headers.Subject`. */
  readonly path: string;
  readonly rendering: Rendering;
}

/** Every text of the message that an integration sends, as written or by default. */
export function renderMessage(
  integration: Integration,
  data: NotificationData,
  delivery: Delivery,
  nowMs: number,
): RenderedField[] {
  const written = templatedFields(integration, delivery.version).map(({ path, text }) => ({ path, text }));
  const known = new Set(written.map(({ path }) => path.toLowerCase()));
  const defaults = (DEFAULTS[integration.kind] ?? []).filter(({ path }) => !known.has(path.toLowerCase()));
  return [...written, ...defaults].map(({ path, text }) => {
    const html = integration.kind === 'email' && path === 'html';
    const render = html ? renderHtmlNotification : renderNotification;
    return { path, rendering: render(delivery.templates, text, data, { nowMs }) };
  });
}

/** Texts that Alertmanager adds to a map of which other keys may be written. */
const DEFAULTS: Readonly<Partial<Record<Integration['kind'], readonly { path: string; text: string }[]>>> = {
  email: [{ path: 'headers.Subject', text: '{{ template "email.default.subject" . }}' }],
  pagerduty: [
    { path: 'details.firing', text: '{{ template "pagerduty.default.instances" .Alerts.Firing }}' },
    { path: 'details.resolved', text: '{{ template "pagerduty.default.instances" .Alerts.Resolved }}' },
    { path: 'details.num_firing', text: '{{ .Alerts.Firing | len }}' },
    { path: 'details.num_resolved', text: '{{ .Alerts.Resolved | len }}' },
  ],
};

/** The integrations that a name means: `slack` all of the kind, `slack[1]` one; undefined: all. */
export function integrationsNamed(receiver: Receiver, name: string | undefined): readonly Integration[] {
  if (name === undefined) return receiver.integrations;
  return receiver.integrations.filter((one) => one.kind === name || one.name === name);
}
