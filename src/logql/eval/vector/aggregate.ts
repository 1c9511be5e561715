import type { Grouping, VectorAggregation, VectorOp } from '../../syntax/ast.ts';
import type { Labels } from '../labels.ts';
import { dropLabels, keepLabels, labelsKey, withoutEmpty } from '../labels.ts';
import { variance } from '../range/aggregate.ts';
import type { VectorSample } from './sample.ts';

interface Group {
  readonly labels: Labels;
  readonly members: VectorSample[];
}

/** `without` builds labels anew and thereby loses empty ones; `by` picks them as they are. */
function groupLabels(labels: Labels, grouping: Grouping | undefined): Labels {
  const names = new Set(grouping?.labels.map(({ name }) => name));
  return grouping?.keyword === 'without'
    ? withoutEmpty(dropLabels(labels, names))
    : keepLabels(labels, names);
}

function groupsOf(vector: readonly VectorSample[], grouping: Grouping | undefined): Group[] {
  const groups = new Map<string, Group>();
  for (const sample of vector) {
    const labels = groupLabels(sample.labels, grouping);
    const key = labelsKey(labels);
    const group = groups.get(key) ?? { labels, members: [] };
    group.members.push(sample);
    groups.set(key, group);
  }
  return [...groups.values()];
}

/** Aggregates the series of one instant. topk and sort put theirs in order. */
export function aggregateVector(
  { op, param, grouping }: VectorAggregation,
  vector: readonly VectorSample[],
): VectorSample[] {
  const groups = groupsOf(vector, grouping);
  switch (op) {
    case 'topk':
    case 'approx_topk':
      return groups.flatMap(({ members }) => pick(members, param?.value ?? 0, descending));
    case 'bottomk':
      return groups.flatMap(({ members }) => pick(members, param?.value ?? 0, ascending));
    case 'sort':
      return groups.flatMap(({ members }) => [...members].sort(ascending));
    case 'sort_desc':
      return groups.flatMap(({ members }) => [...members].sort(descending));
    default:
      return groups.map(({ labels, members }) => ({
        labels,
        value: fold(
          op,
          members.map(({ value }) => value),
        ),
      }));
  }
}

/** NaN comes last in either direction. */
function ascending(a: VectorSample, b: VectorSample): number {
  if (Number.isNaN(a.value) || Number.isNaN(b.value))
    return Number(Number.isNaN(a.value)) - Number(Number.isNaN(b.value));
  return a.value - b.value;
}

function descending(a: VectorSample, b: VectorSample): number {
  if (Number.isNaN(a.value) || Number.isNaN(b.value)) return ascending(a, b);
  return b.value - a.value;
}

function pick(
  members: readonly VectorSample[],
  count: number,
  order: (a: VectorSample, b: VectorSample) => number,
): VectorSample[] {
  return [...members].sort(order).slice(0, count);
}

type FoldOp = Exclude<VectorOp, 'topk' | 'bottomk' | 'approx_topk' | 'sort' | 'sort_desc'>;

function fold(op: FoldOp, values: readonly number[]): number {
  switch (op) {
    case 'sum':
      return values.reduce((a, b) => a + b);
    case 'avg':
      return average(values);
    case 'count':
      return values.length;
    case 'max':
      return values.reduce((a, b) => (a < b || Number.isNaN(a) ? b : a));
    case 'min':
      return values.reduce((a, b) => (a > b || Number.isNaN(a) ? b : a));
    case 'stddev':
      return Math.sqrt(groupVariance(values));
    case 'stdvar':
      return groupVariance(values);
  }
}

/** Loki takes the first value for the mean so far, so that one infinite value alone has the variance 0. */
function groupVariance(values: readonly number[]): number {
  return values.length === 1 ? 0 : variance(values);
}

/** The running mean; once it is infinite, finite values no longer move it. */
function average(values: readonly number[]): number {
  let mean = values[0]!;
  for (const [i, value] of values.entries()) {
    if (i === 0 || (Math.abs(mean) === Infinity && (value === mean || Number.isFinite(value)))) continue;
    mean += (value - mean) / (i + 1);
  }
  return mean;
}
