import { isFunctionName } from '../functions/table.ts';
import { FUNCTIONS } from '../functions/table.ts';
import type { FunctionName } from '../functions/table.ts';
import { knownMetric } from '../knowledge/index.ts';
import type { Call, Expr } from '../syntax/ast.ts';
import { alternativesOf, merged, presenceOf, valueOf } from './alternatives.ts';
import { absentLabels } from './absent-labels.ts';
import type { Alternative, Facts, LabelReason, LabelSet, Presence, Quantity } from './facts.ts';
import { ALWAYS, MAYBE, UNKNOWN_QUANTITY } from './facts.ts';
import { functionValue } from './function-values.ts';
import { histogramQuantileValue } from './histogram-quantile.ts';
import {
  ANY,
  hull,
  intersect,
  interval,
  isEmpty,
  isWithin,
  NOT_A_NUMBER,
  onlyValue,
  point,
} from './interval.ts';
import type { Interval } from './interval.ts';
import { joinedLabels, replacedLabels } from './label-functions.ts';
import { drop, dropName, noLabels, OPEN_LABELS, withLabel } from './label-set.ts';

/** Facts of a function call whose arguments have the given facts; `isAlwaysThere` adds a fact about an argument. */
export function inferCall(
  node: Call,
  args: readonly Facts[],
  isAlwaysThere: (argument: Expr) => boolean,
): Facts {
  if (!isFunctionName(node.func))
    return { type: 'vector', alternatives: [unknown(node, OPEN_LABELS, MAYBE)] };
  const signature = FUNCTIONS[node.func];
  if (node.func === 'scalar') return { type: 'scalar', value: scalarValue(args[0]) };
  if (signature.returns === 'scalar') return { type: 'scalar', value: ofScalars(node.func, args) };
  if (node.func === 'absent' || node.func === 'absent_over_time')
    return { type: 'vector', alternatives: [absence(node, args[0], isAlwaysThere)] };
  if (node.func === 'vector' || (args.length === 0 && signature.returns === 'vector'))
    return { type: 'vector', alternatives: [constant(node, node.func, args)] };
  const vector = args.find(({ type }) => type === 'vector' || type === 'matrix');
  const alternatives = alternativesOf(vector ?? { type: 'vector', alternatives: [] });
  return { type: 'vector', alternatives: ofVector(node, node.func, alternatives, args) };
}

function unknown(node: Expr, labels: LabelSet, presence: Presence): Alternative {
  return { range: node, labels, value: ANY, presence, quantity: UNKNOWN_QUANTITY };
}

/** NaN unless the vector has exactly one series. */
function scalarValue(vector: Facts | undefined): Interval {
  return vector === undefined ? ANY : hull(valueOf(vector), NOT_A_NUMBER);
}

function scalarsOf(args: readonly Facts[]): Interval[] {
  const scalars: Interval[] = [];
  for (const arg of args) if (arg.type === 'scalar') scalars.push(arg.value);
  return scalars;
}

function ofScalars(func: FunctionName, args: readonly Facts[]): Interval {
  const scalars = scalarsOf(args);
  if (func === 'max_of' || func === 'min_of') return scalars.reduce(hull, point(scalars[0]?.lo ?? NaN));
  return functionValue(func, { vector: ANY, scalars, counterLike: false });
}

function absence(
  node: Call,
  argument: Facts | undefined,
  isAlwaysThere: (argument: Expr) => boolean,
): Alternative {
  const inner = presenceOf(argument === undefined ? [] : alternativesOf(argument));
  const [operand] = node.args;
  const presence: Presence =
    operand !== undefined && isAlwaysThere(operand)
      ? { kind: 'never', reason: { kind: 'present', range: node } }
      : inner.kind === 'never'
        ? ALWAYS
        : MAYBE;
  const reason: LabelReason = { kind: 'function', func: node.func, range: node.funcRange };
  return {
    range: node,
    labels: absentLabels(node.args[0], reason),
    value: point(1),
    presence,
    quantity: { type: 'gauge' },
    series: { count: 1, factors: [] },
  };
}

/** `vector(s)`, and date functions of the time of evaluation: one series without labels, always there. */
function constant(node: Call, func: FunctionName, args: readonly Facts[]): Alternative {
  return {
    range: node,
    labels: noLabels({ kind: 'function', func, range: node.funcRange }),
    value: functionValue(func, { vector: ANY, scalars: scalarsOf(args), counterLike: false }),
    presence: ALWAYS,
    quantity: { type: 'gauge' },
    series: { count: 1, factors: [] },
  };
}

function ofVector(
  node: Call,
  func: FunctionName,
  inner: readonly Alternative[],
  args: readonly Facts[],
): readonly Alternative[] {
  const bucketed =
    func === 'histogram_quantile' || func === 'histogram_fraction' || func === 'histogram_quantiles';
  const list = bucketed ? one(merged(inner)) : inner;
  const scalars = scalarsOf(args);
  return list.map((each) => {
    const value = valueOfCall(func, each, scalars);
    const empty = isEmpty(value) && each.presence.kind !== 'never';
    return {
      range: each.range,
      labels: labelsOf(node, func, each.labels),
      value,
      presence: empty
        ? { kind: 'never', reason: { kind: 'parameter', range: node } }
        : laterPresence(func, each.presence),
      quantity: quantityOf(func, each.quantity),
      series: func === 'histogram_quantiles' || func === 'info' ? undefined : each.series,
    };
  });
}

