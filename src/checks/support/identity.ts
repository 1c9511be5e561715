import type { Rule } from '../../documents/rules/types.ts';
import { effectiveLabels } from './effective-labels.ts';

/** Name and static labels of a rule as one text: what its alerts or series have in common. */
export function identityKey(rule: Rule): string {
  const labels = [...effectiveLabels(rule).values()]
    .filter(({ value }) => value !== '')
    .map(({ name, value }) => `${name}=${JSON.stringify(value)}`)
    .sort();
  return `${rule.name.value}{${labels.join()}}`;
}

/** Rules by a key, those alone left out. */
export function groupBy<T>(items: readonly T[], key: (item: T) => string): readonly (readonly T[])[] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const its = key(item);
    const group = groups.get(its);
    if (group === undefined) groups.set(its, [item]);
    else group.push(item);
  }
  return [...groups.values()].filter((group) => group.length > 1);
}
