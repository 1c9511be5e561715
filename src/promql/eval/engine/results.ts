import { mergeDuplicates } from './column.ts';
import type { Column } from './column.ts';
import type { EvalContext } from './context.ts';

/**
 * The columns of a result, one per label set. Where names are dropped only at the end of the query, an instant
 * query looks for duplicates only there, as in Prometheus.
 * @throws EvalError duplicate-labelset
 */
export function mergeResults(columns: readonly Column[], context: EvalContext): readonly Column[] {
  return context.settings.delayedNameRemoval && context.steps === 1 ? columns : mergeDuplicates(columns);
}

/** Drops the metadata labels that were kept until the end of the query. */
export function removeDelayedNames(columns: readonly Column[], context: EvalContext): readonly Column[] {
  if (!context.settings.delayedNameRemoval) return columns;
  const renamed = columns.map((column) =>
    column.dropName ? { ...column, labels: column.labels.withoutMetadata() } : column,
  );
  return mergeDuplicates(renamed);
}
