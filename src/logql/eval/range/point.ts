import type { LokiRelease } from '../../../util/loki-release.ts';

export interface Point {
  readonly timestampMs: number;
  readonly value: number;
}

/** The window that a range aggregation looks through at one instant: start excluded, end included. */
export interface Window {
  readonly endMs: number;
  readonly rangeMs: number;
  readonly release: LokiRelease;
}
