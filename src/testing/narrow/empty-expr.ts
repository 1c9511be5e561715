import { functionSignature } from '../../promql/functions/table.ts';
import type { AggregateExpr, BinaryExpr, Call, Expr } from '../../promql/syntax/ast.ts';
import { children } from '../../promql/syntax/walk.ts';

/** Whether a metric of a name may have a sample. */
export type HasSamples = (metric: string) => boolean;

/**
 * Whether an expression returns nothing and cannot fail at any instant, whatever the samples of the metrics that have
 * some are. What an evaluation over an empty storage shows (a bad regular expression in `label_replace`, an unknown
 * function) is not looked for here.
 */
export function isEmptyAndSafe(expr: Expr, hasSamples: HasSamples): boolean {
  return isEmpty(expr, hasSamples) && isSafe(expr, hasSamples);
}

/**
 * Whether an expression is an empty vector at every instant. A selector without a name and the series of alerts are
 * never taken for empty; nor are scalars, which always have a value.
 */
function isEmpty(expr: Expr, hasSamples: HasSamples): boolean {
  const empty = (part: Expr): boolean => isEmpty(part, hasSamples);
  switch (expr.kind) {
    case 'NumberLiteral':
    case 'StringLiteral':
      return false;
    case 'VectorSelector':
      return expr.name !== undefined && !OF_ALERTS.has(expr.name) && !hasSamples(expr.name);
    case 'MatrixSelector':
      return empty(expr.selector);
    case 'SubqueryExpr':
    case 'UnaryExpr':
    case 'ParenExpr':
    case 'AggregateExpr':
      return empty(expr.expr);
    case 'BinaryExpr':
      return isEmptyBinary(expr, empty);
    case 'Call':
      return isEmptyCall(expr, empty);
  }
}

const OF_ALERTS: ReadonlySet<string> = new Set(['ALERTS', 'ALERTS_FOR_STATE']);

/** Prometheus looks for partners only where both sides have samples; a fill modifier replaces the missing side. */
function isEmptyBinary({ op, lhs, rhs, matching }: BinaryExpr, empty: (part: Expr) => boolean): boolean {
  if (op === 'unless') return empty(lhs);
  const filled = matching?.fillLeft !== undefined || matching?.fillRight !== undefined;
  if (op === 'or' || filled) return empty(lhs) && empty(rhs);
  return empty(lhs) || empty(rhs);
}

/** Functions that return something because their argument is empty. */
const OF_ABSENCE: ReadonlySet<string> = new Set(['absent', 'absent_over_time']);

function isEmptyCall({ func, args }: Call, empty: (part: Expr) => boolean): boolean {
  const signature = functionSignature(func);
  if (signature?.returns !== 'vector' || OF_ABSENCE.has(func)) return false;
  const series = signature.args.findIndex((type) => type === 'vector' || type === 'matrix');
  const argument = args[series];
  return argument !== undefined && empty(argument);
}

/** Whether no part of an expression can fail because of the samples that it sees. */
function isSafe(expr: Expr, hasSamples: HasSamples): boolean {
  return isSafeNode(expr, hasSamples) && children(expr).every((part) => isSafe(part, hasSamples));
}

function isSafeNode(expr: Expr, hasSamples: HasSamples): boolean {
  switch (expr.kind) {
    case 'VectorSelector':
      // Series of several names may have equal labels once a function has dropped the name.
      return expr.name !== undefined;
    case 'BinaryExpr':
      return isSafeBinary(expr, hasSamples);
    case 'AggregateExpr':
      return isSafeAggregation(expr);
    case 'Call':
      return SAFE_CALLS.has(expr.func) || isEmpty(expr, hasSamples);
    default:
      return true;
  }
}

/** Two sides with samples may match many to many; `or` of both may give two series of equal labels. */
function isSafeBinary({ op, lhs, rhs, matching }: BinaryExpr, hasSamples: HasSamples): boolean {
  if (matching === undefined || op === 'and' || op === 'unless') return true;
  if (matching.fillLeft !== undefined || matching.fillRight !== undefined)
    return isEmpty(lhs, hasSamples) && isEmpty(rhs, hasSamples);
  return isEmpty(lhs, hasSamples) || isEmpty(rhs, hasSamples);
}

/** A parameter that is computed (`topk(scalar(n), x)`) may be NaN at some instant, which Prometheus refuses. */
function isSafeAggregation({ param }: AggregateExpr): boolean {
  return param === undefined || param.kind === 'NumberLiteral' || param.kind === 'StringLiteral';
}

/** Common functions that never fail, whatever their argument holds; others are safe over nothing only. */
const SAFE_CALLS: ReadonlySet<string> = new Set([
  ...['rate', 'irate', 'increase', 'delta', 'idelta', 'deriv', 'changes', 'resets', 'predict_linear'],
  ...['avg_over_time', 'sum_over_time', 'min_over_time', 'max_over_time', 'count_over_time'],
  ...['last_over_time', 'present_over_time', 'stddev_over_time', 'stdvar_over_time', 'quantile_over_time'],
  ...['absent', 'absent_over_time', 'scalar', 'vector', 'time', 'timestamp', 'histogram_quantile'],
  ...['abs', 'ceil', 'floor', 'round', 'clamp', 'clamp_min', 'clamp_max', 'sgn', 'sqrt', 'exp', 'ln'],
  ...['hour', 'minute', 'month', 'year', 'day_of_week', 'day_of_month', 'day_of_year', 'days_in_month'],
]);
