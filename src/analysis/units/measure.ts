import type { Project } from '../../project/project.ts';
import { selectedName } from '../../project/series-graph.ts';
import { isFloatComparison, unwrap } from '../../promql/infer/index.ts';
import type { BinaryExpr, Call, Expr } from '../../promql/syntax/ast.ts';
import { constant, isProvedRatio, selectorsOf } from '../expression/index.ts';
import { measureOfName } from './measure-names.ts';
import { UNIT_KEEPING } from './unit-suffixes.ts';
import { converted, isAlike } from './unit-factors.ts';
import type { Measure } from './dimension.ts';

const KEEPING_FUNCTIONS =
  /^(?:(?:avg|min|max|last|first|quantile)_over_time|abs|ceil|floor|round|sort|sort_desc|clamp|clamp_min|clamp_max|scalar|delta|idelta|increase|predict_linear|label_replace|label_join)$/;
const LENGTH = /uptime|duration|elapsed|_age_/;
const COUNTS = /^(?:changes|resets|count_over_time)$/;

/**
 * The measure of what an expression returns: of comparisons and set operators that of the left side, whose values
 * they return. Undefined if names and numbers do not show it.
 */
export function measureOf(expr: Expr, project: Project): Measure | undefined {
  const node = unwrap(expr);
  switch (node.kind) {
    case 'VectorSelector': {
      const name = selectedName(node);
      if (name === undefined || project.series.recorders(name).length > 0) return undefined;
      return measureOfName(name);
    }
    case 'MatrixSelector':
      return measureOf(node.selector, project);
    case 'SubqueryExpr':
    case 'UnaryExpr':
      return measureOf(node.expr, project);
    case 'AggregateExpr':
      if (node.op === 'count') return { dimension: 'count', scales: [1] };
      return UNIT_KEEPING.has(node.op) ? measureOf(node.expr, project) : undefined;
    case 'Call':
      return measureOfCall(node, project);
    case 'BinaryExpr':
      return measureOfBinary(node, project);
    default:
      return undefined;
  }
}

function measureOfCall({ func, args }: Call, project: Project): Measure | undefined {
  if (func === 'time' || func === 'timestamp') return { dimension: 'moment', scales: [1] };
  if (COUNTS.test(func)) return { dimension: 'count', scales: [1] };
  const vector = args.find((arg) => constant(arg) === undefined);
  if (vector === undefined) return undefined;
  if (func === 'histogram_quantile') return bucketMeasure(vector, project);
  const measure = measureOf(vector, project);
  if (measure === undefined) return undefined;
  if (func === 'rate' || func === 'irate' || func === 'deriv') {
    // Seconds per second are a share, of how many nobody knows.
    if (measure.dimension !== 'bytes' && measure.dimension !== 'count') return undefined;
    return { ...measure, perSecond: true };
  }
  return KEEPING_FUNCTIONS.test(func) ? measure : undefined;
}

/** Of the buckets below sums and rates: quantiles are in the unit of what was observed. */
function bucketMeasure(expr: Expr, project: Project): Measure | undefined {
  const node = unwrap(expr);
  if (node.kind === 'AggregateExpr') return bucketMeasure(node.expr, project);
  if (node.kind === 'Call') return node.args[0] && bucketMeasure(node.args[0], project);
  if (node.kind === 'MatrixSelector') return bucketMeasure(node.selector, project);
  const name = node.kind === 'VectorSelector' ? selectedName(node) : undefined;
  return name === undefined ? undefined : measureOfName(name.replace(/_bucket$/, ''));
}

