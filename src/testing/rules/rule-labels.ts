import type { Rule } from '../../documents/rules/types.ts';

/** The labels that a rule puts on: those of its group, and its own in their place. */
export function ruleLabels(rule: Rule): readonly (readonly [string, string])[] {
  const labels = new Map<string, string>();
  for (const { name, value } of [...rule.group.labels, ...rule.labels]) labels.set(name, value);
  return [...labels];
}
