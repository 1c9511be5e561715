import type { LabelSet, SeriesEstimate, SeriesFactor } from './facts.ts';

/**
 * How many series a closed set of labels allows: the product of the values of each. A label counted per value of
 * another one (`key` per `domain`) multiplies by that one too, once, whether or not it is still among the labels.
 * Undefined where any label has no bound.
 */
export function estimateOf(labels: LabelSet): SeriesEstimate | undefined {
  if (labels.others !== 'never' || isUnbounded(labels)) return undefined;
  const factors: SeriesFactor[] = [];
  for (const [label, fact] of labels.known) {
    if (fact.presence === 'never') continue;
    const count = fact.count ?? (fact.values && { count: fact.values.size + absent(fact.presence) });
    if (count === undefined) continue;
    if (count.count !== 1 || count.per !== undefined) factors.push({ label, ...count });
  }
  if (factors.every(({ per }) => per === undefined)) return { count: product(factors), factors };
  const listed = new Set(factors.map(({ label }) => label));
  const singles = new Set(
    [...labels.known].filter(([, fact]) => fact.values?.size === 1).map(([label]) => label),
  );
  // The label that another one is counted per was dropped: how many values it had is no longer known here.
  if (factors.some(({ per }) => per !== undefined && !listed.has(per) && !singles.has(per))) return undefined;
  return { count: product(factors), factors };
}

/** Is there a label that may have any number of values? */
function isUnbounded({ known }: LabelSet): boolean {
  for (const { presence, count, values } of known.values())
    if (presence !== 'never' && count === undefined && values === undefined) return true;
  return false;
}

function product(factors: readonly SeriesFactor[]): number {
  return factors.reduce((total, { count }) => total * count, 1);
}

function absent(presence: string): number {
  return presence === 'maybe' ? 1 : 0;
}

/** The smaller of two bounds of the same thing. */
export function smallerEstimate(
  a: SeriesEstimate | undefined,
  b: SeriesEstimate | undefined,
): SeriesEstimate | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return b.count < a.count ? b : a;
}

/** The bound of two vectors together. */
export function sumEstimate(
  a: SeriesEstimate | undefined,
  b: SeriesEstimate | undefined,
): SeriesEstimate | undefined {
  if (a === undefined || b === undefined) return undefined;
  return { count: a.count + b.count, factors: [...a.factors, ...b.factors] };
}
