import { METRIC_NAME } from '../../labels/labels.ts';
import type { Labels } from '../../labels/labels.ts';
import type { MatchingPlan } from '../../plan/plan.ts';
import type { Column } from '../column.ts';

/** The labels of a series by which it finds its partners. */
export function matchLabels(labels: Labels, { on, labels: names }: MatchingPlan): Labels {
  return labels.filter((name) => (on ? names.has(name) : name !== METRIC_NAME && !names.has(name)));
}

/** Columns of one side with the same match labels, by the key of those. */
export type Groups = ReadonlyMap<string, readonly Column[]>;

export function groupBySignature(columns: readonly Column[], matching: MatchingPlan): Groups {
  const groups = new Map<string, Column[]>();
  for (const column of columns) {
    const { key } = matchLabels(column.labels, matching);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [column]);
    else group.push(column);
  }
  return groups;
}
