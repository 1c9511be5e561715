import type { AggregateOp, ValueType } from '../syntax/ast.ts';

/** What kind of metric a function is meant for; anything else gives numbers without a meaning. */
export type MetricKind = 'counter' | 'gauge' | 'histogram';

/** The static facts of one PromQL function. */
export interface FunctionSignature {
  /** Types of the arguments; of a variadic function the last one stands for all further arguments. */
  readonly args: readonly ValueType[];
  /**
   * As Prometheus counts: 0 takes exactly `args`; n takes from `args.length - 1` to `args.length - 1 + n`
   * arguments; -1 takes `args.length - 1` or more.
   */
  readonly variadic: number;
  readonly returns: ValueType;
  /** First Prometheus release with the function; `2.0` also stands for everything older. */
  readonly since: string;
  /** Last release line with it, for a function that was removed or renamed. */
  readonly until?: string;
  /** The function that replaces a removed one. */
  readonly replacedBy?: string;
  /** Needs `--enable-feature=promql-experimental-functions`. */
  readonly experimental: boolean;
  /** One line: its result. */
  readonly docs: string;
  /** The metric name is absent from the result (always so for scalars and strings). */
  readonly dropsName: boolean;
  /** The kind of metric that it expects in its vector argument, where only one kind makes sense. */
  readonly expects?: MetricKind;
}

/** The static facts of one aggregation operator. Every aggregation returns an instant vector. */
export interface AggregationSignature {
  readonly op: AggregateOp;
  /** Type of the parameter before the vector (`topk(3, x)`); undefined where none is taken. */
  readonly param?: ValueType;
  readonly since: string;
  readonly experimental: boolean;
  readonly docs: string;
  /** Keeps all labels of the series that it selects, name included (topk, limitk, ...). */
  readonly selectsSeries: boolean;
}
