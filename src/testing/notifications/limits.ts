import { isBefore } from '../../documents/alertmanager/version.ts';
import type { AlertmanagerVersion } from '../../documents/alertmanager/version.ts';
import type { Integration } from '../../documents/alertmanager/types.ts';

/** How much of a text a service takes. Alertmanager cuts what is longer before it sends. */
export type Limit =
  | { readonly kind: 'characters'; readonly most: number }
  | { readonly kind: 'bytes'; readonly most: number }
  /** Bytes, cut without a mark and in the middle of a character if need be. */
  | { readonly kind: 'hard-bytes'; readonly most: number };

const characters = (most: number): Limit => ({ kind: 'characters', most });

const LIMITS: Readonly<Partial<Record<Integration['kind'], Readonly<Record<string, Limit>>>>> = {
  slack: { title: characters(1024) },
  rocketchat: { title: characters(1024) },
  pagerduty: { description: characters(1024) },
  opsgenie: { message: characters(130) },
  victorops: { state_message: characters(20_480) },
  pushover: { title: characters(250), message: characters(1024), url: characters(512) },
  telegram: { message: characters(4096) },
  discord: { title: characters(256), message: characters(4096), content: characters(2000) },
  webex: { message: { kind: 'bytes', most: 7439 } },
  jira: {
    summary: characters(255),
    'summary.template': characters(255),
    description: characters(32_767),
    'description.template': characters(32_767),
  },
};

/** SNS takes 256 KiB; an SMS is shorter. */
const SNS_MESSAGE: Limit = { kind: 'hard-bytes', most: 256 * 1024 };
const SNS_SMS: Limit = { kind: 'hard-bytes', most: 1600 };

/** The limit of a field of an integration; undefined: it is sent whole. */
export function limitOf(
  { kind, section }: Integration,
  path: string,
  version: AlertmanagerVersion,
): Limit | undefined {
  if (kind === 'discord' && isBefore(version, '0.27')) return undefined;
  if (kind === 'sns' && path === 'message') return section.isSet('phone_number') ? SNS_SMS : SNS_MESSAGE;
  return LIMITS[kind]?.[path];
}

/** A text as it is sent: the end of a longer one is replaced by `…`. */
export function shorten(text: string, limit: Limit): string {
  const { kind, most } = limit;
  if (kind === 'characters') {
    // No text has more characters than UTF-16 units.
    if (text.length <= most) return text;
    const runes = Array.from(text);
    return runes.length <= most ? text : `${runes.slice(0, most - 1).join('')}…`;
  }
  const bytes = Buffer.from(text);
  if (bytes.length <= most) return text;
  if (kind === 'hard-bytes') return bytes.subarray(0, most).toString();
  let end = most - 3;
  // Not within a character: its later bytes are 10xxxxxx.
  while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end--;
  return `${bytes.subarray(0, end).toString()}…`;
}
