import type { ArithmeticOp } from '../syntax/ast.ts';
import type { Quantity } from './facts.ts';

/** The quantity of an arithmetic result; `other` is undefined for a plain number. */
export function combinedQuantity(op: ArithmeticOp, left: Quantity, other: Quantity | undefined): Quantity {
  const unit = combinedUnit(op, left.unit, other);
  const type = combinedType(op, left, other);
  return { metric: undefined, type, unit, aggregated: undefined };
}

/** A counter in other units is still one; what several vectors give together is anybody's guess. */
function combinedType(op: ArithmeticOp, left: Quantity, other: Quantity | undefined): Quantity['type'] {
  if (left.type === 'gauge' && (other === undefined || other.type === 'gauge')) return 'gauge';
  const scaled = other === undefined && (op === '*' || op === '/');
  return scaled && left.type === 'counter' ? 'counter' : 'unknown';
}

function combinedUnit(
  op: ArithmeticOp,
  left: string | undefined,
  other: Quantity | undefined,
): string | undefined {
  switch (op) {
    case '+':
    case '-':
    case '%':
      return other === undefined || other.unit === left ? left : undefined;
    case '/':
      return left !== undefined && other?.unit === left ? 'ratio' : undefined;
    case '*':
    case '^':
    case 'atan2':
      return undefined;
  }
}
