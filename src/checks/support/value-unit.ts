import { selectedName } from '../../project/series-graph.ts';
import type { Expr } from '../../promql/syntax/ast.ts';
import { constant } from './threshold.ts';
import { suffixUnit, UNIT_KEEPING } from './unit-suffixes.ts';
import { unwrap } from '../../promql/infer/index.ts';

export type ValueUnit = 'percent' | 'seconds' | 'milliseconds' | 'microseconds' | 'nanoseconds';

/** Seconds in one of a unit of time. */
export const SECONDS_IN: Readonly<Record<Exclude<ValueUnit, 'percent'>, number>> = {
  seconds: 1,
  milliseconds: 1e-3,
  microseconds: 1e-6,
  nanoseconds: 1e-9,
};

const KEEPING_FUNCTION =
  /^(avg|min|max|last|quantile)_over_time$|^(abs|ceil|floor|round|sort|sort_desc|clamp_max)$/;

/**
 * The unit of the values that an expression returns, where names or a factor of 100 tell it: of comparisons and set
 * operators that of the left side, whose values they return. Undefined: not known.
 */
export function valueUnit(expr: Expr): ValueUnit | undefined {
  const node = unwrap(expr);
  switch (node.kind) {
    case 'VectorSelector':
      return unitOfName(selectedName(node));
    case 'MatrixSelector':
      return valueUnit(node.selector);
    case 'SubqueryExpr':
      return valueUnit(node.expr);
    case 'AggregateExpr':
      return UNIT_KEEPING.has(node.op) ? valueUnit(node.expr) : undefined;
    case 'Call':
      if (node.func === 'histogram_quantile') return node.args[1] && bucketUnit(node.args[1]);
      return KEEPING_FUNCTION.test(node.func) ? lastUnit(node.args) : undefined;
    case 'BinaryExpr':
      return binaryUnit(node.op, node.lhs, node.rhs, node.bool);
    default:
      return undefined;
  }
}

function binaryUnit(op: string, lhs: Expr, rhs: Expr, bool: boolean): ValueUnit | undefined {
  const [left, right] = [constant(lhs), constant(rhs)];
  switch (op) {
    case '*':
      return left === 100 || right === 100 ? 'percent' : undefined;
    // 100 * a / b: the factor stands in the numerator.
    case '/':
      return isPercent(lhs) && right === undefined ? 'percent' : undefined;
    case '-':
    case '+':
      if (left !== undefined) return valueUnit(rhs);
      return right === undefined ? undefined : valueUnit(lhs);
    case 'or': {
      const unit = valueUnit(lhs);
      return unit === valueUnit(rhs) ? unit : undefined;
    }
    case 'and':
    case 'unless':
      return valueUnit(lhs);
    case '>':
    case '>=':
    case '<':
    case '<=':
    case '==':
    case '!=':
      return bool ? undefined : valueUnit(left === undefined ? lhs : rhs);
    default:
      return undefined;
  }
}

/** Is it something times 100, before it is divided? */
function isPercent(expr: Expr): boolean {
  const node = unwrap(expr);
  return node.kind === 'BinaryExpr' && node.op === '*' && valueUnit(node) === 'percent';
}

function lastUnit(args: readonly Expr[]): ValueUnit | undefined {
  const vector = args.find((arg) => constant(arg) === undefined);
  return vector === undefined ? undefined : valueUnit(vector);
}

/** Of the buckets below sums and rates: quantiles are in the unit of what was observed. */
function bucketUnit(expr: Expr): ValueUnit | undefined {
  const node = unwrap(expr);
  if (node.kind === 'AggregateExpr') return bucketUnit(node.expr);
  if (node.kind === 'Call') return node.args[0] && bucketUnit(node.args[0]);
  if (node.kind === 'MatrixSelector') return bucketUnit(node.selector);
  return node.kind === 'VectorSelector' ? unitOfName(selectedName(node)?.replace(/_bucket$/, '')) : undefined;
}

function unitOfName(name: string | undefined): ValueUnit | undefined {
  if (name === undefined || name.endsWith('_timestamp_seconds')) return undefined;
  const unit = suffixUnit(name);
  return unit === 'percent' || (unit !== undefined && unit in SECONDS_IN) ? (unit as ValueUnit) : undefined;
}
