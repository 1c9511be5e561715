import type { Labels } from '../../labels/labels.ts';
import type { AggregatePlan } from '../../plan/plan.ts';
import type { Column } from '../column.ts';

/** The series that are aggregated into one, in their order. */
export interface Group {
  readonly labels: Labels;
  readonly columns: readonly Column[];
}

export function groupColumns(columns: readonly Column[], plan: AggregatePlan): readonly Group[] {
  const groups = new Map<string, { labels: Labels; columns: Column[] }>();
  for (const column of columns) {
    const labels = plan.grouping.of(column.labels);
    const group = groups.get(labels.key);
    if (group === undefined) groups.set(labels.key, { labels, columns: [column] });
    else group.columns.push(column);
  }
  return [...groups.values()];
}
