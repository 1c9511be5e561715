/** Names that a message lists at most. */
const MOST_NAMED = 8;

/** `a, b, c and 12 more`. */
export function listText(names: readonly string[]): string {
  if (names.length === 0) return 'none';
  const shown = names.slice(0, MOST_NAMED).join(', ');
  const more = names.length - MOST_NAMED;
  return more > 0 ? `${shown} and ${more} more` : shown;
}
