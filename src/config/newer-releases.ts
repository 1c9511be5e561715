import { isUnknownRelease, newestRelease } from '../releases/index.ts';
import type { ProjectSettings } from './types.ts';

/** A configured release that is newer than all that rulecheck knows. */
export interface NewerRelease {
  readonly product: 'Prometheus' | 'Alertmanager';
  /** As configured: `3.18`. */
  readonly release: string;
  /** The newest known, as which it is read. */
  readonly newest: string;
}

/** Prometheus's configured release, where it is newer than the newest known. */
export function newerPrometheus({ prometheus: { release } }: ProjectSettings): NewerRelease | undefined {
  if (release === undefined || !isUnknownRelease('prometheus', release)) return undefined;
  return { product: 'Prometheus', release, newest: newestRelease('prometheus') };
}

/** Alertmanager's configured release, where it is newer than the newest known. */
export function newerAlertmanager({ alertmanager }: ProjectSettings): NewerRelease | undefined {
  const { unknownRelease: release } = alertmanager;
  if (release === undefined) return undefined;
  return { product: 'Alertmanager', release, newest: newestRelease('alertmanager') };
}

/** The notes about a configured release that rulecheck does not know; one sentence for each. */
export function newerReleaseNotes(settings: ProjectSettings): string[] {
  return [newerPrometheus(settings), newerAlertmanager(settings)].flatMap((newer) =>
    newer === undefined
      ? []
      : [
          `${newer.product} ${newer.release} is newer than ${newer.newest}, the newest release that rulecheck supports: it reads files like ${newer.newest}, and reports keys that ${newer.release} may have added as warnings, not errors`,
        ],
  );
}

/** Why a finding that only an unknown release could explain is a warning. */
export function mayBeNewer({ product, release, newest }: NewerRelease): string {
  return `${product} ${newest} rejects it; ${product} ${release} is newer than the releases that rulecheck supports, and may accept it`;
}
