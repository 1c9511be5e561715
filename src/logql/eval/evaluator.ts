import type { BinaryExpr, LogqlExpr, RangeAggregation, SetOp, VectorAggregation } from '../syntax/ast.ts';
import { unparen } from '../syntax/ast.ts';
import { literalValue } from '../syntax/fold.ts';
import { LogqlEvalError } from './errors.ts';
import { NO_LABELS } from './labels.ts';
import type { SampleContext } from './pipeline/samples.ts';
import { samplesOf } from './pipeline/samples.ts';
import type { LogProbe } from './probe.ts';
import { rangeAt } from './range/window.ts';
import { aggregateVector } from './vector/aggregate.ts';
import { vectorWithNumber, vectorWithVector } from './vector/binary.ts';
import { compileLabelReplace } from './vector/label-replace.ts';
import type { VectorSample } from './vector/sample.ts';

/** The vector that an expression has at an instant (milliseconds). */
export type VectorAt = (atMs: number) => readonly VectorSample[];

/** Prepares a metric query: lines run through the stages once, whatever the number of instants. */
export function compileMetric(outer: LogqlExpr, context: SampleContext): VectorAt {
  const expr = unparen(outer);
  switch (expr.kind) {
    case 'RangeAggregation':
      return compileRange(expr, undefined, context);
    case 'VectorAggregation':
      return compileAggregation(expr, context);
    case 'BinaryExpr':
      return compileBinary(expr, context);
    case 'LabelReplace': {
      const inner = compileMetric(expr.expr, context);
      const replace = compileLabelReplace(expr);
      return (atMs) => replace(inner(atMs));
    }
    case 'VectorExpr':
      return () => [{ labels: NO_LABELS, value: expr.value }];
    case 'NumberLiteral':
      // A lone number is answered before this; elsewhere only as an operand, which compileBinary sees to.
      return () => [{ labels: NO_LABELS, value: expr.value }];
    case 'LogQuery':
      throw new LogqlEvalError('log-query', 'only metric queries have values');
  }
}

function compileRange(
  expr: RangeAggregation,
  outer: VectorAggregation | undefined,
  context: SampleContext,
): VectorAt {
  const samples = samplesOf(expr, outer === undefined ? undefined : groupingOf(outer), context);
  return (atMs) => rangeAt(expr, samples, atMs, context.release);
}

/** No grouping is the grouping by nothing. */
function groupingOf({ grouping, start, end }: VectorAggregation): NonNullable<VectorAggregation['grouping']> {
  return grouping ?? { keyword: 'by', labels: [], start, end };
}

/** Range aggregations whose values add up: Loki lets a sum around them group the lines already. */
const ADDITIVE: ReadonlySet<string> = new Set([
  'bytes_over_time',
  'bytes_rate',
  'sum_over_time',
  'rate',
  'count_over_time',
]);

function compileAggregation(expr: VectorAggregation, context: SampleContext): VectorAt {
  const inner = unparen(expr.expr);
  const pushed =
    expr.op === 'sum' &&
    inner.kind === 'RangeAggregation' &&
    ADDITIVE.has(inner.op) &&
    inner.grouping === undefined;
  const vector = pushed ? compileRange(inner, expr, context) : compileMetric(inner, context);
  return (atMs) => aggregateVector(expr, vector(atMs));
}

function compileBinary(expr: BinaryExpr, context: SampleContext): VectorAt {
  const { op } = expr;
  const [left, right] = [literalValue(expr.lhs), literalValue(expr.rhs)];
  if (op !== 'and' && op !== 'or' && op !== 'unless') {
    if (left !== undefined && right !== undefined) {
      const value = literalValue(expr) ?? NaN;
      return () => [{ labels: NO_LABELS, value }];
    }
    if (left !== undefined) {
      const rhs = compileMetric(expr.rhs, context);
      return (atMs) => vectorWithNumber(expr, op, rhs(atMs), left, true);
    }
    if (right !== undefined) {
      const lhs = compileMetric(expr.lhs, context);
      return (atMs) => {
        const vector = lhs(atMs);
        if (context.probe !== undefined) tell(context.probe, expr, op, vector, right);
        return vectorWithNumber(expr, op, vector, right, false);
      };
    }
  }
  const [lhs, rhs] = [compileMetric(expr.lhs, context), compileMetric(expr.rhs, context)];
  return (atMs) => vectorWithVector(expr, lhs(atMs), rhs(atMs));
}

function tell(
  probe: LogProbe,
  expr: BinaryExpr,
  op: Exclude<BinaryExpr['op'], SetOp>,
  vector: readonly VectorSample[],
  limit: number,
): void {
  if (!COMPARISONS.has(op)) return;
  for (const sample of vector) {
    const [result] = vectorWithNumber(expr, op, [sample], limit, false);
    probe.compared(expr, sample.value, limit, result !== undefined && (!expr.bool || result.value === 1));
  }
}

const COMPARISONS: ReadonlySet<string> = new Set(['==', '!=', '<', '<=', '>', '>=']);
