import type { Labels } from '../labels.ts';

/** One series at one instant. */
export interface VectorSample {
  readonly labels: Labels;
  readonly value: number;
}
