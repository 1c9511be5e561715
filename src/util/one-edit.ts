import { distance } from 'fastest-levenshtein';

/** Whether one letter more, less or other, or two neighbouring letters that changed places, part two texts. */
export function isOneEdit(a: string, b: string): boolean {
  if (a === b || Math.abs(a.length - b.length) > 1) return false;
  return distance(a, b) === 1 || isSwapped(a, b);
}

function isSwapped(a: string, b: string): boolean {
  if (a.length !== b.length) return false;
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  return a[at] === b[at + 1] && a[at + 1] === b[at] && a.slice(at + 2) === b.slice(at + 2);
}

/** The start of a text that is one edit away from a prefix, where the text does not start with the prefix itself. */
export function nearStart(text: string, prefix: string): string | undefined {
  if (text.startsWith(prefix)) return undefined;
  const lengths = [prefix.length, prefix.length - 1, prefix.length + 1];
  return lengths.map((length) => text.slice(0, length)).find((start) => isOneEdit(start, prefix));
}
