import type { RuleDocument, RuleGroup } from '../../documents/rules/types.ts';

/**
 * The names of all groups in an order in which a group comes after the groups that record what it uses; otherwise,
 * and where groups use each other, in the order of the files. Prometheus evaluates each group at an instant of its
 * own, and promtool takes them in random order: with this order one evaluation sees the newest of everything.
 */
export function groupOrder(documents: readonly RuleDocument[]): string[] {
  const groups = new Map<string, { records: Set<string>; uses: Set<string> }>();
  for (const group of documents.flatMap((document) => document.groups)) {
    const name = group.name?.value ?? '';
    const entry = groups.get(name) ?? { records: new Set<string>(), uses: new Set<string>() };
    groups.set(name, entry);
    for (const rule of group.rules) {
      if (rule.kind === 'record') entry.records.add(rule.name.value);
      for (const [word] of rule.expr.text.matchAll(/[a-zA-Z_:][a-zA-Z0-9_:]*/g)) entry.uses.add(word);
    }
  }
  const recorders = new Map<string, string[]>();
  for (const [name, { records }] of groups) {
    for (const record of records) recorders.set(record, [...(recorders.get(record) ?? []), name]);
  }
  const order = new Set<string>();
  const open = new Set<string>();
  const visit = (name: string): void => {
    if (order.has(name) || open.has(name)) return;
    open.add(name);
    for (const word of groups.get(name)?.uses ?? []) {
      for (const recorder of recorders.get(word) ?? []) visit(recorder);
    }
    order.add(name);
  };
  for (const name of groups.keys()) visit(name);
  return [...order];
}

/**
 * All groups in the order of evaluation. A group that the order does not name comes with the first one: promtool
 * sorts by position, and what has none is at position 0.
 */
export function orderGroups(documents: readonly RuleDocument[], order: readonly string[]): RuleGroup[] {
  const rank = new Map(order.map((name, i) => [name, i]));
  const rankOf = (group: RuleGroup): number => rank.get(group.name?.value ?? '') ?? 0;
  return documents.flatMap((document) => document.groups).sort((a, b) => rankOf(a) - rankOf(b));
}
