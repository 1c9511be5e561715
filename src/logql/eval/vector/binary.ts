import type { BinaryExpr, ComparisonOp, SetOp, VectorMatching } from '../../syntax/ast.ts';
import { applyOperator } from '../../syntax/fold.ts';
import { LogqlEvalError } from '../errors.ts';
import type { Labels } from '../labels.ts';
import { dropLabels, keepLabels, labelsKey, labelsOf, labelValue, withoutEmpty } from '../labels.ts';
import type { VectorSample } from './sample.ts';

type Vector = readonly VectorSample[];
type PlainOp = Exclude<BinaryExpr['op'], SetOp>;

const COMPARISONS: ReadonlySet<string> = new Set<ComparisonOp>(['==', '!=', '<', '<=', '>', '>=']);

/** Combines two numbers; undefined where a comparison filters the pair out. `kept` is what passes a filter. */
function combine(expr: BinaryExpr, op: PlainOp, a: number, b: number, kept: number): number | undefined {
  const result = applyOperator(op, a, b);
  if (!COMPARISONS.has(op) || expr.bool) return result;
  return result === 1 ? kept : undefined;
}

/** An operation of a vector with a number on either side: labels stay. */
export function vectorWithNumber(
  expr: BinaryExpr,
  op: PlainOp,
  vector: Vector,
  number: number,
  numberFirst: boolean,
): VectorSample[] {
  return vector.flatMap(({ labels, value }) => {
    const result = numberFirst
      ? combine(expr, op, number, value, value)
      : combine(expr, op, value, number, value);
    return result === undefined ? [] : [{ labels, value: result }];
  });
}

/** An operation of two vectors at one instant. */
export function vectorWithVector(expr: BinaryExpr, lhs: Vector, rhs: Vector): VectorSample[] {
  const signature = signatureOf(expr.matching);
  switch (expr.op) {
    case 'and':
      return keepMatching(lhs, rhs, signature, true);
    case 'unless':
      return keepMatching(lhs, rhs, signature, false);
    case 'or':
      return [...lhs, ...keepMatching(rhs, lhs, signature, false)];
    default:
      return pairs(expr, expr.op, lhs, rhs, signature);
  }
}

type Signature = (labels: Labels) => string;

function signatureOf(matching: VectorMatching | undefined): Signature {
  const names = new Set(matching?.labels.map(({ name }) => name));
  return matching?.keyword === 'on'
    ? (labels) => labelsKey(withoutEmpty(keepLabels(labels, names)))
    : (labels) => labelsKey(withoutEmpty(dropLabels(labels, names)));
}

function keepMatching(vector: Vector, other: Vector, signature: Signature, wanted: boolean): VectorSample[] {
  const present = new Set(other.map(({ labels }) => signature(labels)));
  return vector.filter(({ labels }) => present.has(signature(labels)) === wanted);
}

function pairs(
  expr: BinaryExpr,
  op: PlainOp,
  lhs: Vector,
  rhs: Vector,
  signature: Signature,
): VectorSample[] {
  const cardinality = expr.matching?.cardinality ?? 'one-to-one';
  const swapped = cardinality === 'one-to-many';
  const [many, one] = swapped ? [rhs, lhs] : [lhs, rhs];
  const partners = uniqueBySignature(one, signature, swapped ? 'left' : 'right');
  const seen = new Map<string, Set<string>>();
  return many.flatMap((sample) => {
    const key = signature(sample.labels);
    const partner = partners.get(key);
    if (partner === undefined) return [];
    const labels = resultLabels(sample.labels, partner.labels, expr.matching);
    checkUnique(seen, key, cardinality === 'one-to-one' ? undefined : labels);
    const [a, b] = swapped ? [partner.value, sample.value] : [sample.value, partner.value];
    const value = combine(expr, op, a, b, a);
    return value === undefined ? [] : [{ labels, value }];
  });
}

function uniqueBySignature(
  vector: Vector,
  signature: Signature,
  side: 'left' | 'right',
): Map<string, VectorSample> {
  const found = new Map<string, VectorSample>();
  for (const sample of vector) {
    const key = signature(sample.labels);
    if (found.has(key)) {
      throw new LogqlEvalError(
        'duplicate-series',
        `found duplicate series on the ${side} hand-side;many-to-many matching not allowed: matching labels must be unique on one side`,
      );
    }
    found.set(key, sample);
  }
  return found;
}

/** Without group_left a partner serves once; with it the results must differ. */
function checkUnique(seen: Map<string, Set<string>>, key: string, labels: Labels | undefined): void {
  const results = seen.get(key);
  if (labels === undefined) {
    if (results !== undefined) {
      throw new LogqlEvalError(
        'many-to-one',
        'multiple matches for labels: many-to-one matching must be explicit (group_left/group_right)',
      );
    }
    seen.set(key, new Set());
    return;
  }
  const result = labelsKey(labels);
  if (results?.has(result)) {
    throw new LogqlEvalError(
      'group-not-unique',
      'multiple matches for labels: grouping labels must ensure unique matches',
    );
  }
  seen.set(key, (results ?? new Set()).add(result));
}

function resultLabels(many: Labels, one: Labels, matching: VectorMatching | undefined): Labels {
  const own = withoutEmpty(many);
  if (matching === undefined) return own;
  const names = new Set(matching.labels.map(({ name }) => name));
  const base =
    matching.cardinality !== 'one-to-one'
      ? own
      : matching.keyword === 'on'
        ? keepLabels(own, names)
        : dropLabels(own, names);
  const include = (matching.include ?? []).map(({ name }) => [name, labelValue(one, name)] as const);
  return include.length === 0 ? base : withoutEmpty(labelsOf([...base, ...include]));
}
