import type { ArithmeticOp, BinaryExpr } from '../syntax/ast.ts';
import { alternativesOf, limited, merged, MOST_ALTERNATIVES } from './alternatives.ts';
import type { Alternative, Facts, Presence, Quantity } from './facts.ts';
import { MAYBE } from './facts.ts';
import {
  hull,
  interval,
  intersect,
  isEmpty,
  mirrored,
  narrowed,
  NOTHING,
  outcome,
  point,
} from './interval.ts';
import type { FloatComparisonOp, Interval } from './interval.ts';
import { arithmetic } from './interval-arithmetic.ts';
import { joinLabels } from './join-labels.ts';
import { dropName } from './label-set.ts';
import { neverMatches } from './matching.ts';
import { combinedQuantity } from './quantity.ts';
import { isFloatComparison, isSameVector } from './same-vector.ts';
import { smallerEstimate } from './series-estimate.ts';
import { inferSetOperator } from './set-operators.ts';
import { isSelectionOf, shareOfWhole } from './subset-ratio.ts';

const BOOLEAN = interval(0, 1);

/** Facts of a binary operator whose operands have the given facts. */
export function inferBinary(node: BinaryExpr, lhs: Facts, rhs: Facts): Facts {
  const left = alternativesOf(lhs);
  const right = alternativesOf(rhs);
  if (node.op === 'and' || node.op === 'or' || node.op === 'unless')
    return { type: 'vector', alternatives: inferSetOperator(node, left, right) };
  if (lhs.type === 'scalar' && rhs.type === 'scalar')
    return { type: 'scalar', value: scalars(node, lhs.value, rhs.value) };
  if (rhs.type === 'scalar')
    return { type: 'vector', alternatives: left.map((each) => withScalar(node, each, rhs.value, false)) };
  if (lhs.type === 'scalar')
    return { type: 'vector', alternatives: right.map((each) => withScalar(node, each, lhs.value, true)) };
  return { type: 'vector', alternatives: joined(node, left, right) };
}

function scalars(node: BinaryExpr, left: Interval, right: Interval): Interval {
  if (!isFloatComparison(node.op)) return isArithmetic(node.op) ? arithmetic(node.op, left, right) : BOOLEAN;
  return truth(outcome(node.op, left, right));
}

function truth(result: 'always' | 'never' | 'sometimes'): Interval {
  return result === 'always' ? point(1) : result === 'never' ? point(0) : BOOLEAN;
}

function isArithmetic(op: BinaryExpr['op']): op is ArithmeticOp {
  return op === '+' || op === '-' || op === '*' || op === '/' || op === '%' || op === '^' || op === 'atan2';
}

function withScalar(node: BinaryExpr, vector: Alternative, scalar: Interval, swapped: boolean): Alternative {
  if (isFloatComparison(node.op)) {
    const op = swapped ? mirrored(node.op) : node.op;
    const compared = comparedValue(node, op, vector, scalar, vector.presence);
    if (!node.bool) {
      const { range, labels, quantity, series } = vector;
      const { value, presence } = compared;
      return { range, labels, value, presence, quantity, series };
    }
    const labels = dropName(vector.labels, { kind: 'operator', op: `${node.op} bool`, range: node.opRange });
    return { ...vector, ...compared, labels, quantity: { type: 'gauge' } };
  }
  // Trim operators take histograms and give histograms.
  if (!isArithmetic(node.op)) return { ...vector, presence: withoutAlways(vector.presence) };
  const [a, b] = swapped ? [scalar, vector.value] : [vector.value, scalar];
  return {
    ...vector,
    value: arithmetic(node.op, a, b),
    labels: dropName(vector.labels, { kind: 'operator', op: node.op, range: node.opRange }),
    quantity: combinedQuantity(node.op, vector.quantity, undefined),
  };
}

function withoutAlways(presence: Presence): Presence {
  return presence.kind === 'always' ? MAYBE : presence;
}

/** Value and presence of a comparison of a vector with something else. */
function comparedValue(
  node: BinaryExpr,
  op: FloatComparisonOp,
  vector: Alternative,
  other: Interval,
  presence: Presence,
): { value: Interval; presence: Presence } {
  const result = outcome(op, vector.value, other);
  if (node.bool) return { value: truth(result), presence };
  const value = narrowed(op, vector.value, other);
  if (presence.kind === 'never') return { value, presence };
  if (result === 'never') {
    const reason = { kind: 'comparison', range: node, left: vector.value, right: other } as const;
    return { value, presence: { kind: 'never', reason } };
  }
  return { value, presence: result === 'always' ? presence : withoutAlways(presence) };
}

function joined(
  node: BinaryExpr,
  left: readonly Alternative[],
  right: readonly Alternative[],
): readonly Alternative[] {
  const [ls, rs] = left.length * right.length > MOST_ALTERNATIVES ? [one(left), one(right)] : [left, right];
  const pairs = ls.flatMap((a) => rs.map((b) => pair(node, a, b)));
  const possible = pairs.filter(({ presence }) => presence.kind !== 'never');
  return limited(possible.length > 0 ? possible : pairs.slice(0, 1));
}

