import { walk } from '../../logql/analysis/walk.ts';
import type { LogqlExpr } from '../../logql/syntax/ast.ts';
import { literalValue } from '../../promql/infer/index.ts';
import type { DurationExpr, Expr } from '../../promql/syntax/ast.ts';
import { walkExpr } from '../../promql/syntax/walk.ts';
import { staticMs } from './static-duration.ts';

/** What an expression does, as the words of a recorded name would say it. */
export interface DoneWith {
  /** Milliseconds of the ranges and subqueries; undefined: some of them are computed. */
  readonly ranges: readonly number[] | undefined;
  readonly aggregations: ReadonlySet<string>;
  /** rate, irate, increase and the `_over_time` functions, these without the suffix. */
  readonly functions: ReadonlySet<string>;
  readonly quantiles: readonly number[];
  /** The names of the series that it reads. */
  readonly names: readonly string[];
  /** Numbers that something is multiplied with, or divided by. */
  readonly scaled: boolean;
  /** A division of series by series. */
  readonly ratio: boolean;
}

interface Collected extends Omit<DoneWith, 'ranges' | 'scaled' | 'ratio'> {
  readonly ranges: number[];
  readonly aggregations: Set<string>;
  readonly functions: Set<string>;
  readonly quantiles: number[];
  readonly names: string[];
  computed: boolean;
  scaled: boolean;
  ratio: boolean;
}

const nothing = (): Collected => ({
  ranges: [],
  aggregations: new Set(),
  functions: new Set(),
  quantiles: [],
  names: [],
  computed: false,
  scaled: false,
  ratio: false,
});

/** What a PromQL expression does. */
export function doneWith(expr: Expr): DoneWith {
  const found = nothing();
  const range = (duration: DurationExpr): void => {
    const ms = staticMs(duration);
    if (ms === undefined) found.computed = true;
    else found.ranges.push(ms);
  };
  walkExpr(expr, (node) => {
    if (node.kind === 'MatrixSelector' || node.kind === 'SubqueryExpr') range(node.range);
    else if (node.kind === 'VectorSelector') found.names.push(node.name ?? '');
    else if (node.kind === 'AggregateExpr') {
      found.aggregations.add(node.op);
      if (node.op === 'quantile' && node.param !== undefined) addQuantile(found, node.param);
    } else if (node.kind === 'Call') {
      found.functions.add(node.func.replace(/_over_time$/, ''));
      if (/^(?:histogram_quantile|quantile_over_time)$/.test(node.func) && node.args[0] !== undefined)
        addQuantile(found, node.args[0]);
    } else if (node.kind === 'BinaryExpr') {
      const number = literalValue(node.lhs) !== undefined || literalValue(node.rhs) !== undefined;
      if (number) found.scaled = true;
      else if (node.op === '/') found.ratio = true;
    }
  });
  return { ...found, ranges: found.computed ? undefined : found.ranges };
}

function addQuantile(found: Collected, expr: Expr): void {
  const value = literalValue(expr);
  if (value !== undefined) found.quantiles.push(value);
}

/** What a LogQL expression does. */
export function doneWithLogs(expr: LogqlExpr): DoneWith {
  const found = nothing();
  walk(expr, (node) => {
    if (node.kind === 'RangeAggregation') {
      found.ranges.push(node.range.interval.nanoseconds / 1e6);
      found.functions.add(node.op.replace(/_over_time$/, ''));
      if (node.op === 'quantile_over_time' && node.param !== undefined)
        found.quantiles.push(node.param.value);
    } else if (node.kind === 'VectorAggregation') found.aggregations.add(node.op);
    else if (node.kind === 'BinaryExpr') {
      if (node.lhs.kind === 'NumberLiteral' || node.rhs.kind === 'NumberLiteral') found.scaled = true;
      else if (node.op === '/') found.ratio = true;
    }
  });
  return found;
}
