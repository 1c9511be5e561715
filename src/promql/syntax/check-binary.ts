import type { BinaryExpr, BinaryOp, VectorMatching } from './ast.ts';
import type { CheckContext } from './check-context.ts';
import { typeOf } from './types.ts';

const COMPARISONS: ReadonlySet<BinaryOp> = new Set<BinaryOp>(['==', '!=', '<', '>', '<=', '>=']);
const SET_OPERATORS: ReadonlySet<BinaryOp> = new Set<BinaryOp>(['and', 'or', 'unless']);

/** Checks one binary operation, its operands being checked already. */
export function checkBinary(expr: BinaryExpr, context: CheckContext): void {
  const { op, opRange, bool, lhs, rhs } = expr;
  const [left, right] = [typeOf(lhs), typeOf(rhs)];
  const matching = expr.matching ?? context.strayMatching.get(expr);
  if (bool && !COMPARISONS.has(op)) {
    context.report('bool-misplaced', opRange, 'bool modifier can only be used on comparison operators');
  }
  if (COMPARISONS.has(op) && !bool && left === 'scalar' && right === 'scalar') {
    context.report(
      'bool-missing',
      opRange,
      'comparisons between scalars must use BOOL modifier',
      `a comparison filters series, and a scalar has none; "${op} bool" gives 0 or 1`,
    );
  }
  if (matching !== undefined) checkLabels(matching, context);
  for (const [operand, type] of [
    [lhs, left],
    [rhs, right],
  ] as const) {
    if (type === 'scalar' || type === 'vector') continue;
    context.report(
      'operand-type',
      operand,
      'binary expression must contain only scalar and instant vector types',
    );
  }
  if (left === 'vector' && right === 'vector') checkSetOperator(expr, context);
  else if (matching !== undefined) checkStray(expr, matching, context);
  if (SET_OPERATORS.has(op) && (left === 'scalar' || right === 'scalar')) {
    context.report(
      'set-operator-scalar',
      expr,
      `set operator "${op}" not allowed in binary scalar expression`,
      'set operators work on series; turn the scalar into one with vector(...)',
    );
  }
}

function checkLabels({ keyword, labels, include }: VectorMatching, context: CheckContext): void {
  if (keyword !== 'on') return;
  for (const label of labels) {
    const both = include.find((other) => other.name === label.name);
    if (both === undefined) continue;
    context.report(
      'label-in-on-and-group',
      both,
      `label "${label.name}" must not occur in ON and GROUP clause at once`,
      'labels of on(...) are in the result already',
    );
  }
}

/** Matching between operands that are not two vectors. */
function checkStray(expr: BinaryExpr, matching: VectorMatching, context: CheckContext): void {
  if (matching.labels.length > 0) {
    context.report('matching-scalar', expr, 'vector matching only allowed between instant vectors');
  }
  if (hasFill(matching)) {
    context.report('fill-misplaced', expr, 'filling in missing series only allowed between instant vectors');
  }
}

function checkSetOperator(expr: BinaryExpr, context: CheckContext): void {
  const { op, matching } = expr;
  if (!SET_OPERATORS.has(op) || matching === undefined) return;
  if (matching.cardinality !== 'many-to-many') {
    context.report('grouping-with-set-operator', expr, `no grouping allowed for "${op}" operation`);
  }
  if (hasFill(matching)) {
    context.report('fill-misplaced', expr, 'filling in missing series not allowed for set operators');
  }
}

function hasFill(matching: VectorMatching): boolean {
  return matching.fillLeft !== undefined || matching.fillRight !== undefined;
}
