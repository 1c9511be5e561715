import type { FloatHistogram } from '../histogram/index.ts';

/**
 * A part of a series' values as it is written, not expanded: `1+2x3` is one item of four samples. Values of one
 * item are one interval apart, and so are items.
 */
export type SequenceItem =
  /** `_x3`: intervals without a sample. */
  | { readonly kind: 'gap'; readonly count: number }
  /** `stale`: the marker that ends a series. */
  | { readonly kind: 'stale'; readonly count: number }
  /** `value`, `value+step`, ... by repeated addition, as Prometheus expands it. */
  | { readonly kind: 'float'; readonly count: number; readonly value: number; readonly step: number }
  | {
      readonly kind: 'histogram';
      readonly count: number;
      readonly value: FloatHistogram;
      /** What each further histogram adds to (sign 1) or takes from (-1) the one before. */
      readonly step?: { readonly histogram: FloatHistogram; readonly sign: 1 | -1 };
      /** counter_reset_hint is written: an expectation then compares it. */
      readonly hintSet: boolean;
    };

/** One expanded place of a sequence. */
export type SequenceValue =
  | { readonly kind: 'gap' }
  | { readonly kind: 'stale' }
  | { readonly kind: 'float'; readonly value: number }
  | { readonly kind: 'histogram'; readonly value: FloatHistogram; readonly hintSet: boolean };

/** How many intervals the items span together. */
export function sequenceLength(items: readonly SequenceItem[]): number {
  return items.reduce((total, item) => total + item.count, 0);
}
