/** The entry of a table, where the table itself has it: names from files may be `constructor` or `__proto__`. */
export function own<T>(table: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
