import { groupKey, groupLabels } from '../../routing/grouping/group.ts';
import { formatLabels } from '../../routing/labels.ts';
import type { LabelSet } from '../../routing/labels.ts';
import { mutedAt } from '../../routing/time-intervals/active.ts';
import type { Muting } from '../../routing/time-intervals/active.ts';
import { matchRoutes } from '../../routing/tree/match.ts';
import type { Route } from '../../routing/tree/route.ts';
import { routeName } from '../../routing/tree/route-name.ts';
import type { Integration } from '../../documents/alertmanager/types.ts';
import type { RoutingView } from '../judge/routing-view.ts';
import type { Delivery } from '../notifications/delivery.ts';
import { judgeTexts, unknownReceiver } from '../notifications/judge-message.ts';
import type { MessageTexts } from '../notifications/types.ts';
import type { DiffLine, Failure } from '../result.ts';
import type { RoutedAlert, RouteTest } from './types.ts';

/** Judges a route test: every alert of it, while all of them fire. */
export function judgeRouteTest(test: RouteTest, delivery: Delivery, routing: RoutingView): Failure[] {
  return test.alerts.flatMap((alert) => {
    const others = test.alerts.filter((other) => other !== alert).map(({ labels }) => labels);
    return judgeAlert(alert, others, delivery, routing);
  });
}

/** A route that an alert ends in, and what mutes it at the time that was asked about. */
interface End {
  readonly route: Route;
  readonly muting: Muting | undefined;
}

function judgeAlert(
  alert: RoutedAlert,
  others: readonly LabelSet[],
  delivery: Delivery,
  routing: RoutingView,
): Failure[] {
  const { atMs } = alert;
  const ends = matchRoutes(delivery.tree, alert.labels).map((route): End => ({
    route,
    muting: atMs === undefined ? undefined : mutedAt(route.settings, delivery.timeIntervals, atMs),
  }));
  const inhibitors = routing.inhibitors(alert.labels, others);
  return [
    ...(inhibitors.length > 0 && alert.receiversUnlessInhibited === true
      ? reachesNobody(alert, inhibitors)
      : judgeReceivers(alert, ends, routing)),
    ...judgeInhibition(alert, others, inhibitors, routing),
    ...judgeMuting(alert, ends),
    ...judgeDropped(alert, ends, inhibitors, delivery),
    ...alert.messages.flatMap((message) => judgeReading(message, alert, ends, delivery)),
  ];
}

/** Receivers are expected of an alert that another mutes: amtool says that it is inhibited. */
function reachesNobody({ receivers, labels }: RoutedAlert, inhibitors: readonly LabelSet[]): Failure[] {
  if (receivers === undefined) return [];
  const by = inhibitors.map(formatLabels).join(' and ');
  const message = `${formatLabels(labels)} is inhibited by ${by}, expected ${listed(receivers.value)}`;
  return [
    {
      ...failure('receivers', receivers.range, message),
      why: 'use "expected_inhibited: true" if that is intended',
    },
  ];
}

function judgeReceivers(alert: RoutedAlert, ends: readonly End[], routing: RoutingView): Failure[] {
  const { receivers, labels } = alert;
  if (receivers === undefined) return [];
  const answer = routing.receivers(labels);
  if ('problem' in answer) {
    return [
      failure(
        'routing-disagrees',
        receivers.range,
        `cannot route ${formatLabels(labels)}: ${answer.problem}`,
      ),
    ];
  }
  const muted = ends.filter(({ muting }) => muting !== undefined);
  const got =
    muted.length === 0 ? answer.names : receiversOf(ends.filter(({ muting }) => muting === undefined));
  if (got.join('\0') === receivers.value.join('\0')) return [];
  const why = muted.map((end) => `${end.route.settings.receiver} is ${mutingText(end)}`);
  return [
    {
      ...failure(
        'receivers',
        receivers.range,
        `${formatLabels(labels)} reaches ${listed(got)}, expected ${listed(receivers.value)}${why.length > 0 ? `; ${why.join(', ')}` : ''}`,
      ),
      diff: diffOfLists(receivers.value, got),
      why: [...receivers.value.flatMap((name) => routing.whyNotReached(labels, name)), endsText(ends)].join(
        '; ',
      ),
    },
  ];
}

/** Where the alert goes instead, as a clause. */
function endsText(ends: readonly End[]): string {
  const [first] = ends;
  if (first === undefined || first.route.parent === undefined)
    return `no route matched; it went to the default receiver ${first?.route.settings.receiver ?? ''}`;
  const taken = ends.map(
    ({ route }) => `${routeName(route)} matched and sent it to ${route.settings.receiver}`,
  );
  return taken.join(', ');
}

function judgeInhibition(
  alert: RoutedAlert,
  others: readonly LabelSet[],
  inhibitors: readonly LabelSet[],
  routing: RoutingView,
): Failure[] {
  const by = alert.inhibitedBy?.value;
  const wanted = alert.inhibited?.value ?? (by === undefined ? undefined : true);
  if (wanted === undefined) return [];
  const range = (alert.inhibitedBy ?? alert.inhibited)?.range ?? alert.range;
  const named = by === undefined || inhibitors.some((source) => source.get('alertname') === by);
  if (wanted === inhibitors.length > 0 && named) return [];
  const got =
    inhibitors.length === 0
      ? 'is not inhibited'
      : `is inhibited by ${inhibitors.map(formatLabels).join(' and ')}`;
  const expected =
    by === undefined ? (wanted ? 'to be inhibited' : 'not to be inhibited') : `to be inhibited by ${by}`;
  const why = routing.explainInhibition(alert.labels, others).join('; ');
  return [
    { ...failure('inhibition', range, `${formatLabels(alert.labels)} ${got}, expected ${expected}`), why },
  ];
}

