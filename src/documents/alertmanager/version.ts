import { ALERTMANAGER_VERSIONS } from '../../config/types.ts';
import type { AlertmanagerVersion } from '../../config/types.ts';

export type { AlertmanagerVersion } from '../../config/types.ts';

/** Versions of Alertmanager whose configuration is known. */
export const VERSIONS = ALERTMANAGER_VERSIONS;

export const NEWEST: AlertmanagerVersion = '0.35';

/** Whether version `a` comes before version `b`. */
export function isBefore(a: AlertmanagerVersion, b: AlertmanagerVersion): boolean {
  return VERSIONS.indexOf(a) < VERSIONS.indexOf(b);
}
