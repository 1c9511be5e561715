import type { BinaryExpr } from '../syntax/ast.ts';
import type { Alternative, LabelFact, LabelSet } from './facts.ts';
import { METRIC_NAME_LABEL } from './facts.ts';
import { canBeEqual, labelFact } from './label-set.ts';

/** A label on which two sides of an operator do not meet. */
export interface LabelMismatch {
  readonly label: string;
  readonly left: LabelFact;
  readonly right: LabelFact;
  /** `missing-left`, `missing-right`: one side has lost the label; `values`: both have it, with no value in common. */
  readonly kind: 'missing-left' | 'missing-right' | 'values';
  /** Proved; otherwise the side that has the label is only expected to have it. */
  readonly certain: boolean;
}

/** Whether a label takes part in the matching of a binary operator. */
export function takesPart(node: BinaryExpr, label: string): boolean {
  const { matching } = node;
  if (matching === undefined) return false;
  const named = matching.labels.some(({ name }) => name === label);
  if (matching.keyword === 'on') return named;
  return !named && label !== METRIC_NAME_LABEL;
}

/** The labels on which series of the two sides can never be equal; empty: they may match. */
export function mismatches(node: BinaryExpr, left: LabelSet, right: LabelSet): LabelMismatch[] {
  const { matching } = node;
  if (matching === undefined || matching.fillLeft !== undefined || matching.fillRight !== undefined)
    return [];
  const found: LabelMismatch[] = [];
  const look = (label: string): void => {
    const mismatch = mismatchOf(label, labelFact(left, label), labelFact(right, label));
    if (mismatch !== undefined) found.push(mismatch);
  };
  if (matching.keyword === 'on') {
    for (const { name } of matching.labels) look(name);
    return found;
  }
  for (const name of left.known.keys()) if (takesPart(node, name)) look(name);
  for (const name of right.known.keys()) if (!left.known.has(name) && takesPart(node, name)) look(name);
  return found;
}

function mismatchOf(label: string, left: LabelFact, right: LabelFact): LabelMismatch | undefined {
  if (left.presence === 'never' || right.presence === 'never') {
    const other = left.presence === 'never' ? right : left;
    if (other.presence === 'never' || other.presence === 'maybe') return undefined;
    const kind = left.presence === 'never' ? 'missing-left' : 'missing-right';
    return { label, left, right, kind, certain: other.presence === 'always' };
  }
  if (!canBeEqual(left, right)) return { label, left, right, kind: 'values', certain: true };
  return canBeEqual(asPresent(left), asPresent(right))
    ? undefined
    : { label, left, right, kind: 'values', certain: false };
}

function asPresent(fact: LabelFact): LabelFact {
  return fact.presence === 'expected' ? { ...fact, presence: 'always' } : fact;
}

/** Whether a pair of alternatives is proved never to match. */
export function neverMatches(node: BinaryExpr, left: Alternative, right: Alternative): boolean {
  return mismatches(node, left.labels, right.labels).some(({ certain }) => certain);
}
