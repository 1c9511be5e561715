import { closest, distance } from 'fastest-levenshtein';

/**
 * The known name that a wrong one was probably meant to be, or undefined where none is close: within a third of
 * its length (at least one edit), or equal but for case and separators.
 */
export function didYouMean(wrong: string, known: Iterable<string>): string | undefined {
  const names = [...known].filter((name) => name !== wrong);
  if (names.length === 0 || wrong === '') return undefined;
  const plain = (text: string): string => text.toLowerCase().replace(/[-_. ]/g, '');
  const same = names.find((name) => plain(name) === plain(wrong));
  if (same !== undefined) return same;
  const best = closest(wrong, names);
  const allowed = Math.max(1, Math.floor(Math.min(wrong.length, best.length) / 3));
  return distance(wrong, best) <= allowed ? best : undefined;
}

/** The end of a message: `; did you mean "x"?`, or nothing where no name is close. */
export function didYouMeanText(wrong: string, known: Iterable<string>): string {
  const name = didYouMean(wrong, known);
  return name === undefined ? '' : `; did you mean "${name}"?`;
}
