import type { LabelProjection } from '../../labels/projection.ts';
import type { Column } from '../column.ts';

/** Columns of one side with the same match labels, by the key of those. */
export type Groups = ReadonlyMap<string, readonly Column[]>;

export function groupBySignature(columns: readonly Column[], matching: LabelProjection): Groups {
  const groups = new Map<string, Column[]>();
  for (const column of columns) {
    const { key } = matching.of(column.labels);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [column]);
    else group.push(column);
  }
  return groups;
}
