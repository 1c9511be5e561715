import type { RuleDocument } from '../../documents/rules/types.ts';
import { printExpr } from '../../promql/print/print.ts';
import { compareUtf8, labelsKey } from '../../routing/labels.ts';
import type { LabelSet } from '../../routing/labels.ts';
import { commonPairs } from '../../template/alertmanager/data.ts';
import type { NotificationAlert, NotificationData } from '../../template/alertmanager/data.ts';
import { escapeQuery } from '../../template/builtins/escape.ts';
import { alertRules } from '../scenario/plan.ts';
import type { NotificationTimeline, SentNotification } from './timeline.ts';

/** What a notification's data names besides its alerts. */
export interface DataSource {
  readonly rules: readonly RuleDocument[];
  /** Prometheus's own address, for the source of alerts. */
  readonly prometheusUrl: string;
  /** Alertmanager's, for links to it. */
  readonly alertmanagerUrl: string;
}

/** The data that Alertmanager gives to the templates of an integration. */
export function notificationData(
  sent: SentNotification,
  timeline: Pick<NotificationTimeline, 'episode'>,
  source: DataSource,
  options: { readonly sendResolved: boolean },
): NotificationData {
  const resolved = options.sendResolved ? sent.resolved : [];
  const firing = new Set(sent.firing.map(labelsKey));
  const alerts = [...sent.firing, ...resolved]
    .toSorted(byJobInstanceLabels)
    .map((labels): NotificationAlert => {
      const episode = timeline.episode(labels, sent.atMs);
      const fires = firing.has(labelsKey(labels));
      const texts = episode?.texts.findLast(({ atMs }) => atMs <= sent.atMs)?.annotations;
      return {
        status: fires ? 'firing' : 'resolved',
        labels: Object.fromEntries(labels),
        annotations: Object.fromEntries(texts ?? []),
        startsAt: episode?.startsAtMs ?? sent.atMs,
        // Alertmanager clears the end of what still fires: templates see Go's zero time.
        endsAt: fires || episode?.endsAtMs === undefined ? '0001-01-01T00:00:00Z' : episode.endsAtMs,
        generatorURL: generatorUrl(labels.get('alertname') ?? '', source),
        fingerprint: fingerprint(labels),
      };
    });
  return {
    // Alertmanager escapes the name as if it were to be in a regular expression.
    receiver: sent.receiver.replace(/[\\.+*?()|[\]{}^$]/g, '\\$&'),
    status: sent.firing.length > 0 ? 'firing' : 'resolved',
    alerts,
    groupLabels: Object.fromEntries(sent.group),
    commonLabels: commonPairs(alerts.map((alert) => alert.labels)),
    commonAnnotations: commonPairs(alerts.map((alert) => alert.annotations)),
    externalURL: source.alertmanagerUrl,
    notificationReason: sent.reason,
    routeLabels: Object.fromEntries(sent.routeLabels),
  };
}

function generatorUrl(alert: string, { rules, prometheusUrl }: DataSource): string {
  const rule = alertRules(rules, alert)[0];
  if (rule === undefined) return '';
  const ast = rule.expr.promql.expr;
  const text = ast === undefined ? rule.expr.text : printExpr(ast);
  return `${prometheusUrl}/graph?g0.expr=${escapeQuery(text)}&g0.tab=1`;
}

/** The order of the alerts of a group: by job, then instance (those without last), then the labels. */
export function byJobInstanceLabels(a: LabelSet, b: LabelSet): number {
  for (const name of ['job', 'instance']) {
    const [left, right] = [a.get(name), b.get(name)];
    if (left === right) continue;
    if (left === undefined) return 1;
    if (right === undefined) return -1;
    return compareUtf8(left, right);
  }
  return compareLabels(a, b);
}

/** Fewer labels first, then by the values of all names; a set that lacks a name comes first. */
function compareLabels(a: LabelSet, b: LabelSet): number {
  if (a.size !== b.size) return a.size - b.size;
  for (const name of [...new Set([...a.keys(), ...b.keys()])].sort(compareUtf8)) {
    const [left, right] = [a.get(name), b.get(name)];
    if (left === right) continue;
    if (left === undefined) return -1;
    if (right === undefined) return 1;
    return compareUtf8(left, right);
  }
  return 0;
}

const FNV_PRIME = 1099511628211n;
const FNV_OFFSET = 14695981039346656037n;

/** Prometheus's identity of a label set: FNV-1a of names and values, each closed by a byte 255. */
export function fingerprint(labels: LabelSet): string {
  const names = [...labels.keys()].sort(compareUtf8);
  let hash = FNV_OFFSET;
  const add = (byte: number): void => {
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * FNV_PRIME);
  };
  for (const text of names.flatMap((name) => [name, labels.get(name) ?? ''])) {
    for (const byte of Buffer.from(text)) add(byte);
    add(255);
  }
  return hash.toString(16).padStart(16, '0');
}