function measureOfBinary(node: BinaryExpr, project: Project): Measure | undefined {
  const { op, lhs, rhs } = node;
  if (op === 'and' || op === 'unless') return measureOf(lhs, project);
  if (isFloatComparison(op)) {
    if (node.bool) return undefined;
    return measureOf(constant(lhs) === undefined ? lhs : rhs, project);
  }
  const [left, right] = [constant(lhs), constant(rhs)];
  if (op === '*' || op === '/') {
    const factor = right ?? (op === '*' ? left : undefined);
    if (factor === undefined) return op === '/' ? quotient(node, project) : product(node, project);
    const measure = measureOf(right === undefined ? rhs : lhs, project);
    if (measure?.guessed === true && measure.dimension === 'share') return undefined;
    if (measure !== undefined) return converted(measure, op === '*' ? factor : 1 / factor);
    return op === '*' && factor === 100 ? { dimension: 'share', scales: [0.01], guessed: true } : undefined;
  }
  if (op !== '+' && op !== '-' && op !== 'or') return undefined;
  if (left !== undefined) return measureOf(rhs, project);
  const a = measureOf(lhs, project);
  if (right !== undefined) return a;
  const b = measureOf(rhs, project);
  if (a === undefined || b === undefined) return undefined;
  if (op === '-' && a.dimension === 'moment' && b.dimension === 'moment' && isAlike(a.scales, b.scales))
    return { dimension: 'time', scales: a.scales };
  // Many names of points in time end in "_seconds" only.
  if (op !== 'or' && a.dimension === 'moment' && b.dimension === 'time')
    return LENGTH.test(selectorsOf(rhs).map(selectedName).join(' ')) ? a : undefined;
  return a.dimension === b.dimension && isAlike(a.scales, b.scales) && a.perSecond === b.perSecond
    ? a
    : undefined;
}

/** A multiplication by an info series of 1 keeps the unit. */
function product({ lhs, rhs }: BinaryExpr, project: Project): Measure | undefined {
  return isInfo(rhs) ? measureOf(lhs, project) : isInfo(lhs) ? measureOf(rhs, project) : undefined;
}

function isInfo(expr: Expr): boolean {
  const node = unwrap(expr);
  if (node.kind === 'AggregateExpr') return /^(?:max|min|group|topk)$/.test(node.op) && isInfo(node.expr);
  return node.kind === 'VectorSelector' && /_info$/.test(selectedName(node) ?? '');
}

function quotient(node: BinaryExpr, project: Project): Measure | undefined {
  if (isTimePerEvent(node)) return { dimension: 'time', scales: [1] };
  const [a, b] = [measureOf(node.lhs, project), measureOf(node.rhs, project)];
  if (a !== undefined && b !== undefined) {
    // Time or bytes by the number of events: the mean.
    if (b.dimension === 'count' && a.dimension !== 'count')
      return isMeanOfParts(node) ? { dimension: a.dimension, scales: a.scales } : undefined;
    if (a.dimension === b.dimension && a.perSecond === b.perSecond)
      return {
        dimension: 'share',
        scales: a.scales.flatMap((one) => b.scales.map((other) => one / other)),
      };
    return undefined;
  }
  if (a?.guessed === true) return a;
  if (isProvedRatio(node, project)) return { dimension: 'share', scales: [1] };
  return isMeanOfParts(node) ? meanOfParts(node, project) : undefined;
}

/** `rate(write_time_seconds_total[5m]) / rate(writes_completed_total[5m])`: how long one of them takes, in seconds. */
function isTimePerEvent({ lhs, rhs }: BinaryExpr): boolean {
  const [time, events] = [partOf(lhs), partOf(rhs)];
  return (
    /_(?:time|duration|latency)_seconds_total$/.test(time ?? '') &&
    /_(?:completed|requests|operations|ops|calls|queries)_total$/.test(events ?? '')
  );
}

/** `rate(x_sum[5m]) / rate(x_count[5m])`, also of sums. */
function isMeanOfParts({ lhs, rhs }: BinaryExpr): boolean {
  const [sum, count] = [partOf(lhs), partOf(rhs)];
  return sum?.endsWith('_sum') === true && count === sum.replace(/_sum$/, '_count');
}

function meanOfParts({ lhs }: BinaryExpr, project: Project): Measure | undefined {
  const name = partOf(lhs);
  if (name === undefined || project.series.recorders(name).length > 0) return undefined;
  return measureOfName(name.replace(/_sum$/, ''));
}

/** The one series below sums and rates. */
function partOf(expr: Expr): string | undefined {
  const node = unwrap(expr);
  if (node.kind === 'AggregateExpr') return node.op === 'sum' ? partOf(node.expr) : undefined;
  if (node.kind === 'Call')
    return /^(?:rate|irate|increase)$/.test(node.func) && node.args[0] ? partOf(node.args[0]) : undefined;
  if (node.kind === 'MatrixSelector') return selectedName(node.selector);
  return node.kind === 'VectorSelector' ? selectedName(node) : undefined;
}
