import { compareUtf8, formatLabels } from '../labels.ts';
import type { LabelSet } from '../labels.ts';
import type { Route } from '../tree/route.ts';

/**
 * The labels that an alert's group has on a route: those of `group_by` that the alert carries, or all of them
 * for `...`. An alert that lacks a label groups with the others that lack it.
 */
export function groupLabels(labels: LabelSet, route: Route): LabelSet {
  const { groupBy, groupByAll } = route.settings;
  const names = groupByAll ? [...labels.keys()].sort(compareUtf8) : groupBy;
  const group = new Map<string, string>();
  for (const name of names) {
    const value = labels.get(name);
    if (value !== undefined) group.set(name, value);
  }
  return group;
}

/** Alertmanager's group key, as webhooks carry it: `{}/{team="db"}:{alertname="Down"}`. */
export function groupKey(route: Route, labels: LabelSet): string {
  return `${route.key}:${formatLabels(groupLabels(labels, route))}`;
}
