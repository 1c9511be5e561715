import type { FloatHistogram } from '../../src/promql/eval/histogram/index.ts';
import type { Labels } from '../../src/promql/eval/labels/labels.ts';

export type SampleValue = number | FloatHistogram;

export interface ResultPoint {
  readonly timeMs: number;
  readonly value: SampleValue;
}

/** A query's answer in the shape that expectations are compared with. */
export type Result =
  | { readonly kind: 'scalar'; readonly value: number }
  | { readonly kind: 'string'; readonly value: string }
  | {
      readonly kind: 'vector';
      readonly samples: readonly { readonly labels: Labels; readonly value: SampleValue }[];
    }
  | {
      readonly kind: 'matrix';
      readonly series: readonly { readonly labels: Labels; readonly points: readonly ResultPoint[] }[];
    };
