import { closest, distance } from 'fastest-levenshtein';

/** Known names beyond these are not looked at: of ten thousand names that are wrong, each would be compared with each. */
const MOST_KNOWN = 5000;

/** Of more names than these, only those are compared that begin and end most like the wrong one. */
const MOST_COMPARED = 300;

/**
 * The known name that a wrong one was probably meant to be, or undefined where none is close: within a third of
 * its length (at least one edit), or equal but for case, separators or two neighbouring letters that changed places.
 */
export function didYouMean(wrong: string, known: Iterable<string>): string | undefined {
  if (wrong === '') return undefined;
  const names = candidates(wrong, known);
  if (names.length === 0) return undefined;
  const plainWrong = plain(wrong);
  const same = names.find((name) => plain(name) === plainWrong);
  if (same !== undefined) return same;
  const swapped = names.find((name) => isSwapped(wrong, name));
  if (swapped !== undefined) return swapped;
  const best = closest(wrong, names);
  const allowed = Math.max(1, Math.floor(Math.min(wrong.length, best.length) / 3));
  return distance(wrong, best) <= allowed ? best : undefined;
}

/** The names that are compared. */
function candidates(wrong: string, known: Iterable<string>): string[] {
  const names: string[] = [];
  for (const name of known) {
    if (name !== wrong) names.push(name);
    if (names.length === MOST_KNOWN) break;
  }
  if (names.length <= MOST_COMPARED) return names;
  const ranked = names.map((name) => ({
    name,
    rank: alike(name, wrong) - Math.abs(name.length - wrong.length),
  }));
  return ranked
    .sort((a, b) => b.rank - a.rank)
    .slice(0, MOST_COMPARED)
    .map(({ name }) => name);
}

/** How many characters two texts have in common at their beginnings and ends. */
function alike(a: string, b: string): number {
  const shorter = Math.min(a.length, b.length);
  let start = 0;
  while (start < shorter && a[start] === b[start]) start++;
  let end = 0;
  while (end < shorter - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  return start + end;
}

const plain = (text: string): string => text.toLowerCase().replace(/[-_. ]/g, '');

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
