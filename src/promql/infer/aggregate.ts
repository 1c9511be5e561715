import type { AggregateExpr } from '../syntax/ast.ts';
import { AGGREGATIONS } from '../functions/aggregations.ts';
import { merged } from './alternatives.ts';
import type { Alternative, Facts, LabelReason, LabelSet, Presence, Quantity } from './facts.ts';
import { MAYBE, METRIC_NAME_LABEL } from './facts.ts';
import { ANY, hasNoNumber, interval, point } from './interval.ts';
import type { Interval } from './interval.ts';
import { drop, dropName, keepOnly, withLabel } from './label-set.ts';
import { estimateOf, smallerEstimate } from './series-estimate.ts';

/** Facts of an aggregation of a vector with the given alternatives. */
export function inferAggregate(
  node: AggregateExpr,
  inner: readonly Alternative[],
  param: Facts | undefined,
): readonly Alternative[] {
  if (AGGREGATIONS[node.op].selectsSeries)
    return inner.map((each) => ({ ...each, presence: selectedPresence(node, each.presence, param) }));
  const all = merged(inner);
  if (all === undefined) return [];
  const labels = groupLabels(node, all.labels, param);
  return [
    {
      range: node,
      labels,
      value: aggregatedValue(node, all.value, param),
      presence: all.presence,
      quantity: quantityOf(node, all.quantity),
      // count_values makes a series of each value, others at most one of each series.
      series:
        node.op === 'count_values'
          ? undefined
          : smallerEstimate(estimateOf(labels), all.series && { ...all.series, factors: all.series.factors }),
    },
  ];
}

function selectedPresence(node: AggregateExpr, inner: Presence, param: Facts | undefined): Presence {
  if (inner.kind === 'never') return inner;
  const k = param?.type === 'scalar' ? param.value : ANY;
  const ratio = node.op === 'limit_ratio';
  // Prometheus truncates k towards zero and returns nothing below 1.
  const none = ratio ? k.lo === 0 && k.hi === 0 : k.hi < 1;
  if (none && !k.nan && !hasNoNumber(k))
    return { kind: 'never', reason: { kind: 'parameter', range: node.param ?? node } };
  return !ratio && k.lo >= 1 && !k.nan ? inner : MAYBE;
}

/** The labels of the groups. */
function groupLabels(node: AggregateExpr, inner: LabelSet, param: Facts | undefined): LabelSet {
  const grouped = groupedLabels(node, inner);
  if (node.op !== 'count_values' || param?.type !== 'string') return grouped;
  // The value's label is set before the grouping, and `without` can take it away again.
  if (node.keyword === 'without' && node.grouping.some(({ name }) => name === param.value)) return grouped;
  const reason: LabelReason = { kind: 'aggregated', op: node.op, range: node.param ?? node };
  return withLabel(grouped, param.value, { presence: 'always', reason });
}

function groupedLabels(node: AggregateExpr, inner: LabelSet): LabelSet {
  if (node.keyword === undefined)
    return keepOnly(inner, [], { kind: 'aggregated', op: node.op, range: node.opRange });
  const range = node.groupingRange ?? node.opRange;
  const names = node.grouping.map(({ name }) => name);
  if (node.keyword === 'by') {
    return keepOnly(inner, names, { kind: 'by', range });
  }
  const placeOf = (name: string): LabelReason => ({
    kind: 'without',
    range: node.grouping.find((label) => label.name === name) ?? range,
  });
  const rest = drop(
    inner,
    names.filter((name) => name !== METRIC_NAME_LABEL),
    placeOf,
  );
  return dropName(rest, { kind: 'aggregated', op: node.op, range: node.opRange });
}

/** The value of an aggregation of one or more values of the interval. */
function aggregatedValue(node: AggregateExpr, inner: Interval, param: Facts | undefined): Interval {
  switch (node.op) {
    case 'count':
    case 'count_values':
      return interval(1, Infinity, { hiOpen: true });
    case 'group':
      return point(1);
    case 'sum':
      return summed(inner);
    case 'avg':
      return averaged(inner);
    case 'stddev':
    case 'stdvar':
      return interval(0, Infinity, { nan: inner.nan || inner.lo === -Infinity || inner.hi === Infinity });
    case 'quantile':
      return quantileValue(inner, param?.type === 'scalar' ? param.value : ANY);
    case 'min':
    case 'max':
    case 'topk':
    case 'bottomk':
    case 'limitk':
    case 'limit_ratio':
      return inner;
  }
}

/** The sum of one or more values. */
export function summed(inner: Interval): Interval {
  if (hasNoNumber(inner)) return inner;
  const both = inner.lo === -Infinity && !inner.loOpen && inner.hi === Infinity && !inner.hiOpen;
  return {
    lo: inner.lo < 0 ? -Infinity : inner.lo,
    hi: inner.hi > 0 ? Infinity : inner.hi,
    loOpen: inner.lo < 0 ? false : inner.loOpen,
    hiOpen: inner.hi > 0 ? false : inner.hiOpen,
    // A sum that overflows one way and meets the other infinity is NaN.
    nan: inner.nan || both || (inner.lo < 0 && inner.hi > 0),
    minusZero: inner.minusZero,
  };
}

/** The mean of one or more values. */
export function averaged(inner: Interval): Interval {
  if (hasNoNumber(inner)) return inner;
  const nan = inner.nan || (inner.lo === -Infinity && inner.hi === Infinity);
  const { lo, hi, minusZero } = inner;
  return { lo, hi, loOpen: false, hiOpen: false, nan, minusZero };
}

/** A quantile of one or more values. */
export function quantileValue(inner: Interval, q: Interval): Interval {
  if (hasNoNumber(q)) return ANY;
  if (q.hi < 0 && !q.nan) return point(-Infinity);
  if (q.lo > 1 && !q.nan) return point(Infinity);
  // Between two infinities interpolation gives NaN.
  if (q.lo >= 0 && q.hi <= 1 && !q.nan) return { ...averaged(inner), nan: inner.nan || !isFinite(inner) };
  return ANY;
}

function isFinite({ lo, hi, loOpen, hiOpen }: Interval): boolean {
  return (lo > -Infinity || loOpen) && (hi < Infinity || hiOpen);
}

/** A sum of counters still only grows, but a reset of one of them is no longer seen. */
function quantityOf(node: AggregateExpr, inner: Quantity): Quantity {
  switch (node.op) {
    case 'sum':
    case 'min':
    case 'max':
    case 'avg': {
      const { metric, type, unit, aggregated = node } = inner;
      return { metric, type, unit, aggregated };
    }
    case 'topk':
    case 'bottomk':
    case 'limitk':
    case 'limit_ratio':
      return inner;
    case 'quantile':
    case 'stddev':
      return { type: 'gauge', unit: inner.unit };
    case 'stdvar':
    case 'count':
    case 'count_values':
    case 'group':
      return { type: 'gauge' };
  }
}
