import type { Integration } from './types.ts';
import { isBefore } from './version.ts';
import type { AlertmanagerVersion } from './version.ts';

/**
 * What becomes of a notification when one of its texts fails, as a clause.
 *
 * @param path the text: `title`, `headers.Subject`
 */
export function lostHow(kind: Integration['kind'], version: AlertmanagerVersion, path: string): string {
  switch (kind) {
    case 'slack':
      // From 0.32 on the integration goes on after a text that failed.
      return isBefore(version, '0.32')
        ? LOST
        : 'Slack gets a message without this text and all later ones, the channel included';
    case 'sns':
      return isBefore(version, '0.28') ? 'SNS gets a message without this text and all later ones' : LOST;
    case 'webex':
      return path === 'room_id' ? 'the message is sent without a room' : LOST;
    case 'email':
      // The conversation with the mail server is closed properly all the same, and nothing is tried again.
      if (path.startsWith('headers.')) return 'an e-mail without subject, sender and text is delivered, once';
      return path === 'text' || path === 'html' ? 'an e-mail without text is delivered, once' : LOST;
    default:
      return LOST;
  }
}

const LOST = 'the notification is lost';
