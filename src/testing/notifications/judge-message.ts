import { lostHow } from '../../documents/alertmanager/lost-how.ts';
import { serviceValues } from '../../documents/alertmanager/service-values.ts';
import type { Receiver } from '../../documents/alertmanager/types.ts';
import { didYouMeanText } from '../../util/did-you-mean.ts';
import { formatDurationMs } from '../../go/durations/prometheus-duration.ts';
import type { DiffLine, Failure } from '../result.ts';
import { matchesPattern, printPattern } from '../scenario/pattern.ts';
import { notificationData } from './data.ts';
import type { DataSource } from './data.ts';
import type { Delivery } from './delivery.ts';
import { carries } from './judge.ts';
import { integrationsNamed, renderMessage } from './message.ts';
import type { RenderedField, RenderedMessage } from './rendered.ts';
import { explainSilence } from './silence.ts';
import type { NotificationTimeline, SentNotification } from './timeline.ts';
import type { MessageExpectation, MessageTexts } from './types.ts';

/** Judges `message:` what the last notification of a receiver about the alert says, up to an instant. */
export function judgeMessage(
  expectation: MessageExpectation,
  alert: string,
  timeline: NotificationTimeline,
  delivery: Delivery,
  source: DataSource,
): Failure[] {
  const receiver = delivery.receivers.get(expectation.receiver.value);
  if (receiver === undefined) return [unknownReceiver(expectation, delivery)];
  const sent = timeline.sent.findLast(
    (one) =>
      one.receiver === expectation.receiver.value &&
      one.atMs - timeline.startMs <= expectation.at.value &&
      carries(one, alert),
  );
  if (sent === undefined) return [notSent(expectation, alert, timeline, delivery)];
  return judgeTexts(expectation, receiver, sent, timeline, delivery, source);
}

/** Judges the texts of one notification. */
export function judgeTexts(
  expectation: MessageTexts,
  receiver: Receiver,
  sent: SentNotification,
  episodes: Pick<NotificationTimeline, 'episode'>,
  delivery: Delivery,
  source: DataSource,
): Failure[] {
  const messages = integrationsNamed(receiver, expectation.integration?.value)
    .filter(({ name }) => sent.integrations.includes(name))
    .map((integration) =>
      renderMessage(
        integration,
        {
          data: notificationData(sent, episodes, source, integration),
          groupKey: sent.groupKey,
          nowMs: sent.atMs,
        },
        delivery,
      ),
    );
  if (messages.length === 0) return [noIntegration(expectation, receiver, sent)];
  const speaking = new Set<RenderedMessage>();
  const failures = expectation.fields.flatMap((field): Failure[] => {
    // Of several integrations the first one that has the field speaks.
    const message = messages.find(({ fields }) => fields.some(({ path }) => path === field.name));
    const rendered = message?.fields.find(({ path }) => path === field.name);
    if (message === undefined || rendered === undefined) return [noField(field, expectation, messages)];
    speaking.add(message);
    const { rendering } = rendered;
    if (!('text' in rendering)) return [cannotRender(field, message, rendering, delivery)];
    return matchesPattern(field.pattern, rendering.text) ? [] : [differs(field, expectation, rendering.text)];
  });
  return failures.length > 0
    ? failures
    : [...speaking].flatMap((one) => [
        ...notDelivered(one, expectation, delivery),
        ...refused(one, expectation, sent),
      ]);
}

/** The service takes nothing of the message for a value that it does not know. */
function refused(
  { integration, fields }: RenderedMessage,
  { receiver, fields: expected }: MessageTexts,
  { status }: SentNotification,
): Failure[] {
  const known = serviceValues(integration);
  if (known === undefined || known.otherwise !== undefined) return [];
  if (status === 'resolved' && !known.whenResolved) return [];
  const rendering = fields.find(({ path }) => path === known.key)?.rendering;
  if (rendering === undefined || !('text' in rendering) || known.accepts(rendering.text)) return [];
  const range = expected.find(({ name }) => name === known.key)?.range ?? receiver.range;
  return [
    {
      code: 'message',
      range,
      message: `the message of ${integration.name} to ${receiver.value} is not delivered: its "${known.key}" is ${JSON.stringify(rendering.text)}, which ${known.service} rejects`,
      diff: [],
      help: `${known.service} accepts ${known.values.join(', ')}`,
    },
  ];
}