function judgeMuting(alert: RoutedAlert, ends: readonly End[]): Failure[] {
  const { mutedBy } = alert;
  if (mutedBy === undefined) return [];
  const names = ends.flatMap(({ muting }) => muting?.intervals ?? []);
  if (names.includes(mutedBy.value)) return [];
  const got = names.length === 0 ? 'no interval mutes it at that time' : `it is muted by ${names.join(', ')}`;
  const text = `${formatLabels(alert.labels)} is not muted by ${mutedBy.value}: ${got}`;
  return [failure('muting', mutedBy.range, text)];
}

/** What a receiver reads when the alert fires alone, or is over, at the time that was asked about. */
function judgeReading(
  message: MessageTexts,
  alert: RoutedAlert,
  ends: readonly End[],
  delivery: Delivery,
): Failure[] {
  const { labels, annotations, status, atMs = 0 } = alert;
  const receiver = delivery.receivers.get(message.receiver.value);
  if (receiver === undefined) return [unknownReceiver(message, delivery)];
  const end = ends.find(({ route }) => route.settings.receiver === message.receiver.value);
  if (end === undefined) {
    return [
      failure(
        'message',
        message.receiver.range,
        `${formatLabels(labels)} does not reach ${message.receiver.value}, but ${listed(receiversOf(ends))}`,
      ),
    ];
  }
  const sent = {
    atMs,
    receiver: message.receiver.value,
    integrations: receiver.integrations.filter((one) => sends(one, alert)).map(({ name }) => name),
    status,
    reason: status === 'firing' ? 'first notification' : 'all alerts resolved',
    group: groupLabels(labels, end.route),
    groupKey: groupKey(end.route, labels),
    firing: status === 'firing' ? [labels] : [],
    resolved: status === 'firing' ? [] : [labels],
    routeLabels: end.route.settings.labels,
    timers: end.route.settings,
  } as const;
  const episode = {
    labels,
    startsAtMs: status === 'firing' ? atMs : atMs - 3_600_000,
    endsAtMs: status === 'firing' ? undefined : atMs,
    resentAtMs: [],
    texts: [{ atMs: atMs - 3_600_000, annotations }],
  };
  const source = { rules: [], prometheusUrl: '', alertmanagerUrl: 'http://localhost:9093' };
  return judgeTexts(message, receiver, sent, { episode: () => episode }, delivery, source);
}

/** Whether an integration sends the alert: at its end, only with "send_resolved". */
function sends({ sendResolved }: Integration, { status }: RoutedAlert): boolean {
  return status === 'firing' || sendResolved;
}

/** An alert is dropped where nothing is sent: inhibited, muted, or at receivers without integrations that send it. */
function judgeDropped(
  alert: RoutedAlert,
  ends: readonly End[],
  inhibitors: readonly LabelSet[],
  delivery: Delivery,
): Failure[] {
  const { dropped } = alert;
  if (dropped === undefined) return [];
  const sending = ends.filter(
    ({ route, muting }) =>
      muting === undefined &&
      (delivery.receivers.get(route.settings.receiver)?.integrations ?? []).some((one) => sends(one, alert)),
  );
  const isDropped = inhibitors.length > 0 || sending.length === 0;
  if (isDropped === dropped.value) return [];
  const message = isDropped
    ? `nobody is notified of ${formatLabels(alert.labels)}: ${inhibitors.length > 0 ? `inhibited by ${inhibitors.map(formatLabels).join(' and ')}` : ends.map((end) => `${end.route.settings.receiver} ${mutingOrEmpty(end, delivery)}`).join(', ')}`
    : `${formatLabels(alert.labels)} is not dropped: ${listed(receiversOf(sending))} is notified`;
  return [failure('receivers', dropped.range, message)];
}

function mutingOrEmpty(end: End, { receivers }: Delivery): string {
  if (end.muting !== undefined) return `is ${mutingText(end)}`;
  const { integrations = [] } = receivers.get(end.route.settings.receiver) ?? {};
  return integrations.length === 0 ? 'has no integration' : 'does not send resolve messages (send_resolved)';
}

function mutingText({ muting }: End): string {
  const names = muting?.intervals.join(', ') ?? '';
  return muting?.kind === 'inactive' ? `outside of its active interval ${names}` : `muted by ${names}`;
}

function receiversOf(ends: readonly End[]): string[] {
  return ends.map(({ route }) => route.settings.receiver);
}

function listed(names: readonly string[]): string {
  return names.length === 0 ? 'nobody' : names.join(', ');
}

function diffOfLists(expected: readonly string[], got: readonly string[]): DiffLine[] {
  return [
    { kind: 'expected', text: `receivers: ${listed(expected)}` },
    { kind: 'got', text: `receivers: ${listed(got)}` },
  ];
}

function failure(code: Failure['code'], range: Failure['range'], message: string): Failure {
  return { code, range, message, diff: [] };
}
