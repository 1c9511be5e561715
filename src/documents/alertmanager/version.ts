/** Versions of Alertmanager whose configuration is known. */
export const VERSIONS = ['0.25', '0.26', '0.27', '0.28', '0.29', '0.30', '0.31', '0.32', '0.33', '0.34'] as const;

export type AlertmanagerVersion = (typeof VERSIONS)[number];

export const NEWEST: AlertmanagerVersion = '0.34';

/** Whether version `a` comes before version `b`. */
export function isBefore(a: AlertmanagerVersion, b: AlertmanagerVersion): boolean {
  return VERSIONS.indexOf(a) < VERSIONS.indexOf(b);
}
