import type { Located } from '../../documents/fields.ts';
import type { Range } from '../../source/range.ts';
import type { FieldPattern } from '../scenario/field-pattern.ts';

export type NotificationExpectation = NotificationsExpectation | MessageExpectation;

/** One notification that must be sent. Times are milliseconds from the scenario's start. */
export interface NotificationPattern {
  readonly range: Range;
  readonly at: Located<number>;
  readonly receiver: Located<string>;
  readonly status: Located<'firing' | 'resolved'> | undefined;
  /** Why it is sent: `first notification`, `repeat interval elapsed`, ... */
  readonly reason: Located<string> | undefined;
  /** The kinds that send it, in order: `pagerduty`, `slack`. */
  readonly integrations: Located<readonly string[]> | undefined;
  /** The labels of the group, in part. */
  readonly group: readonly FieldPattern[];
  /** The alerts that it carries, firing and resolved; undefined: any. */
  readonly alerts: readonly CarriedAlertPattern[] | undefined;
}

/** One alert of a notification. */
export interface CarriedAlertPattern {
  readonly range: Range;
  readonly status: Located<'firing' | 'resolved'> | undefined;
  readonly labels: readonly FieldPattern[];
  readonly annotations: readonly FieldPattern[];
}

/** `notifications:` exactly these are sent about the scenario's alert from `fromMs` to `at`. */
export interface NotificationsExpectation {
  readonly kind: 'notifications';
  readonly at: Located<number>;
  readonly range: Range;
  readonly fromMs: number;
  /** The receivers that it concerns; undefined: all. */
  readonly receivers: readonly Located<string>[] | undefined;
  readonly expected: readonly NotificationPattern[];
  /** The `notifications` key, to point at when more are sent. */
  readonly keyRange: Range;
}

/** A field of a message by its path: `title`, `fields.0.value`, `headers.Subject`. */
export interface MessageField extends FieldPattern {
  /** The name as it is written, to point at where there is no such field. */
  readonly nameRange: Range;
}

/** What the message of a receiver must say. */
export interface MessageTexts {
  readonly receiver: Located<string>;
  /** `slack`, or `slack[1]`; undefined: the first one that has the field. */
  readonly integration: Located<string> | undefined;
  readonly fields: readonly MessageField[];
}

/** `message:` the last message of a receiver about the scenario's alert, up to `at`. */
export interface MessageExpectation extends MessageTexts {
  readonly kind: 'message';
  readonly at: Located<number>;
  readonly range: Range;
}
