import type { Integration } from '../../documents/alertmanager/types.ts';
import type { NotificationData } from '../../template/alertmanager/data.ts';
import { commonPairs, notificationValue } from '../../template/alertmanager/data.ts';
import { quoteJson, toJson } from '../../template/alertmanager/json.ts';

/** The body of a webhook, and every text in it by its path: `body`, `body.alerts.0.labels.job`. */
export interface WebhookText {
  readonly path: string;
  readonly text: string;
}

/** What incident.io takes, in bytes of JSON with the line end after it. */
const MOST_OF_INCIDENT = 512 * 1024;

/** The JSON that Alertmanager posts to a webhook or to incident.io, field by field in its order. */
export function webhookBody(
  integration: Integration,
  data: NotificationData,
  groupKey: string,
  version: string | undefined,
): string {
  const most = integration.section.number('max_alerts') ?? 0;
  const sent = most > 0 ? withAlerts(data, data.alerts.slice(0, most)) : data;
  const truncated = data.alerts.length - sent.alerts.length;
  const isWebhook = integration.kind === 'webhook';
  const encode = (shown: NotificationData): string => {
    const own = toJson(notificationValue(shown, version)).replace(/\}$/, '');
    return `${own},"version":"${isWebhook ? 4 : 1}","groupKey":${quoteJson(groupKey)},"truncatedAlerts":${truncated}}`;
  };
  const body = encode(sent);
  if (isWebhook || Buffer.byteLength(body) < MOST_OF_INCIDENT) return body;
  // incident.io hears of the first alert alone then; what all have in common stays, and the count of alerts too.
  return encode({ ...sent, alerts: sent.alerts.slice(0, 1) });
}

/** The data of fewer alerts: their common labels are computed from the remaining ones. */
function withAlerts(data: NotificationData, alerts: NotificationData['alerts']): NotificationData {
  return {
    ...data,
    alerts,
    status: alerts.some(({ status }) => status === 'firing') ? 'firing' : 'resolved',
    commonLabels: commonPairs(alerts.map(({ labels }) => labels)),
    commonAnnotations: commonPairs(alerts.map(({ annotations }) => annotations)),
  };
}

/** The body as a whole, and each of its values. */
export function webhookTexts(body: string): WebhookText[] {
  return [{ path: 'body', text: body }, ...leaves('body', JSON.parse(body))];
}

function leaves(path: string, value: unknown): WebhookText[] {
  if (typeof value !== 'object' || value === null) return [{ path, text: String(value) }];
  return Object.entries(value).flatMap(([key, item]) => leaves(`${path}.${key}`, item));
}