/** A text that nobody asked about keeps the message from arriving as it is expected. */
function notDelivered(
  { integration, fields }: RenderedMessage,
  { receiver }: MessageTexts,
  { version, problems }: Delivery,
): Failure[] {
  // Template files that are elsewhere may define what is missing.
  if (problems.length > 0) return [];
  const bad = fields.find(({ rendering }) => !('text' in rendering));
  if (bad === undefined || 'text' in bad.rendering) return [];
  const { path, rendering } = bad;
  return [
    {
      code: 'message',
      range: receiver.range,
      message: `the message of ${integration.name} to ${receiver.value} is not delivered as written: its "${path}" ${faultText(rendering)}`,
      diff: [],
      ...('error' in rendering ? { why: lostHow(integration.kind, version, path) } : {}),
      help: 'error' in rendering ? `correct "${path}"` : `shorten "${path}"`,
    },
  ];
}

function faultText(rendering: Exclude<RenderedField['rendering'], { text: string }>): string {
  return 'error' in rendering
    ? `cannot be rendered: ${rendering.error.goText}`
    : `cannot be sent: ${rendering.fault}`;
}

export function unknownReceiver({ receiver }: MessageTexts, delivery: Delivery): Failure {
  const known = [...delivery.receivers.keys()];
  return {
    code: 'message',
    range: receiver.range,
    message: `the Alertmanager configuration has no receiver "${receiver.value}"${didYouMeanText(receiver.value, known)}`,
    diff: [],
    help: `it has ${known.join(', ')}`,
  };
}

function notSent(
  { receiver, at }: MessageExpectation,
  alert: string,
  timeline: NotificationTimeline,
  delivery: Delivery,
): Failure {
  const why = explainSilence(alert, receiver.value, at.value, timeline, delivery);
  return {
    code: 'message',
    range: receiver.range,
    message: `no message was sent to ${receiver.value} for ${alert} by ${formatDurationMs(at.value)}: ${why}`,
    diff: [],
  };
}

function noIntegration(
  { integration, receiver }: MessageTexts,
  { integrations }: Receiver,
  { status }: SentNotification,
): Failure {
  const names = integrations.map(({ name }) => name).join(', ');
  const silent = integrations
    .filter(({ sendResolved }) => status === 'resolved' && !sendResolved)
    .map(({ name }) => name);
  const what = integration === undefined ? 'nothing' : `no ${integration.value}`;
  const meant =
    integration === undefined
      ? ''
      : didYouMeanText(
          integration.value,
          integrations.flatMap(({ kind, name }) => [kind, name]),
        );
  return {
    code: 'message',
    range: (integration ?? receiver).range,
    message: `${receiver.value} sends ${what} then${meant}`,
    diff: [],
    ...(names === '' ? { why: 'the receiver has no integration' } : { help: `use one of ${names}` }),
    ...(silent.length === 0
      ? {}
      : { why: `${silent.join(', ')} does not send resolve messages: "send_resolved" is false` }),
  };
}

type Field = MessageTexts['fields'][number];

function noField(field: Field, { receiver }: MessageTexts, messages: readonly RenderedMessage[]): Failure {
  const known = [...new Set(messages.flatMap(({ fields }) => fields.map(({ path }) => path)))];
  const notes = messages.flatMap(({ note }) => note ?? []);
  return {
    code: 'message',
    range: field.nameRange,
    message: `the message to ${receiver.value} has no field "${field.name}"${didYouMeanText(field.name, known)}`,
    diff: [],
    ...(notes.length === 0 ? {} : { why: notes.join('; ') }),
    help: `its fields are ${shownFields(field.name, known).join(', ')}`,
  };
}

/** A webhook's body has many values: they are listed to who asks for one of them. */
function shownFields(name: string, known: readonly string[]): readonly string[] {
  return name.startsWith('body.') ? known : known.filter((path) => !path.startsWith('body.'));
}

function cannotRender(
  field: Field,
  { integration }: RenderedMessage,
  rendering: Exclude<RenderedField['rendering'], { text: string }>,
  { problems, version }: Delivery,
): Failure {
  const message =
    'error' in rendering
      ? `"${field.name}" cannot be rendered, and ${lostHow(integration.kind, version, field.name)}: ${rendering.error.goText}`
      : `"${field.name}" cannot be sent: ${rendering.fault}`;
  return {
    code: 'message',
    range: field.range,
    message,
    diff: [],
    ...(problems.length === 0 ? {} : { why: problems.join('; ') }),
  };
}

function differs(field: Field, { receiver }: MessageTexts, text: string): Failure {
  const expected = printPattern(field.pattern);
  const lines = (kind: DiffLine['kind'], value: string): DiffLine[] =>
    value.split('\n').map((line): DiffLine => ({ kind, text: `${field.name}: ${line}` }));
  return {
    code: 'message',
    range: field.range,
    message: `"${field.name}" of the message to ${receiver.value} is not as expected`,
    diff: [...lines('expected', expected), ...lines('got', text)],
  };
}
