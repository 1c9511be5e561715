import { outcome, point, unwrap } from '../../promql/infer/index.ts';
import type { BinaryExpr, Call, Expr, MatrixSelector, VectorSelector } from '../../promql/syntax/ast.ts';
import { staticMs } from './static-duration.ts';
import { constant, thresholdOf } from './threshold.ts';
import type { ThresholdOp } from './threshold.ts';

/** The comparisons that must hold for an expression to return what they are a part of: also the branches of `or`. */
export function neededComparisons(expr: Expr): readonly BinaryExpr[] {
  const node = unwrap(expr);
  if (node.kind !== 'BinaryExpr') return [];
  if (node.op === 'or' || node.op === 'and')
    return [...neededComparisons(node.lhs), ...neededComparisons(node.rhs)];
  if (node.op === 'unless') return neededComparisons(node.lhs);
  return [node];
}

/** Whether `value op limit` holds for no value from 0 to `most`. */
export function isBeyond(op: ThresholdOp, limit: number, most: number): boolean {
  const within = { ...point(0), hi: most };
  return outcome(op, within, point(limit)) === 'never';
}

/** `time() - timestamp(x) > 600`, or `timestamp(x) < time() - 600`: how old x must be. */
export interface AgeCondition {
  readonly call: Call;
  readonly op: ThresholdOp;
  /** Seconds. */
  readonly limit: number;
}

/** Reads a comparison as one of the age of samples. */
export function ageCondition(node: BinaryExpr): AgeCondition | undefined {
  const threshold = thresholdOf(node);
  if (threshold !== undefined) {
    const difference = unwrap(threshold.value);
    if (difference.kind !== 'BinaryExpr' || difference.op !== '-' || !isNow(difference.lhs)) return undefined;
    const call = timestampCall(difference.rhs);
    return call === undefined ? undefined : { call, op: threshold.op, limit: threshold.limit };
  }
  if (node.bool) return undefined;
  const [older, newer] = node.op === '<' || node.op === '<=' ? [node.lhs, node.rhs] : [node.rhs, node.lhs];
  if (!/^[<>]=?$/.test(node.op)) return undefined;
  const past = unwrap(newer);
  const call = timestampCall(older);
  if (call === undefined || past.kind !== 'BinaryExpr' || past.op !== '-' || !isNow(past.lhs))
    return undefined;
  const limit = constant(past.rhs);
  return limit === undefined ? undefined : { call, op: node.op.length === 2 ? '>=' : '>', limit };
}

/**
 * How old (seconds) a sample can be whose timestamp() is asked: what an instant selector finds is not older than the
 * lookback, and the timestamp of anything else is that of the evaluation. Undefined where a fixed time is asked for.
 */
export function oldestAge({ args: [argument] }: Call, lookbackMs: number): number | undefined {
  const node = argument === undefined ? undefined : unwrap(argument);
  if (node?.kind !== 'VectorSelector') return node === undefined ? undefined : 0;
  if (node.at !== undefined) return undefined;
  const offset = node.offset === undefined ? 0 : staticMs(node.offset);
  return offset === undefined ? undefined : (lookbackMs + offset) / 1000;
}

function isNow(expr: Expr): boolean {
  const node = unwrap(expr);
  return node.kind === 'Call' && node.func === 'time';
}

/** Of `max by (job) (timestamp(x))` too. */
function timestampCall(expr: Expr): Call | undefined {
  const node = unwrap(expr);
  if (node.kind === 'AggregateExpr')
    return /^(?:max|min|avg)$/.test(node.op) ? timestampCall(node.expr) : undefined;
  return node.kind === 'Call' && node.func === 'timestamp' ? node : undefined;
}

/** A call that counts samples, or what happens between two of them, and its range. */
export interface SampleCount {
  readonly call: Call;
  readonly matrix: MatrixSelector;
  readonly selector: VectorSelector;
  readonly rangeMs: number;
}

/** `changes(x[5m])`, also of `max by (job) (changes(x[5m]))`. */
export function sampleCount(expr: Expr): SampleCount | undefined {
  const node = unwrap(expr);
  if (node.kind === 'AggregateExpr')
    return /^(?:max|min|avg)$/.test(node.op) ? sampleCount(node.expr) : undefined;
  if (node.kind !== 'Call' || !/^(?:changes|resets|count_over_time)$/.test(node.func)) return undefined;
  const matrix = node.args[0] === undefined ? undefined : unwrap(node.args[0]);
  if (matrix?.kind !== 'MatrixSelector' || matrix.selector.extended !== undefined) return undefined;
  const rangeMs = staticMs(matrix.range);
  return rangeMs === undefined ? undefined : { call: node, matrix, selector: matrix.selector, rangeMs };
}

/** The most that it can be with one sample every `intervalMs`. */
export function mostCounted({ call, rangeMs }: SampleCount, intervalMs: number): number {
  const between = Math.floor(rangeMs / intervalMs);
  return call.func === 'count_over_time' ? between + 1 : between;
}
