import { formatLabels } from '../../routing/labels.ts';
import type { LabelSet } from '../../routing/labels.ts';
import { formatDurationMs } from '../../go/durations/prometheus-duration.ts';
import { compareFields, diffOf, distanceOf } from '../judge/differences.ts';
import type { Comparison } from '../judge/differences.ts';
import { matchSets } from '../judge/match-sets.ts';
import type { DiffLine, Failure } from '../result.ts';
import type { Delivery } from './delivery.ts';
import { explainSilence } from './silence.ts';
import type { NotificationTimeline, SentNotification } from './timeline.ts';
import type { CarriedAlertPattern, NotificationPattern, NotificationsExpectation } from './types.ts';

/** Judges `notifications:` exactly these are sent about the alert in the window, at these moments. */
export function judgeNotifications(
  expectation: NotificationsExpectation,
  alert: string,
  timeline: NotificationTimeline,
  delivery: Delivery,
): Failure[] {
  const { expected, receivers } = expectation;
  const wanted = receivers?.map(({ value }) => value);
  const sent = timeline.sent.filter((one) => {
    const sinceMs = one.atMs - timeline.startMs;
    if (sinceMs < expectation.fromMs || sinceMs > expectation.at.value) return false;
    return carries(one, alert) && (wanted === undefined || wanted.includes(one.receiver));
  });
  const compare = (pattern: NotificationPattern, one: SentNotification): Comparison[] =>
    compareNotification(pattern, one, timeline);
  const fits = (pattern: NotificationPattern, one: SentNotification): boolean =>
    distanceOf(compare(pattern, one)) === 0;
  const matching = matchSets(expected, sent, fits);
  const left = new Set(matching.unmatchedGot);
  const failures: Failure[] = [];
  for (const e of matching.unmatchedExpected) {
    const pattern = expected[e]!;
    const nearest = nearestOf(
      pattern,
      [...left].map((g) => ({ g, one: sent[g]! })),
      compare,
    );
    if (nearest !== undefined) left.delete(nearest.g);
    failures.push(
      nearest === undefined
        ? notSent(pattern, alert, timeline, delivery)
        : differs(pattern, nearest.one, compare(pattern, nearest.one), timeline),
    );
  }
  if (left.size > 0)
    failures.push(
      unexpected(
        expectation,
        [...left].map((g) => sent[g]!),
        timeline,
      ),
    );
  return failures;
}

/** Whether a notification is about an alert of this name. */
export function carries(sent: SentNotification, alert: string): boolean {
  return [...sent.firing, ...sent.resolved].some((labels) => labels.get('alertname') === alert);
}

/** The closest one to the same receiver; one to another receiver is another message. */
function nearestOf<T extends { readonly one: SentNotification }>(
  pattern: NotificationPattern,
  candidates: readonly T[],
  compare: (pattern: NotificationPattern, one: SentNotification) => Comparison[],
): T | undefined {
  const same = candidates.filter(({ one }) => one.receiver === pattern.receiver.value);
  return same.toSorted(
    (a, b) => distanceOf(compare(pattern, a.one)) - distanceOf(compare(pattern, b.one)),
  )[0];
}

function compareNotification(
  pattern: NotificationPattern,
  sent: SentNotification,
  timeline: NotificationTimeline,
): Comparison[] {
  const at = formatDurationMs(sent.atMs - timeline.startMs);
  const { receiver, status, reason, integrations, alerts } = pattern;
  const kinds = sent.integrations.map((name) => name.replace(/\[\d+\]$/, ''));
  const group = compareFields('label', pattern.group, sent.group, { exact: false });
  return [
    text('at', formatDurationMs(pattern.at.value), at),
    text('receiver', receiver.value, sent.receiver),
    ...(status === undefined ? [] : [text('status', status.value, sent.status)]),
    ...(reason === undefined ? [] : [text('reason', reason.value, sent.reason)]),
    ...(integrations === undefined
      ? []
      : [text('integrations', integrations.value.join(', '), kinds.join(', '))]),
    ...group.map((comparison) => ({
      ...comparison,
      field: comparison.field.replace(/^label/, 'group label'),
    })),
    ...(alerts === undefined ? [] : compareCarried(alerts, sent, timeline)),
  ];
}

function text(field: string, expected: string, got: string): Comparison {
  return { field, expected, got, holds: expected === got };
}

interface Carried {
  readonly status: 'firing' | 'resolved';
  readonly labels: LabelSet;
}

