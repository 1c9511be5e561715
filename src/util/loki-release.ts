/** Releases of Loki whose behaviour differs where rules and queries can notice; `next` is its development branch. */
export const LOKI_RELEASES = ['2.9', '3.0', '3.1', '3.2', '3.3', '3.4', '3.5', '3.6', '3.7', 'next'] as const;

export type LokiRelease = (typeof LOKI_RELEASES)[number];

/** The newest release, which is played where a project does not say otherwise. */
export const NEWEST_LOKI: LokiRelease = '3.7';

/** Whether a release is at least another one. */
export function isAtLeast(release: LokiRelease, other: LokiRelease): boolean {
  return LOKI_RELEASES.indexOf(release) >= LOKI_RELEASES.indexOf(other);
}
