/** Code points as sorted ranges that neither overlap nor touch, both ends included. */
export type CharSet = readonly (readonly [number, number])[];

const LAST = 0x10ffff;

/** Every character that a label's value may hold: line breaks are left out, because no such label is seen. */
export const UNIVERSE: CharSet = [
  [0, 9],
  [11, 0xd7ff],
  [0xe000, LAST],
];

/** The ranges in order, those that overlap or touch as one. */
export function charSet(ranges: CharSet): CharSet {
  const joined: [number, number][] = [];
  for (const [lo, hi] of ranges.toSorted((a, b) => a[0] - b[0])) {
    const last = joined.at(-1);
    if (last !== undefined && lo <= last[1] + 1) last[1] = Math.max(last[1], hi);
    else joined.push([lo, hi]);
  }
  return joined;
}

/** Every code point that a set does not have. */
export function complement(set: CharSet): CharSet {
  const left: [number, number][] = [];
  let from = 0;
  for (const [lo, hi] of set) {
    if (lo > from) left.push([from, lo - 1]);
    from = hi + 1;
  }
  if (from <= LAST) left.push([from, LAST]);
  return left;
}

/** The code points that both sets have. */
export function intersection(a: CharSet, b: CharSet): CharSet {
  const both: [number, number][] = [];
  for (const [lo, hi] of a) {
    for (const [from, to] of b) if (from <= hi && to >= lo) both.push([Math.max(lo, from), Math.min(hi, to)]);
  }
  return charSet(both);
}

export function hasChar(set: CharSet, code: number): boolean {
  return set.some(([lo, hi]) => lo <= code && code <= hi);
}

const LONG_S = 0x17f;
const KELVIN = 0x212a;

/** The set with both cases of its letters, as Go folds them; undefined beyond ASCII. */
export function folded(set: CharSet): CharSet | undefined {
  if (set.some(([, hi]) => hi > 0x7f)) return undefined;
  const more: [number, number][] = set.map(([lo, hi]) => [lo, hi]);
  for (const [lo, hi] of set) {
    for (let code = lo; code <= hi; code++) {
      if (code >= 65 && code <= 90) more.push([code + 32, code + 32]);
      if (code >= 97 && code <= 122) more.push([code - 32, code - 32]);
      if (code === 83 || code === 115) more.push([LONG_S, LONG_S]);
      if (code === 75 || code === 107) more.push([KELVIN, KELVIN]);
    }
  }
  return charSet(more);
}
