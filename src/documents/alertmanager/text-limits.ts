import { isBefore } from './version.ts';
import type { AlertmanagerVersion } from './version.ts';
import type { Integration } from './types.ts';

/** How much of a text a service takes, and what becomes of a longer one. */
export interface TextLimit {
  readonly unit: 'characters' | 'bytes';
  readonly most: number;
  /**
   * `mark`: its end is replaced by `…`. `cut`: it ends in the middle of a character if need be. `notice`: Alertmanager
   * sends a sentence of its own in its place. `refused`: Alertmanager sends it, and the service takes nothing.
   */
  readonly beyond: 'mark' | 'cut' | 'notice' | 'refused';
}

const characters = (most: number): TextLimit => ({ unit: 'characters', most, beyond: 'mark' });

const LIMITS: Readonly<Partial<Record<Integration['kind'], Readonly<Record<string, TextLimit>>>>> = {
  slack: { title: characters(1024) },
  rocketchat: { title: characters(1024) },
  pagerduty: { description: characters(1024) },
  opsgenie: { message: characters(130) },
  victorops: { state_message: characters(20_480) },
  pushover: { title: characters(250), message: characters(1024), url: characters(512) },
  telegram: { message: characters(4096) },
  discord: { title: characters(256), message: characters(4096), content: characters(2000) },
  webex: { message: { unit: 'bytes', most: 7439, beyond: 'mark' } },
  mattermost: { text: characters(16_383) },
  sns: { subject: { unit: 'characters', most: 100, beyond: 'refused' } },
  jira: {
    summary: characters(255),
    'summary.template': characters(255),
    description: characters(32_767),
    'description.template': characters(32_767),
  },
};

/** SNS takes 256 KiB; an SMS is shorter. */
const SNS_MESSAGE: TextLimit = { unit: 'bytes', most: 256 * 1024, beyond: 'cut' };
const SNS_SMS: TextLimit = { unit: 'bytes', most: 1600, beyond: 'cut' };

/** The limit of a field of an integration; undefined: Alertmanager sends it whole. */
export function limitOf(
  { kind, section }: Integration,
  path: string,
  version: AlertmanagerVersion,
): TextLimit | undefined {
  const limit = LIMITS[kind]?.[path];
  switch (kind) {
    case 'discord':
      return isBefore(version, '0.27') ? undefined : limit;
    case 'sns':
      return path !== 'message' ? limit : section.isSet('phone_number') ? SNS_SMS : SNS_MESSAGE;
    case 'mattermost':
      // From 0.32 on the text is part of an attachment, which is not cut, unless attachments are written.
      return isBefore(version, '0.32') || section.items('attachments').length > 0 ? limit : undefined;
    case 'telegram': {
      const mode = section.text('parse_mode')?.value;
      const html = section.value('parse_mode') === undefined || mode === 'HTML';
      // The removed part may have closed a tag, which Telegram refuses: from 0.32 on HTML is not cut any more.
      return limit !== undefined && html && !isBefore(version, '0.32')
        ? { ...limit, beyond: 'notice' }
        : limit;
    }
    default:
      return limit;
  }
}

/** A text as it is sent, or why it is not. */
export type FittedText = { readonly text: string } | { readonly fault: string };

/** How long a text is in the unit of a limit. */
export function lengthIn(unit: TextLimit['unit'], text: string): number {
  return unit === 'bytes' ? Buffer.byteLength(text) : Array.from(text).length;
}

/** What Alertmanager makes of a text that a limit holds for, and what the service makes of that. */
export function fitText(text: string, limit: TextLimit): FittedText {
  const { unit, most, beyond } = limit;
  if (beyond === 'refused' && /\p{Cc}/u.test(text))
    return { fault: 'the service does not accept line breaks there' };
  // No text has more characters than UTF-16 units, and none of these takes more than three bytes.
  if (text.length * (unit === 'bytes' ? 3 : 1) <= most) return { text };
  const length = lengthIn(unit, text);
  if (length <= most) return { text };
  switch (beyond) {
    case 'refused':
      return { fault: `the service accepts ${most} ${unit} there, but this text has ${length}` };
    case 'notice':
      return { text: TOO_LONG };
    case 'cut':
      return { text: Buffer.from(text).subarray(0, most).toString() };
    case 'mark':
      return unit === 'bytes' ? cutBytes(text, most) : { text: `${firstCharacters(text, most - 1)}…` };
  }
}

/** What Alertmanager sends to Telegram in place of HTML that is too long. */
const TOO_LONG =
  'Alertmanager notification could not be sent: message length exceeds Telegram limits.\n\t\t\tPlease check the template used for producing the message content.';

function firstCharacters(text: string, count: number): string {
  return Array.from(text).slice(0, count).join('');
}

/**
 * The mark takes three bytes. Alertmanager takes as many characters of the text as there may be bytes before it looks
 * at the bytes, and ends where Go has not kept room for that many: with texts of few characters of several bytes each.
 */
function cutBytes(text: string, most: number): FittedText {
  const target = most - 3;
  const runes = Array.from(text).length;
  if (runesWithRoom(runes) < target) {
    return {
      fault: `Alertmanager crashes with a Go panic when it truncates ${Buffer.byteLength(text)} bytes in ${runes} characters to ${most} bytes`,
    };
  }
  const bytes = Buffer.from(text);
  let end = target;
  // Not within a character: its later bytes are 10xxxxxx.
  while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end--;
  return { text: `${bytes.subarray(0, end).toString()}…` };
}

/** How many characters of four bytes fit into the memory that Go sets aside for so many. */
function runesWithRoom(runes: number): number {
  const bytes = runes * 4;
  const size = GO_SIZES.find((one) => one >= bytes) ?? Math.ceil(bytes / 8192) * 8192;
  return size / 4;
}

/** The sizes of memory above 16 KiB that Go hands out; beyond them, whole pages. */
const GO_SIZES = [16_384, 18_432, 19_072, 20_480, 21_760, 24_576, 27_264, 28_672, 32_768];
