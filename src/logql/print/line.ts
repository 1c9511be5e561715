import { formatDurationMs } from '../../go/durations/prometheus-duration.ts';
import { formatGoFloat } from '../../go/numbers/format-float.ts';
import type {
  BinaryExpr,
  Grouping,
  LogQuery,
  LogqlExpr,
  LogRange,
  Name,
  RangeAggregation,
  Unwrap,
  VectorAggregation,
} from '../syntax/ast.ts';
import { literalValue } from '../syntax/fold.ts';
import { formatGoDuration } from '../../go/durations/go-duration.ts';
import { goQuote } from '../../go/strings/quote.ts';
import { printLabelFilter, printSelector, printStage } from './stage.ts';

/** Nanoseconds as Prometheus's model.Duration prints them. */
export const printRange = (nanoseconds: number): string => formatDurationMs(Math.trunc(nanoseconds / 1e6));

export const printLabels = (labels: readonly Name[], separator: string): string =>
  labels.map(({ name }) => name).join(separator);

/**
 * A LogQL expression on one line, as the String() methods of Loki's syntax trees print it: binary operations in
 * brackets, groupings before the argument, expressions of literals computed.
 */
export function printLogql(expr: LogqlExpr): string {
  switch (expr.kind) {
    case 'LogQuery':
      return printLogQuery(expr);
    case 'RangeAggregation':
      return printRangeAggregation(expr);
    case 'VectorAggregation':
      return printVectorAggregation(expr);
    case 'BinaryExpr':
      return printBinary(expr);
    case 'LabelReplace': {
      const texts = [expr.dst, expr.replacement, expr.src, expr.regex].map(({ value }) => goQuote(value));
      return `label_replace(${[printLogql(expr.expr), ...texts].join(',')})`;
    }
    case 'VectorExpr':
      return `vector(${formatGoFloat(expr.value, 'f', 6)})`;
    case 'NumberLiteral':
      return printNumber(expr.value);
    case 'ParenExpr':
      return printLogql(expr.expr);
  }
}

/** Go's fmt.Sprint of a float64: the `g` form with exponents from 1e21. */
export function printNumber(value: number): string {
  const magnitude = Math.abs(value);
  // Loki reads "-0" as a duration.
  if (Object.is(value, -0)) return '- 0';
  const plain = magnitude === 0 || (magnitude >= 1e-4 && magnitude < 1e21);
  return formatGoFloat(value, plain ? 'f' : 'e');
}

function printLogQuery({ selector, stages }: LogQuery): string {
  return [printSelector(selector), ...stages.map(printStage)].join(' ');
}

/** `| unwrap duration(x)`, without the filters behind it. */
export function printUnwrapValue({ conversion, label }: Unwrap): string {
  return `| unwrap ${conversion === undefined ? label.name : `${conversion}(${label.name})`}`;
}

function printUnwrap(unwrap: Unwrap): string {
  return [
    printUnwrapValue(unwrap),
    ...unwrap.postFilters.map(({ filter }) => `| ${printLabelFilter(filter)}`),
  ].join(' ');
}

function printLogRange({ query, unwrap, interval, offset }: LogRange): string {
  const unwrapped = unwrap === undefined ? '' : ` ${printUnwrap(unwrap)}`;
  const moved =
    offset === undefined || offset.nanoseconds === 0
      ? ''
      : ` offset ${formatGoDuration(BigInt(offset.nanoseconds))}`;
  return `${printLogQuery(query)}${unwrapped}[${printRange(interval.nanoseconds)}]${moved}`;
}

const printGrouping = ({ keyword, labels }: Grouping): string => ` ${keyword} (${printLabels(labels, ',')})`;

function printRangeAggregation({ op, param, range, grouping }: RangeAggregation): string {
  const parameter = param === undefined ? '' : `${formatGoFloat(param.value, 'f')},`;
  return `${op}(${parameter}${printLogRange(range)})${grouping === undefined ? '' : printGrouping(grouping)}`;
}

/** `by ()` says what no grouping says, and is not printed. */
function printVectorAggregation({ op, param, expr, grouping }: VectorAggregation): string {
  const shown = grouping !== undefined && (grouping.keyword === 'without' || grouping.labels.length > 0);
  const parameter = param === undefined ? '' : `${param.value},`;
  return `${op}${shown ? printGrouping(grouping) : ''}(${parameter}${printLogql(expr)})`;
}

function printBinary(expr: BinaryExpr): string {
  const literal = literalValue(expr);
  if (literal !== undefined) return printNumber(literal);
  return `(${printLogql(expr.lhs)} ${printOperator(expr)} ${printLogql(expr.rhs)})`;
}

/** Loki leaves a blank behind `on (...)` where no group_left follows, and so does this. */
function printOperator({ op, bool, matching }: BinaryExpr): string {
  const name = bool ? `${op} bool` : op;
  if (
    matching === undefined ||
    (matching.keyword === 'ignoring' && matching.labels.length === 0 && matching.cardinality === 'one-to-one')
  )
    return name;
  let group = { 'one-to-one': '', 'many-to-one': 'group_left', 'one-to-many': 'group_right' }[
    matching.cardinality
  ];
  if (matching.include !== undefined && matching.include.length > 0)
    group += ` (${printLabels(matching.include, ',')})`;
  return `${name} ${matching.keyword} (${printLabels(matching.labels, ',')}) ${group}`;
}
