/** A list in a message: the first few, and how many are left. */
export function shortList(items: readonly string[], most = 8): string {
  const rest = items.length - most;
  return rest > 1 ? `${items.slice(0, most).join(', ')} and ${rest} more` : items.join(', ');
}

/** Names in double quotes, for a message. */
export const quoted = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(', ');

/** The noun for some names: `label`, `labels`. */
export const counted = (names: readonly string[], noun: string): string =>
  names.length === 1 ? noun : `${noun}s`;
