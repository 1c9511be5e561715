import { selectedName } from '../../project/series-graph.ts';
import { isFloatComparison, unwrap } from '../../promql/infer/index.ts';
import type { BinaryExpr, Call, Expr } from '../../promql/syntax/ast.ts';
import { constant } from './threshold.ts';
import { suffixUnit, UNIT_KEEPING } from './unit-suffixes.ts';
import type { NamedUnit } from './unit-suffixes.ts';

const KEEPING_FUNCTIONS =
  /^(?:(?:avg|min|max|last|first|quantile)_over_time|abs|ceil|floor|round|sort|sort_desc|clamp_min|clamp_max|scalar|delta|predict_linear|label_replace)$/;

/** The unit of what an expression returns, where names alone tell it; undefined where anything else has a say. */
export function namedUnit(expr: Expr): NamedUnit | undefined {
  const node = unwrap(expr);
  switch (node.kind) {
    case 'VectorSelector':
      return unitOfName(selectedName(node));
    case 'MatrixSelector':
      return namedUnit(node.selector);
    case 'SubqueryExpr':
    case 'UnaryExpr':
      return namedUnit(node.expr);
    case 'AggregateExpr':
      return UNIT_KEEPING.has(node.op) ? namedUnit(node.expr) : undefined;
    case 'Call':
      return unitOfCall(node);
    case 'BinaryExpr':
      return unitOfBinary(node);
    default:
      return undefined;
  }
}

function unitOfCall({ func, args }: Call): NamedUnit | undefined {
  if (func === 'time' || func === 'timestamp') return 'seconds';
  const vector = args.find((arg) => constant(arg) === undefined);
  return KEEPING_FUNCTIONS.test(func) && vector !== undefined ? namedUnit(vector) : undefined;
}

function unitOfBinary({ op, bool, lhs, rhs }: BinaryExpr): NamedUnit | undefined {
  if (op === 'and' || op === 'unless') return namedUnit(lhs);
  if (op !== '+' && op !== '-' && (!isFloatComparison(op) || bool)) return undefined;
  // A constant has the unit of what it is added to or compared with.
  if (constant(lhs) !== undefined) return namedUnit(rhs);
  if (constant(rhs) !== undefined || isFloatComparison(op)) return namedUnit(lhs);
  const [a, b] = [namedUnit(lhs), namedUnit(rhs)];
  return a === b ? a : undefined;
}

function unitOfName(name: string | undefined): NamedUnit | undefined {
  // Recorded names end in operations, not in units.
  if (name === undefined || name.includes(':')) return undefined;
  return suffixUnit(name);
}
