import type { Integration } from '../../documents/alertmanager/types.ts';
import { isBefore } from '../../documents/alertmanager/version.ts';
import type { AlertmanagerVersion } from '../../documents/alertmanager/version.ts';

/** What becomes of a notification when one of its texts fails. */
export function lostHow(kind: Integration['kind'], version: AlertmanagerVersion): string {
  // From 0.32 on the Slack integration goes on after a text that failed, with that one and all after it empty.
  return kind === 'slack' && !isBefore(version, '0.32')
    ? 'Slack gets a message in which this text and all after it are empty, the channel included'
    : 'the notification is lost';
}
