import { functionSignature } from '../../../promql/functions/table.ts';
import type { AggregateExpr, AggregateOp, Call, Expr } from '../../../promql/syntax/ast.ts';
import type { TextMutation } from '../types.ts';
import { withComma } from './promql-operators.ts';

const AGGREGATIONS: Partial<Record<AggregateOp, readonly AggregateOp[]>> = {
  sum: ['avg', 'max'],
  avg: ['sum', 'max'],
  min: ['max'],
  max: ['min', 'sum'],
  count: ['sum'],
  stddev: ['stdvar'],
  stdvar: ['stddev'],
  topk: ['bottomk'],
  bottomk: ['topk'],
};

/** Functions that are taken for one another, or do the opposite. */
const TWINS: Readonly<Record<string, readonly string[]>> = {
  rate: ['increase', 'irate'],
  irate: ['rate'],
  increase: ['rate'],
  delta: ['idelta'],
  idelta: ['delta'],
  deriv: ['delta'],
  changes: ['resets'],
  resets: ['changes'],
  min_over_time: ['max_over_time'],
  max_over_time: ['min_over_time', 'avg_over_time'],
  avg_over_time: ['max_over_time', 'min_over_time'],
  sum_over_time: ['avg_over_time'],
  count_over_time: ['sum_over_time'],
  last_over_time: ['max_over_time'],
  stddev_over_time: ['stdvar_over_time'],
  floor: ['ceil'],
  ceil: ['floor'],
  clamp_min: ['clamp_max'],
  clamp_max: ['clamp_min'],
  minute: ['hour'],
  hour: ['minute'],
  day_of_week: ['day_of_month'],
};

/** The mutations of aggregations: other operators and groupings. */
export function aggregationMutations(expr: AggregateExpr, text: string): TextMutation[] {
  const { op, opRange, grouping, keyword } = expr;
  const others = (AGGREGATIONS[op] ?? []).map((other): TextMutation => ({
    mutator: 'aggregation',
    ...opRange,
    text: other,
  }));
  const labels = grouping.map((label): TextMutation => ({
    mutator: 'grouping',
    ...withComma(label, text),
    text: '',
  }));
  const at = keyword === undefined ? -1 : text.slice(opRange.end, expr.end).search(/\b(?:by|without)\b/);
  if (keyword === undefined || at < 0 || grouping.length === 0) return [...others, ...labels];
  const start = opRange.end + at;
  const other = keyword === 'by' ? 'without' : 'by';
  return [...others, ...labels, { mutator: 'grouping', start, end: start + keyword.length, text: other }];
}

/** The mutations of calls: the twins of a function, and of one that takes a vector and gives one the vector alone. */
export function callMutations(expr: Call, text: string): TextMutation[] {
  const { func, funcRange } = expr;
  const twins = (TWINS[func] ?? []).map((other): TextMutation => ({
    mutator: 'function',
    ...funcRange,
    text: other,
  }));
  const argument = passedOn(expr);
  if (argument === undefined) return twins;
  const inner = `(${text.slice(argument.start, argument.end)})`;
  return [...twins, { mutator: 'function', start: expr.start, end: expr.end, text: inner }];
}

/** The argument that can be in the place of the call. */
function passedOn({ func, args }: Call): Expr | undefined {
  const signature = functionSignature(func);
  if (signature?.returns !== 'vector' || func === 'vector') return undefined;
  const position = signature.args.indexOf('vector');
  return position < 0 || UNPROVABLE.has(func) ? undefined : args[position];
}

/** Functions without which the result has the same values in another form: removing them proves nothing. */
const UNPROVABLE: ReadonlySet<string> = new Set(['sort', 'sort_desc', 'sort_by_label', 'sort_by_label_desc']);
