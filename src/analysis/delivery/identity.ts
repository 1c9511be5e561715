import type { Rule } from '../../documents/rules/types.ts';
import { groupBy } from '../../util/group-by.ts';
import { effectiveLabels } from './effective-labels.ts';

/** Name and static labels of a rule as one text: what its alerts or series have in common. */
export function identityKey(rule: Rule): string {
  const labels = [...effectiveLabels(rule).values()]
    .filter(({ value }) => value !== '')
    .map(({ name, value }) => `${name}=${JSON.stringify(value)}`)
    .sort();
  return `${rule.name.value}{${labels.join()}}`;
}

/**
 * Rules that have name and static labels in common, those alone left out.
 *
 * @param also what they must have in common besides
 */
export function groupByIdentity<R extends Rule>(
  rules: readonly R[],
  also: (rule: R) => string = () => '',
): readonly (readonly R[])[] {
  // Most names are there once: their labels need no look.
  const candidates = repeated(rules, ({ name }) => name.value);
  return sharing(candidates, (rule) => `${also(rule)} ${identityKey(rule)}`);
}

/** Those of the items that share their key with another one, in their order. */
export function repeated<T>(items: readonly T[], key: (item: T) => string): T[] {
  const keys = items.map(key);
  const counts = new Map<string, number>();
  for (const its of keys) counts.set(its, (counts.get(its) ?? 0) + 1);
  return items.filter((_, index) => counts.get(keys[index]!)! > 1);
}

/** Items by a key, those alone left out. */
export function sharing<T>(items: readonly T[], key: (item: T) => string): readonly (readonly T[])[] {
  return [...groupBy(items, key).values()].filter((group) => group.length > 1);
}
