import type { BinaryExpr } from '../syntax/ast.ts';
import { isPossible, limited } from './alternatives.ts';
import type { Alternative, LabelFact, LabelSet, Presence } from './facts.ts';
import { MAYBE, METRIC_NAME_LABEL } from './facts.ts';
import { ANY, isEmpty, isWithin } from './interval.ts';
import type { Interval } from './interval.ts';
import { intersectFact, labelFact } from './label-set.ts';
import { neverMatches, takesPart } from './matching.ts';
import { filtersOf, isOneInterval, isSameVector, passing } from './same-vector.ts';
import type { Comparison } from './same-vector.ts';

/** Facts of `and`, `or` and `unless`. */
export function inferSetOperator(
  node: BinaryExpr,
  left: readonly Alternative[],
  right: readonly Alternative[],
): readonly Alternative[] {
  switch (node.op) {
    case 'or':
      return limited([
        ...left,
        ...right.map((each) => (mayStandIn(node, left, each) ? asFallback(each) : each)),
      ]);
    case 'and':
      return left.map((each) => intersected(node, each, right));
    default:
      return left.map((each) => excluded(node, each, right));
  }
}

/** Whether a series of the left side can have the labels of one on the right, which is left out then. */
function mayStandIn(node: BinaryExpr, left: readonly Alternative[], right: Alternative): boolean {
  return left.some((each) => isPossible(each) && !neverMatches(node, each, right));
}

/** The series that exist only if the other side has no such series. */
function asFallback(alternative: Alternative): Alternative {
  return alternative.presence.kind === 'always' ? { ...alternative, presence: MAYBE } : alternative;
}

function intersected(node: BinaryExpr, left: Alternative, right: readonly Alternative[]): Alternative {
  if (!isPossible(left)) return left;
  const missing = right.find((each) => !isPossible(each));
  const partners = right.filter(isPossible);
  if (partners.length === 0 && missing !== undefined) return { ...left, presence: missing.presence };
  const matching = partners.filter((partner) => !neverMatches(node, left, partner));
  if (partners.length > 0 && matching.length === 0)
    return { ...left, presence: { kind: 'never', reason: { kind: 'no-match', range: node } } };
  const [only] = matching;
  const labels =
    matching.length === 1 && only !== undefined ? metLabels(node, left.labels, only.labels) : left.labels;
  const value = agreedValue(node, left);
  const presence: Presence =
    (isEmpty(value) && !isEmpty(left.value)) || contradictsChain(node)
      ? { kind: 'never', reason: { kind: 'contradiction', range: node.lhs, other: node.rhs } }
      : { kind: 'maybe' };
  return { ...left, labels, value, presence };
}

/** The left side's labels, those that took part in the matching as far as both sides allow. */
function metLabels(node: BinaryExpr, left: LabelSet, right: LabelSet): LabelSet {
  const known = new Map<string, LabelFact>(left.known);
  for (const name of new Set([...left.known.keys(), ...right.known.keys()])) {
    if (name === METRIC_NAME_LABEL || !takesPart(node, name)) continue;
    known.set(name, intersectFact(labelFact(left, name), labelFact(right, name)));
  }
  return { ...left, known };
}

/**
 * Whether the last condition of a chain of `and` and `unless` leaves nothing of what those before it let pass, as in
 * `a and b > 0 and b < 0`. Only where all labels are compared do both look at the same series of `b`.
 */
function contradictsChain(node: BinaryExpr): boolean {
  if (node.matching?.keyword !== undefined) return false;
  const last = filtersOf(node.rhs);
  let value = ANY;
  const removed: Interval[] = [];
  const links = linksBefore(node).filter(({ rhs }) => isSameVector(filtersOf(rhs).base, last.base));
  if (links.length === 0) return false;
  for (const link of links) {
    const { filters } = filtersOf(link.rhs);
    if (link.op === 'and') value = passing(filters, value);
    else if (isOneInterval(filters)) removed.push(passing(filters));
  }
  // Without an `and` before it, groups without such a series remain.
  if (node.op === 'unless')
    return (
      links.some(({ op }) => op === 'and') &&
      isOneInterval(last.filters) &&
      isWithin(value, passing(last.filters))
    );
  const left = passing(last.filters, value);
  return isEmpty(left) || removed.some((gone) => isWithin(left, gone));
}

/** The operators of the chain whose end an operator is, all labels compared. */
function linksBefore(node: BinaryExpr): BinaryExpr[] {
  const links: BinaryExpr[] = [];
  let before = filtersOf(node.lhs).base;
  while (before.kind === 'BinaryExpr' && (before.op === 'and' || before.op === 'unless')) {
    if (before.matching?.keyword === undefined) links.push(before);
    before = filtersOf(before.lhs).base;
  }
  return links;
}

/** Where both sides compare the same vector with numbers, a value must pass the right side's comparisons too. */
function agreedValue(node: BinaryExpr, left: Alternative): Interval {
  const filters = comparesWhole(node, left.labels) ? rightFilter(node) : undefined;
  return filters === undefined ? left.value : passing(filters, left.value);
}

/** Whether a series meets no other than the one with all of its labels. */
function comparesWhole({ matching }: BinaryExpr, { known, others }: LabelSet): boolean {
  if (matching?.keyword === undefined) return true;
  if (matching.keyword !== 'on' || others !== 'never') return false;
  const named = new Set(matching.labels.map(({ name }) => name));
  return [...known].every(([name, { presence }]) => presence === 'never' || named.has(name));
}

function rightFilter(node: BinaryExpr): readonly Comparison[] | undefined {
  const lhs = filtersOf(node.lhs);
  const rhs = filtersOf(node.rhs);
  return isSameVector(lhs.base, rhs.base) ? rhs.filters : undefined;
}

function excluded(node: BinaryExpr, left: Alternative, right: readonly Alternative[]): Alternative {
  if (!isPossible(left)) return left;
  const none = right.every((each) => !isPossible(each) || neverMatches(node, left, each));
  if (none) return left;
  const filters = rightFilter(node);
  const goes = filters !== undefined && isOneInterval(filters) && isWithin(left.value, passing(filters));
  if (goes || contradictsChain(node))
    return { ...left, presence: { kind: 'never', reason: { kind: 'excluded', range: node } } };
  return { ...left, presence: { kind: 'maybe' } };
}