function one(alternative: Alternative | undefined): Alternative[] {
  return alternative === undefined ? [] : [alternative];
}

/** Functions that return something for every float; others leave series out (too few samples, no histogram). */
const TOTAL: ReadonlySet<FunctionName> = new Set<FunctionName>([
  ...(['abs', 'ceil', 'floor', 'round', 'sgn', 'sort', 'sort_desc', 'label_join', 'exp', 'sqrt'] as const),
  ...(['label_replace', 'timestamp', 'ln', 'log2', 'log10'] as const),
]);

function laterPresence(func: FunctionName, presence: Presence): Presence {
  return presence.kind === 'always' && !TOTAL.has(func) ? MAYBE : presence;
}

function valueOfCall(func: FunctionName, inner: Alternative, scalars: readonly Interval[]): Interval {
  if (func === 'histogram_quantile') return histogramQuantileValue(inner.labels, scalars[0] ?? ANY);
  const counterLike = maybeCounter(inner);
  const vector = counterLike && GROWTH.has(func) ? asCounter(inner) : inner.value;
  const value = functionValue(func, { vector, scalars, counterLike });
  const most = func === 'rate' || func === 'irate' ? highestRate(inner.quantity) : Infinity;
  return most < Infinity ? intersect(value, interval(-Infinity, most, { nan: true })) : value;
}

/** Counted time passes at most once a second: its rate has an end. */
function highestRate({ metric, aggregated }: Quantity): number {
  const known = metric === undefined || aggregated !== undefined ? undefined : knownMetric(metric);
  return known?.rateAtMost ?? Infinity;
}

const GROWTH: ReadonlySet<FunctionName> = new Set<FunctionName>(['rate', 'irate', 'increase']);

/**
 * The values of a metric of unknown type that is used as a counter: finite, and never negative. What a rule records
 * under a name with a colon can be any number.
 */
function asCounter({ quantity, value }: Alternative): Interval {
  const isScraped = quantity.metric !== undefined && !quantity.metric.includes(':');
  return quantity.type === 'unknown' && isScraped && isWithin(ANY, value)
    ? interval(0, Infinity, { hiOpen: true })
    : value;
}

/** Of a metric of unknown type, rate() and its kin say that it is a counter, which is never negative. */
function maybeCounter({ quantity, value }: Alternative): boolean {
  return quantity.type !== 'gauge' || value.lo >= 0;
}

function labelsOf(node: Call, func: FunctionName, inner: LabelSet): LabelSet {
  const reason: LabelReason = { kind: 'function', func, range: node.funcRange };
  switch (func) {
    case 'label_replace':
      return replacedLabels(node, inner, reason);
    case 'label_join':
      return joinedLabels(node, inner, reason);
    case 'info':
      return {
        known: new Map(
          [...inner.known].map(([name, fact]) => [
            name,
            { presence: fact.presence === 'always' ? 'always' : 'maybe' },
          ]),
        ),
        others: 'maybe',
      };
    case 'histogram_quantile':
    case 'histogram_fraction':
      return dropName(
        drop(inner, ['le'], () => reason),
        reason,
      );
    case 'histogram_quantiles': {
      const target = node.args[1];
      const labels = dropName(
        drop(inner, ['le'], () => reason),
        reason,
      );
      return target?.kind === 'StringLiteral'
        ? withLabel(labels, target.value, { presence: 'always', reason })
        : OPEN_LABELS;
    }
    default:
      return FUNCTIONS[func].dropsName ? dropName(inner, reason) : inner;
  }
}

const KEEPS_QUANTITY: ReadonlySet<FunctionName> = new Set<FunctionName>([
  ...(['first_over_time', 'last_over_time', 'sort', 'sort_desc', 'sort_by_label', 'info'] as const),
  ...(['sort_by_label_desc', 'label_replace', 'label_join'] as const),
]);

const KEEPS_UNIT: ReadonlySet<FunctionName> = new Set<FunctionName>([
  ...(['abs', 'avg_over_time', 'ceil', 'clamp', 'clamp_max', 'clamp_min', 'delta', 'floor'] as const),
  ...([
    'idelta',
    'increase',
    'max_over_time',
    'min_over_time',
    'predict_linear',
    'quantile_over_time',
  ] as const),
  ...(['round', 'stddev_over_time', 'sum_over_time', 'mad_over_time', 'histogram_quantile'] as const),
  ...([
    'double_exponential_smoothing',
    'holt_winters',
    'histogram_avg',
    'histogram_sum',
    'histogram_stddev',
  ] as const),
]);

function quantityOf(func: FunctionName, inner: Quantity): Quantity {
  if (KEEPS_QUANTITY.has(func)) return inner;
  if (func === 'rate' || func === 'irate' || func === 'deriv')
    return gauge(inner.unit && perSecond(inner.unit));
  if (func === 'timestamp' || func.startsWith('ts_of_')) return gauge('seconds');
  return gauge(KEEPS_UNIT.has(func) ? inner.unit : undefined);
}

function gauge(unit: string | undefined): Quantity {
  return { metric: undefined, type: 'gauge', unit, aggregated: undefined };
}

/** Seconds per second are a plain ratio. */
function perSecond(unit: string): string {
  return unit === 'seconds' ? 'ratio' : `${unit} per second`;
}

/** The one value of a scalar argument, where it is known before any evaluation. */
export function constantArgument(facts: Facts | undefined): number | undefined {
  return facts?.type === 'scalar' ? onlyValue(facts.value) : undefined;
}
