import { selectedName } from '../../project/series-graph.ts';
import { isFloatComparison, unwrap } from '../../promql/infer/index.ts';
import type { BinaryExpr, Call, Expr } from '../../promql/syntax/ast.ts';
import { constant } from './threshold.ts';

/** Units as OpenMetrics and habit write them at the end of a name, before the suffixes of histograms. */
const SUFFIXES: readonly (readonly [RegExp, string])[] = [
  [/_seconds$/, 'seconds'],
  [/_(?:milliseconds|millis|msec|ms)$/, 'milliseconds'],
  [/_(?:microseconds|micros|usec)$/, 'microseconds'],
  [/_(?:nanoseconds|nanos|nsec)$/, 'nanoseconds'],
  [/_(?:minutes)$/, 'minutes'],
  [/_(?:hours)$/, 'hours'],
  [/_bytes$/, 'bytes'],
  [/_(?:kilobytes|kib|kb)$/, 'kilobytes'],
  [/_(?:megabytes|mib|mb)$/, 'megabytes'],
  [/_(?:gigabytes|gib|gb)$/, 'gigabytes'],
  [/_bits$/, 'bits'],
  [/_ratio$/, 'ratio (0 to 1)'],
  [/_(?:percent|percentage)$/, 'percent'],
  [/_celsius$/, 'degrees Celsius'],
  [/_fahrenheit$/, 'degrees Fahrenheit'],
];

const KEEPING_AGGREGATIONS: ReadonlySet<string> = new Set([
  'sum',
  'min',
  'max',
  'avg',
  'topk',
  'bottomk',
  'quantile',
]);
const KEEPING_FUNCTIONS =
  /^(?:(?:avg|min|max|last|first|quantile)_over_time|abs|ceil|floor|round|sort|sort_desc|clamp_min|clamp_max|scalar|delta|predict_linear|label_replace)$/;

/** The unit of what an expression returns, where names alone tell it; undefined where anything else has a say. */
export function namedUnit(expr: Expr): string | undefined {
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
      return KEEPING_AGGREGATIONS.has(node.op) ? namedUnit(node.expr) : undefined;
    case 'Call':
      return unitOfCall(node);
    case 'BinaryExpr':
      return unitOfBinary(node);
    default:
      return undefined;
  }
}

function unitOfCall({ func, args }: Call): string | undefined {
  if (func === 'time' || func === 'timestamp') return 'seconds';
  const vector = args.find((arg) => constant(arg) === undefined);
  return KEEPING_FUNCTIONS.test(func) && vector !== undefined ? namedUnit(vector) : undefined;
}

function unitOfBinary({ op, bool, lhs, rhs }: BinaryExpr): string | undefined {
  if (op === 'and' || op === 'unless') return namedUnit(lhs);
  if (op !== '+' && op !== '-' && (!isFloatComparison(op) || bool)) return undefined;
  // A constant has the unit of what it is added to or compared with.
  if (constant(lhs) !== undefined) return namedUnit(rhs);
  if (constant(rhs) !== undefined || isFloatComparison(op)) return namedUnit(lhs);
  const [a, b] = [namedUnit(lhs), namedUnit(rhs)];
  return a === b ? a : undefined;
}

function unitOfName(name: string | undefined): string | undefined {
  // Recorded names end in operations, not in units.
  if (name === undefined || name.includes(':')) return undefined;
  return SUFFIXES.find(([suffix]) => suffix.test(name))?.[1];
}
