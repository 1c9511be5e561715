import { Fields } from '../../documents/fields.ts';
import type { Located } from '../../documents/fields.ts';
import type { Range } from '../../source/range.ts';
import type { YamlNode } from '../../yaml/node.ts';
import type { TestIssueSink } from '../../documents/test-issue.ts';
import { formatDurationMs } from '../../go/durations/prometheus-duration.ts';
import { fieldPatterns, nameList } from '../scenario/decode-pattern.ts';
import { reportEmptyValues } from '../scenario/empty-values.ts';
import { oneOf } from '../scenario/one-of.ts';
import { parsePattern } from '../scenario/pattern.ts';
import type {
  CarriedAlertPattern,
  MessageExpectation,
  MessageField,
  MessageTexts,
  NotificationPattern,
  NotificationsExpectation,
} from './types.ts';

const WINDOW_KEYS = ['notifications', 'from', 'until', 'receivers'];
const NOTIFICATION_KEYS = ['at', 'receiver', 'status', 'reason', 'integrations', 'group', 'alerts'];
const CARRIED_KEYS = ['status', 'labels', 'annotations'];
const MESSAGE_KEYS = ['at', 'message'];
const STATUSES = ['firing', 'resolved'] as const;

const REASONS = [
  'first notification',
  'new alerts added',
  'some alerts resolved',
  'all alerts resolved',
  'repeat interval elapsed',
];

/** Decodes an expectation with `notifications`: a window of time and all that is sent in it. */
export function decodeNotifications(node: YamlNode, issues: TestIssueSink): NotificationsExpectation[] {
  const fields = Fields.of(node, 'an expectation of notifications', WINDOW_KEYS, issues);
  const entry = fields?.entry('notifications');
  if (fields === undefined || entry === undefined) return [];
  const list = fields.seq('notifications');
  if (list === undefined) {
    if (fields.raw('notifications') === undefined) {
      issues({
        code: 'empty-expectation',
        message: '"notifications" is empty',
        help: 'list the notifications, or use "notifications: []" with "until" to expect silence',
        range: entry.key.range,
      });
    }
    return [];
  }
  const expected = list.items.flatMap((item) => decodeNotification(item, issues) ?? []);
  const until = fields.duration('until') ?? latest(expected);
  if (until === undefined) {
    if (list.items.length === 0 && !fields.has('until')) {
      issues({
        code: 'missing-key',
        message: 'an expectation of no notification needs "until"',
        help: 'add "until: 30m"; "from" sets the start of the silence',
        range: entry.key.range,
      });
    }
    return [];
  }
  const fromMs = fields.duration('from')?.value ?? 0;
  for (const { at } of expected) {
    if (at.value >= fromMs && at.value <= until.value) continue;
    issues({
      code: 'bad-value',
      message: `a notification at ${at.node.text} is outside the window of this expectation`,
      help: 'change "from" or "until", or move it to another expectation',
      range: at.range,
    });
  }
  reportEmptyWindow(fields, fromMs, until, issues);
  const receivers = nameList(fields, 'receivers')?.items;
  return [
    {
      kind: 'notifications',
      at: until,
      range: fields.node.range,
      fromMs,
      receivers,
      expected,
      keyRange: entry.key.range,
    },
  ];
}

/** A window without evaluations is not a test. */
function reportEmptyWindow(
  fields: Fields,
  fromMs: number,
  until: Located<number>,
  issues: TestIssueSink,
): void {
  if (fromMs > until.value) {
    issues({
      code: 'bad-value',
      message: `this window ends at ${until.node.text}, before it starts at ${formatDurationMs(fromMs)}`,
      help: 'swap "from" and "until", or move one of them',
      range: until.range,
    });
  }
  if (!fields.has('receivers')) return;
  if ((nameList(fields, 'receivers')?.value.length ?? 0) > 0) return;
  issues({
    code: 'empty-expectation',
    message: '"receivers" is empty, so no notification is checked',
    help: 'name receivers, or remove "receivers" to include all',
    range: fields.entry('receivers')?.key.range ?? fields.anchor,
  });
}

function latest(patterns: readonly NotificationPattern[]): Located<number> | undefined {
  return patterns
    .map(({ at }) => at)
    .reduce<Located<number> | undefined>(
      (last, at) => (last === undefined || at.value > last.value ? at : last),
      undefined,
    );
}

