import { printStage } from '../../logql/print/stage.ts';
import type { BinaryExpr, LogQuery, LogqlExpr, RangeAggregation } from '../../logql/syntax/ast.ts';
import { unparen } from '../../logql/syntax/ast.ts';
import { literalValue } from '../../logql/syntax/fold.ts';
import { ANY, hull, interval, isFloatComparison, narrowed, point } from '../../promql/infer/index.ts';
import type { Interval } from '../../promql/infer/index.ts';

/** What the samples of a metric query can be: lines that are not there give no sample, so counts begin at 1. */
export function logqlValue(expr: LogqlExpr): Interval {
  const literal = literalValue(expr);
  if (literal !== undefined) return point(literal);
  const node = unparen(expr);
  switch (node.kind) {
    case 'RangeAggregation':
      return rangeValue(node);
    case 'VectorAggregation': {
      if (node.op === 'count') return interval(1, Infinity);
      const inner = logqlValue(node.expr);
      if (node.op === 'sum') return inner.lo >= 0 ? { ...inner, hi: Infinity, hiOpen: false } : ANY;
      return node.op === 'stddev' || node.op === 'stdvar' ? interval(0, Infinity, { nan: true }) : inner;
    }
    case 'BinaryExpr':
      return binaryValue(node);
    case 'LabelReplace':
      return logqlValue(node.expr);
    case 'VectorExpr':
      return point(node.value);
    default:
      return ANY;
  }
}

function rangeValue({ op }: RangeAggregation): Interval {
  switch (op) {
    case 'count_over_time':
      return interval(1, Infinity);
    case 'rate':
      return interval(0, Infinity, { loOpen: true });
    case 'bytes_over_time':
    case 'bytes_rate':
      return interval(0, Infinity);
    case 'absent_over_time':
      return point(1);
    default:
      return ANY;
  }
}

function binaryValue(node: BinaryExpr): Interval {
  const [left, right] = [logqlValue(node.lhs), logqlValue(node.rhs)];
  if (isFloatComparison(node.op)) return node.bool ? interval(0, 1) : narrowed(node.op, left, right);
  if (node.op === 'or') return hull(left, right);
  if (node.op === 'and' || node.op === 'unless') return left;
  if (node.op === '/' && isShare(node)) return interval(0, 1, { nan: true });
  const positive = left.lo >= 0 && right.lo >= 0;
  return positive && (node.op === '/' || node.op === '*' || node.op === '+')
    ? interval(0, Infinity, { nan: node.op !== '+' })
    : ANY;
}

/** Rates of lines that pass a filter by the rate of all of them. */
function isShare({ lhs, rhs }: BinaryExpr): boolean {
  const [part, whole] = [unparen(lhs), unparen(rhs)];
  if (part.kind === 'VectorAggregation' && whole.kind === 'VectorAggregation') {
    const groups = (node: typeof part): string =>
      JSON.stringify([node.grouping?.keyword, node.grouping?.labels.map(({ name }) => name).sort()]);
    return (
      part.op === 'sum' &&
      whole.op === 'sum' &&
      groups(part) === groups(whole) &&
      isPart(unparen(part.expr), unparen(whole.expr))
    );
  }
  return isPart(part, whole);
}

function isPart(part: LogqlExpr, whole: LogqlExpr): boolean {
  if (part.kind !== 'RangeAggregation' || whole.kind !== 'RangeAggregation' || part.op !== whole.op)
    return false;
  if (part.op !== 'rate' && part.op !== 'count_over_time') return false;
  const sameRange =
    part.range.interval.nanoseconds === whole.range.interval.nanoseconds &&
    part.range.offset?.nanoseconds === whole.range.offset?.nanoseconds;
  if (!sameRange || part.range.unwrap !== undefined || whole.range.unwrap !== undefined) return false;
  return isFiltered(part.range.query, whole.range.query);
}

/** Whether every line of `part` is one of `whole`: more matchers, and only filters behind the same stages. */
function isFiltered(part: LogQuery, whole: LogQuery): boolean {
  const matchers = new Set(part.selector.matchers.map(({ name, op, value }) => `${name}${op}${value}`));
  if (!whole.selector.matchers.every(({ name, op, value }) => matchers.has(`${name}${op}${value}`)))
    return false;
  // Other stages may change lines or labels: the rest is not compared.
  const alike = whole.stages.every((stage, i) => {
    const own = part.stages[i];
    return own !== undefined && printStage(own) === printStage(stage);
  });
  return alike && whole.stages.every(({ kind }) => kind === 'LineFilter');
}
