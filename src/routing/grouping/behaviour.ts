import type { AlertmanagerVersion } from '../../config/types.ts';
import { ALERTMANAGER_VERSIONS } from '../../config/types.ts';

/** Where versions of Alertmanager differ in when a group flushes and when it ends. */
export interface GroupingBehaviour {
  /**
   * Up to 0.29 every alert that is older than `group_wait` when it arrives makes the first flush come at once; from
   * 0.30 on only the alert that opens the group does.
   */
  readonly everyOldAlertHurries: boolean;
  /**
   * Up to 0.31 a group whose alerts are all resolved and notified stays until a clean-up, which comes every 30 s: an alert
   * that arrives before is sent at the group's next flush. From 0.32 on such a group is gone, and the alert
   * opens another. The instant of the clean-up is not known, so the simulation lets groups end at once in all
   * versions unless this says how long they stay, in milliseconds.
   */
  readonly emptyGroupsStayMs: number;
  /**
   * How long the notification log keeps an entry after it has expired, in milliseconds: until a clean-up, which
   * comes every 15 min at an instant that is not known. The simulation forgets at once.
   */
  readonly logStaysMs: number;
}

/** The behaviour of a version; undefined: the newest. */
export function groupingBehaviour(version: AlertmanagerVersion | undefined): GroupingBehaviour {
  const known = version === undefined ? Infinity : ALERTMANAGER_VERSIONS.indexOf(version);
  return {
    everyOldAlertHurries: known < ALERTMANAGER_VERSIONS.indexOf('0.30'),
    emptyGroupsStayMs: 0,
    logStaysMs: 0,
  };
}
