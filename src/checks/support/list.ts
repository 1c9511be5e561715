/** A list in a message: the first few, and how many are left. */
export function shortList(items: readonly string[], most = 8): string {
  const rest = items.length - most;
  return rest > 1 ? `${items.slice(0, most).join(', ')} and ${rest} more` : items.join(', ');
}