function one(alternatives: readonly Alternative[]): readonly Alternative[] {
  const all = merged(alternatives);
  return all === undefined ? [] : [all];
}

function pair(node: BinaryExpr, a: Alternative, b: Alternative): Alternative {
  const left = filled(a, node.matching?.fillLeft);
  const right = filled(b, node.matching?.fillRight);
  const labels = joinLabels(node, left.labels, right.labels);
  const presence = pairPresence(node, left, right);
  const series = pairEstimate(node, left, right);
  if (isFloatComparison(node.op)) {
    const own = isWithItself(node) ? comparedWithItself(node, node.op, left, presence) : undefined;
    const compared = own ?? comparedValue(node, node.op, left, right.value, presence);
    const quantity: Quantity = node.bool ? { type: 'gauge' } : left.quantity;
    const { value } = compared;
    return { range: left.range, labels, value, presence: compared.presence, quantity, series };
  }
  const value = isArithmetic(node.op) ? joinedValue(node, node.op, left, right) : left.value;
  const quantity = isArithmetic(node.op)
    ? combinedQuantity(node.op, left.quantity, right.quantity)
    : left.quantity;
  return {
    range: left.range,
    labels,
    value,
    presence: isEmpty(value) ? withoutAlways(presence) : presence,
    quantity,
    series,
  };
}

/** A side whose missing partners a fill modifier makes up. */
function filled(side: Alternative, fill: number | undefined): Alternative {
  return fill === undefined ? side : { ...side, value: hull(side.value, point(fill)) };
}

function joinedValue(node: BinaryExpr, op: ArithmeticOp, left: Alternative, right: Alternative): Interval {
  const value = arithmetic(op, left.value, right.value);
  if (op === '-' && isWithItself(node)) return intersect(value, { ...point(0), nan: true });
  if (op !== '/') return value;
  if (isWithItself(node)) return intersect(value, { ...point(1), nan: true });
  if (right.value.lo < 0) return value;
  const share = shareOfWhole(node);
  if (share === undefined) return value;
  return { ...intersect(value, { ...share, minusZero: true }), nan: true };
}

/**
 * Whether an operator between vectors joins every series with itself: both sides are the same vector, or one side
 * selects some series of the other and all labels are compared.
 *
 * @param node - any binary expression
 */
export function isWithItself({ matching, lhs, rhs }: BinaryExpr): boolean {
  if (matching === undefined || matching.fillLeft !== undefined || matching.fillRight !== undefined)
    return false;
  if (isSameVector(lhs, rhs)) return true;
  return matching.keyword === undefined && (isSelectionOf(lhs, rhs) || isSelectionOf(rhs, lhs));
}

/** A value compared with itself: all but NaN is equal. */
function comparedWithItself(
  node: BinaryExpr,
  op: FloatComparisonOp,
  { value }: Alternative,
  presence: Presence,
): { value: Interval; presence: Presence } | undefined {
  const numbers: Interval = { ...value, nan: false };
  if (op === '!=') return undefined;
  const equal = op === '==' || op === '<=' || op === '>=';
  if (node.bool) return { value: equal ? (value.nan ? BOOLEAN : point(1)) : point(0), presence };
  if (presence.kind === 'never') return { value: equal ? numbers : NOTHING, presence };
  if (equal) return { value: numbers, presence: withoutAlways(presence) };
  const reason = { kind: 'itself', range: node } as const;
  return { value: NOTHING, presence: { kind: 'never', reason } };
}

function pairPresence(node: BinaryExpr, left: Alternative, right: Alternative): Presence {
  const { matching } = node;
  if (matching?.fillLeft !== undefined || matching?.fillRight !== undefined) return MAYBE;
  if (left.presence.kind === 'never') return left.presence;
  if (right.presence.kind === 'never') return right.presence;
  if (neverMatches(node, left, right)) return { kind: 'never', reason: { kind: 'no-match', range: node } };
  const both = left.presence.kind === 'always' && right.presence.kind === 'always';
  const noLabelsAtAll = ({ labels }: Alternative): boolean =>
    labels.others === 'never' && [...labels.known.values()].every((fact) => fact.presence === 'never');
  return both && noLabelsAtAll(left) && noLabelsAtAll(right) ? { kind: 'always' } : MAYBE;
}

function pairEstimate(node: BinaryExpr, left: Alternative, right: Alternative): Alternative['series'] {
  const { matching } = node;
  if (matching?.fillLeft !== undefined || matching?.fillRight !== undefined) return undefined;
  if (matching?.cardinality === 'many-to-one') return left.series;
  if (matching?.cardinality === 'one-to-many') return right.series;
  return smallerEstimate(left.series, right.series);
}
