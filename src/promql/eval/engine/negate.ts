import { multiply } from '../histogram/index.ts';
import { mergeDuplicates } from './column.ts';
import type { Column } from './column.ts';
import type { EvalContext } from './context.ts';

/** Unary minus: every sample with the other sign, without the metric's name. */
export function negate(columns: readonly Column[], context: EvalContext): readonly Column[] {
  const results = columns.map((column): Column => ({
    labels: context.nameless(column.labels),
    dropName: true,
    kinds: column.kinds,
    values: column.values.map((value) => -value),
    histograms: column.histograms?.map((histogram) => histogram && multiply(histogram, -1)),
  }));
  return context.settings.delayedNameRemoval ? results : mergeDuplicates(results);
}
