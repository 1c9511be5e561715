import type { Alternative, Facts, Presence } from './facts.ts';
import { MAYBE, UNKNOWN_QUANTITY } from './facts.ts';
import { ANY, hull, NOTHING } from './interval.ts';
import type { Interval } from './interval.ts';
import { unionLabels } from './label-set.ts';
import { sumEstimate } from './series-estimate.ts';

/** More alternatives than this are merged into one, so that nested `or` stays cheap. */
export const MOST_ALTERNATIVES = 12;

/** The alternatives of a vector or matrix; none for other types. */
export function alternativesOf(facts: Facts): readonly Alternative[] {
  return facts.type === 'vector' || facts.type === 'matrix' ? facts.alternatives : [];
}

/** The values that any alternative can have, or a scalar's own. */
export function valueOf(facts: Facts): Interval {
  if (facts.type === 'scalar') return facts.value;
  if (facts.type === 'string') return ANY;
  return facts.alternatives.filter(isPossible).reduce((value, each) => hull(value, each.value), NOTHING);
}

export function isPossible({ presence }: Alternative): boolean {
  return presence.kind !== 'never';
}

/** Whether anything is returned by all alternatives together. */
export function presenceOf(alternatives: readonly Alternative[]): Presence {
  if (alternatives.some(({ presence }) => presence.kind === 'always')) return { kind: 'always' };
  const first = alternatives[0]?.presence;
  return first !== undefined && !alternatives.some(isPossible) ? first : MAYBE;
}

/** One alternative that describes all of them. */
export function merged(alternatives: readonly Alternative[]): Alternative | undefined {
  if (alternatives.length === 1) return alternatives[0];
  const possible = alternatives.filter(isPossible);
  const list = possible.length > 0 ? possible : alternatives;
  const [first, ...rest] = list;
  if (first === undefined) return undefined;
  const all = rest.reduce(union, first);
  return { ...all, presence: presenceOf(alternatives) };
}

function union(a: Alternative, b: Alternative): Alternative {
  const same =
    a.quantity.type === b.quantity.type &&
    a.quantity.unit === b.quantity.unit &&
    a.quantity.metric === b.quantity.metric;
  return {
    range: a.range,
    labels: unionLabels(a.labels, b.labels),
    value: hull(a.value, b.value),
    presence: MAYBE,
    quantity: same ? a.quantity : UNKNOWN_QUANTITY,
    series: sumEstimate(a.series, b.series),
  };
}

/** At most MOST_ALTERNATIVES of them. */
export function limited(alternatives: readonly Alternative[]): readonly Alternative[] {
  if (alternatives.length <= MOST_ALTERNATIVES) return alternatives;
  const all = merged(alternatives);
  return all === undefined ? [] : [all];
}
