import type { Integration } from '../../documents/alertmanager/types.ts';
import type { NotificationData } from '../../template/alertmanager/data.ts';
import { commonPairs, notificationValue } from '../../template/alertmanager/data.ts';
import { quoteJson, toJson } from '../../template/alertmanager/json.ts';

/** The body of a webhook, and every text in it by its path: `body`, `body.alerts.0.labels.job`. */
export interface WebhookText {
  readonly path: string;
  readonly text: string;
}

/** The JSON that Alertmanager posts to a webhook, field by field in its order. */
export function webhookBody(
  integration: Integration,
  data: NotificationData,
  groupKey: string,
  version: string | undefined,
): string {
  const most = integration.section.number('max_alerts') ?? 0;
  const sent = most > 0 ? withAlerts(data, data.alerts.slice(0, most)) : data;
  const own = toJson(notificationValue(sent, version)).replace(/\}$/, '');
  const truncated = data.alerts.length - sent.alerts.length;
  return `${own},"version":"4","groupKey":${quoteJson(groupKey)},"truncatedAlerts":${truncated}}`;
}

/** The data of fewer alerts: what they have in common is worked out from those that are left. */
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