function decodeNotification(node: YamlNode, issues: TestIssueSink): NotificationPattern | undefined {
  const fields = Fields.of(node, 'a notification', NOTIFICATION_KEYS, issues);
  if (fields === undefined) return undefined;
  reportEmptyValues(fields, ['integrations', 'group', 'alerts'], issues);
  const at = needed(fields, 'at', 'the time since the start of the input, such as 2m20s', issues)
    ? fields.duration('at')
    : undefined;
  const receiver = needed(fields, 'receiver', 'the receiver that is notified', issues)
    ? fields.string('receiver')
    : undefined;
  if (at === undefined || receiver === undefined) return undefined;
  return {
    range: fields.node.range,
    at,
    receiver,
    status: oneOf(fields, 'status', STATUSES, issues),
    reason: oneOf(fields, 'reason', REASONS, issues),
    integrations: nameList(fields, 'integrations'),
    group: fieldPatterns(fields, 'group', issues),
    alerts: fields.has('alerts')
      ? (fields.seq('alerts')?.items ?? []).flatMap((item) => decodeCarried(item, issues) ?? [])
      : undefined,
  };
}

function decodeCarried(node: YamlNode, issues: TestIssueSink): CarriedAlertPattern | undefined {
  const fields = Fields.of(node, 'an alert of a notification', CARRIED_KEYS, issues);
  if (fields === undefined) return undefined;
  return {
    range: fields.node.range,
    status: oneOf(fields, 'status', STATUSES, issues),
    labels: fieldPatterns(fields, 'labels', issues),
    annotations: fieldPatterns(fields, 'annotations', issues),
  };
}

/** Decodes an expectation with `message`: texts of a receiver's fields. */
export function decodeMessage(node: YamlNode, issues: TestIssueSink): MessageExpectation[] {
  const outer = Fields.of(node, 'an expectation of a message', MESSAGE_KEYS, issues);
  const at =
    outer !== undefined && needed(outer, 'at', 'when, such as 10m', issues)
      ? outer.duration('at')
      : undefined;
  if (outer === undefined || at === undefined) return [];
  return decodeMessages(outer, issues).map((texts) => ({
    kind: 'message',
    at,
    range: outer.node.range,
    ...texts,
  }));
}

/** Decodes `message`: one, or a list of them. */
export function decodeMessages(fields: Fields, issues: TestIssueSink): MessageTexts[] {
  const raw = fields.raw('message');
  if (raw?.kind !== 'seq') {
    const map = fields.map('message');
    return map === undefined ? [] : [decodeMessageTexts(map, issues) ?? []].flat();
  }
  if (raw.items.length === 0) {
    issues({
      code: 'empty-expectation',
      message: '"message" is empty, so no message is checked',
      help: 'add a message: { receiver: page, title: /.../ }',
      range: raw.range,
    });
  }
  return raw.items.flatMap((item) => decodeMessageTexts(item, issues) ?? []);
}

/** A `message`: the receiver, the integration and the texts of fields. */
function decodeMessageTexts(node: YamlNode, issues: TestIssueSink): MessageTexts | undefined {
  const fields = Fields.of(node, 'a message', undefined, issues);
  if (fields === undefined || !needed(fields, 'receiver', 'the receiver of the message', issues))
    return undefined;
  const receiver = fields.string('receiver');
  if (receiver === undefined) return undefined;
  const texts = fields.node.entries
    .filter(({ key }) => key.text !== 'receiver' && key.text !== 'integration')
    .flatMap(({ key, value }) => textPatterns(key.text, key.range, value, issues));
  if (texts.length > 0) return { receiver, integration: fields.string('integration'), fields: texts };
  issues({
    code: 'empty-expectation',
    message: `the message to ${receiver.value} has no expected fields`,
    help: 'add fields of its integration: title: /.../, text: ..., headers: { Subject: ... }',
    range: fields.node.range,
  });
  return undefined;
}

/** Every text below a key, by its path. */
function textPatterns(path: string, nameRange: Range, node: YamlNode, issues: TestIssueSink): MessageField[] {
  switch (node.kind) {
    case 'seq':
      return node.items.flatMap((item, i) => textPatterns(`${path}.${i}`, nameRange, item, issues));
    case 'map':
      return node.entries.flatMap(({ key, value }) =>
        textPatterns(`${path}.${key.text}`, key.range, value, issues),
      );
    case 'scalar': {
      const pattern = parsePattern(node.text);
      if (pattern.kind !== 'invalid') return [{ name: path, pattern, range: node.range, nameRange }];
      issues({
        code: 'bad-pattern',
        message: `${node.text} is not a regular expression: ${pattern.reason}`,
        help: 'use RE2 syntax, as in PromQL; text without slashes is compared literally',
        range: node.range,
      });
      return [];
    }
  }
}

function needed(fields: Fields, key: string, what: string, issues: TestIssueSink): boolean {
  if (fields.raw(key) !== undefined) return true;
  issues({
    code: 'missing-key',
    message: `${fields.what} has no "${key}"`,
    help: `add "${key}": ${what}`,
    range: fields.entry(key)?.key.range ?? fields.anchor,
  });
  return false;
}
