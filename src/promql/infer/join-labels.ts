import type { BinaryExpr } from '../syntax/ast.ts';
import type { LabelFact, LabelReason, LabelSet } from './facts.ts';
import { drop, dropName, intersectFact, keepOnly, labelFact, OPEN_LABELS } from './label-set.ts';
import { takesPart } from './matching.ts';
import { isFloatComparison } from './same-vector.ts';

/** The labels of what an arithmetic or comparison operator between two vectors returns. */
export function joinLabels(node: BinaryExpr, left: LabelSet, right: LabelSet): LabelSet {
  const { matching } = node;
  if (matching === undefined || matching.fillLeft !== undefined || matching.fillRight !== undefined)
    return OPEN_LABELS;
  const swapped = matching.cardinality === 'one-to-many';
  const [many, one] = swapped ? [right, left] : [left, right];
  const met = withoutName(node, metLabels(node, many, one));
  if (matching.cardinality === 'one-to-one') return oneToOne(node, met);
  const known = new Map<string, LabelFact>(met.known);
  for (const { name, ...range } of matching.include) {
    const fact = labelFact(one, name);
    const reason: LabelReason = { kind: 'include', range };
    known.set(
      name,
      fact.presence === 'never'
        ? fact
        : fact.presence === 'maybe'
          ? { ...fact, presence: 'expected', reason }
          : { ...fact, count: fact.count?.per === undefined ? fact.count : undefined },
    );
  }
  return { ...met, known };
}

function metLabels(node: BinaryExpr, many: LabelSet, one: LabelSet): LabelSet {
  const known = new Map(many.known);
  const meet = (name: string): void => {
    if (takesPart(node, name)) known.set(name, intersectFact(labelFact(many, name), labelFact(one, name)));
  };
  for (const name of many.known.keys()) meet(name);
  for (const name of one.known.keys()) if (!many.known.has(name)) meet(name);
  // Without `on`, a label that the other side cannot have cannot be on this side of a match either.
  const closed = node.matching?.keyword !== 'on' && one.others === 'never' && many.others === 'maybe';
  return closed && node.matching?.keyword === undefined
    ? { known, others: 'never', reason: one.reason }
    : { ...many, known };
}

function withoutName(node: BinaryExpr, labels: LabelSet): LabelSet {
  const keeps = isFloatComparison(node.op) && !node.bool;
  return keeps ? labels : dropName(labels, { kind: 'operator', op: node.op, range: node.opRange });
}

function oneToOne(node: BinaryExpr, labels: LabelSet): LabelSet {
  const { matching } = node;
  if (matching?.keyword === undefined) return labels;
  const names = matching.labels.map(({ name }) => name);
  if (matching.keyword === 'on') return keepOnly(labels, names, { kind: 'on', range: matching });
  return drop(labels, names, (name) => ({
    kind: 'ignoring',
    range: matching.labels.find((label) => label.name === name) ?? matching,
  }));
}
