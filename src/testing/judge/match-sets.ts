/** The pairs by index, and the unpaired rest. */
export interface Matching {
  /** For each expected item the got item it is paired with. */
  readonly partner: readonly (number | undefined)[];
  readonly unmatchedExpected: readonly number[];
  readonly unmatchedGot: readonly number[];
}

/**
 * Pairs expected items with got ones so that as many as possible are paired. Patterns can be loose: the first one
 * that fits may be the only one for another item, so pairs are exchanged until no more can be made.
 */
export function matchSets<E, G>(
  expected: readonly E[],
  got: readonly G[],
  fits: (expected: E, got: G) => boolean,
): Matching {
  const ownerOf = new Map<number, number>();
  const candidates = expected.map((item) => got.flatMap((other, g) => (fits(item, other) ? [g] : [])));
  const claim = (e: number, tried: Set<number>): boolean => {
    for (const g of candidates[e]!) {
      if (tried.has(g)) continue;
      tried.add(g);
      const owner = ownerOf.get(g);
      if (owner !== undefined && !claim(owner, tried)) continue;
      ownerOf.set(g, e);
      return true;
    }
    return false;
  };
  for (const e of expected.keys()) claim(e, new Set());
  const partner: (number | undefined)[] = expected.map(() => undefined);
  for (const [g, e] of ownerOf) partner[e] = g;
  return {
    partner,
    unmatchedExpected: [...expected.keys()].filter((e) => partner[e] === undefined),
    unmatchedGot: [...got.keys()].filter((g) => !ownerOf.has(g)),
  };
}