function compareCarried(
  patterns: readonly CarriedAlertPattern[],
  sent: SentNotification,
  timeline: NotificationTimeline,
): Comparison[] {
  const carried = [
    ...sent.firing.map((labels): Carried => ({ status: 'firing', labels })),
    ...sent.resolved.map((labels): Carried => ({ status: 'resolved', labels })),
  ];
  const matching = matchSets(patterns, carried, (pattern, { status, labels }) => {
    if (pattern.status !== undefined && pattern.status.value !== status) return false;
    const texts = timeline.episode(labels, sent.atMs)?.texts.findLast(({ atMs }) => atMs <= sent.atMs);
    const comparisons = [
      ...compareFields('label', pattern.labels, labels, { exact: false }),
      ...compareFields('annotation', pattern.annotations, texts?.annotations ?? new Map<string, string>(), {
        exact: false,
      }),
    ];
    return distanceOf(comparisons) === 0;
  });
  if (matching.unmatchedExpected.length + matching.unmatchedGot.length === 0) return [];
  return [
    {
      field: 'alerts',
      expected: `${patterns.length}, of which ${matching.unmatchedExpected.length} are missing`,
      got: carried.map(({ status, labels }) => `${status} ${formatLabels(labels)}`).join(' and ') || 'none',
      holds: false,
    },
  ];
}

function notSent(
  pattern: NotificationPattern,
  alert: string,
  timeline: NotificationTimeline,
  delivery: Delivery,
): Failure {
  const why = explainSilence(alert, pattern.receiver.value, pattern.at.value, timeline, delivery);
  return {
    code: 'notification-missing',
    range: pattern.range,
    message: `${pattern.receiver.value} is not notified at ${formatDurationMs(pattern.at.value)}: ${why}`,
    diff: compareNotification(pattern, NOTHING, timeline).map(({ field, expected }): DiffLine => ({
      kind: 'expected',
      text: `${field}: ${expected ?? ''}`,
    })),
  };
}

const NOTHING: SentNotification = {
  atMs: 0,
  receiver: '',
  integrations: [],
  status: 'firing',
  reason: '',
  group: new Map(),
  groupKey: '',
  firing: [],
  resolved: [],
  routeLabels: new Map(),
  timers: { groupWaitMs: 0, groupIntervalMs: 0, repeatIntervalMs: 0 },
};

function differs(
  pattern: NotificationPattern,
  sent: SentNotification,
  comparisons: readonly Comparison[],
  timeline: NotificationTimeline,
): Failure {
  const wrong = comparisons.filter(({ holds }) => !holds);
  const [first] = wrong;
  const detail =
    wrong.length === 1 && first !== undefined
      ? `${first.field} is ${first.got ?? 'not set'}, expected ${first.expected ?? 'none'}`
      : `it differs in ${wrong.map(({ field }) => field).join(', ')}`;
  return {
    code: 'notification-missing',
    range: rangeOf(pattern, first?.field ?? ''),
    message: `no notification matches the expectation; the closest is ${describe(sent, timeline)}: ${detail}`,
    diff: diffOf(comparisons),
    ...(wrong.some(({ field }) => field === 'at') ? { why: timersText(sent) } : {}),
  };
}

/** The timers that decide the moments of a group. */
function timersText({ timers, group }: SentNotification): string {
  const { groupWaitMs, groupIntervalMs, repeatIntervalMs } = timers;
  return `the group ${formatLabels(group)} notifies ${formatDurationMs(groupWaitMs)} after its first alert (group_wait), of changes every ${formatDurationMs(groupIntervalMs)} (group_interval), and again after ${formatDurationMs(repeatIntervalMs)} (repeat_interval)`;
}

/** The smallest range that shows the first difference. */
function rangeOf(pattern: NotificationPattern, field: string): NotificationPattern['range'] {
  switch (field) {
    case 'at':
      return pattern.at.range;
    case 'status':
      return pattern.status?.range ?? pattern.range;
    case 'reason':
      return pattern.reason?.range ?? pattern.range;
    case 'integrations':
      return pattern.integrations?.range ?? pattern.range;
    default:
      return pattern.group.find(({ name }) => field === `group label ${name}`)?.range ?? pattern.range;
  }
}

function unexpected(
  { keyRange }: NotificationsExpectation,
  sent: readonly SentNotification[],
  timeline: NotificationTimeline,
): Failure {
  const [first] = sent;
  const lead = first === undefined ? '' : describe(first, timeline);
  const more = sent.length > 1 ? `, and ${sent.length - 1} more` : '';
  return {
    code: 'notification-unexpected',
    range: keyRange,
    message: `an unexpected notification is sent: ${lead}${more}`,
    diff: sent.map((one) => ({ kind: 'got', text: describe(one, timeline) })),
    help: '"notifications" must list all notifications for the alert in the window; add the missing ones, or narrow the window with "from", "until" or "receivers"',
  };
}

/** `oncall-page at 2m20s (firing, first notification)`. */
function describe(sent: SentNotification, timeline: NotificationTimeline): string {
  const at = formatDurationMs(sent.atMs - timeline.startMs);
  return `${sent.receiver} at ${at} (${sent.status}, ${sent.reason}; ${formatLabels(sent.group)})`;
}
