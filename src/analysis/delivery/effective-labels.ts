import type { KeyValue } from '../../documents/fields.ts';
import type { Rule } from '../../documents/rules/types.ts';

/** The static labels of a rule: the group's, overridden by its own (an empty value removes a label). */
export function effectiveLabels(rule: Rule): ReadonlyMap<string, KeyValue> {
  const labels = new Map<string, KeyValue>();
  for (const label of rule.group.labels) labels.set(label.name, label);
  for (const label of rule.labels) labels.set(label.name, label);
  return labels;
}

/** Does a value hold template actions, so that nobody knows it before the alert fires? */
export function isTemplated(value: string): boolean {
  return value.includes('{{');
}
