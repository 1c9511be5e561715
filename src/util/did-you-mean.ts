import { closest, distance } from 'fastest-levenshtein';

/**
 * The known name that a wrong one was probably meant to be, or undefined where none is close: within a third of
 * its length (at least one edit), or equal but for case, separators or two neighbouring letters that changed places.
 */
export function didYouMean(wrong: string, known: Iterable<string>): string | undefined {
  const names = [...known].filter((name) => name !== wrong);
  if (names.length === 0 || wrong === '') return undefined;
  const plain = (text: string): string => text.toLowerCase().replace(/[-_. ]/g, '');
  const same = names.find((name) => plain(name) === plain(wrong));
  if (same !== undefined) return same;
  const swapped = names.find((name) => isSwapped(wrong, name));
  if (swapped !== undefined) return swapped;
  const best = closest(wrong, names);
  const allowed = Math.max(1, Math.floor(Math.min(wrong.length, best.length) / 3));
  return distance(wrong, best) <= allowed ? best : undefined;
}

/** Two neighbouring letters changed places, which counts as two edits otherwise. */
function isSwapped(a: string, b: string): boolean {
  if (a.length !== b.length || a.length < 3) return false;
  let i = 0;
  while (i < a.length && a[i] === b[i]) i++;
  return a[i] === b[i + 1] && a[i + 1] === b[i] && a.slice(i + 2) === b.slice(i + 2);
}

/** The end of a message: `; did you mean "x"?`, or nothing where no name is close. */
export function didYouMeanText(wrong: string, known: Iterable<string>): string {
  const name = didYouMean(wrong, known);
  return name === undefined ? '' : `; did you mean "${name}"?`;
}
