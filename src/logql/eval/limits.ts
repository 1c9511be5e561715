import { formatGoDuration } from '../../go/durations/go-duration.ts';
import { formatDurationMs } from '../../go/durations/prometheus-duration.ts';
import { walk } from '../analysis/walk.ts';
import type { LogqlExpr } from '../syntax/ast.ts';
import { LogqlEvalError } from './errors.ts';

/** The settings of `limits_config` that refuse metric queries. Times are milliseconds; 0 means unlimited. */
export interface QueryLimits {
  /** `max_query_length`: of the time between the first and the last line that a range needs. */
  readonly maxLengthMs: number;
  /** `max_query_range`: of a range in brackets. */
  readonly maxRangeMs: number;
  /** `max_query_series`: of an answer. */
  readonly maxSeries: number;
}

/** Loki's defaults, in all releases since 2.9. */
export const DEFAULT_LIMITS: QueryLimits = { maxLengthMs: 721 * 3_600_000, maxRangeMs: 0, maxSeries: 500 };

/** The longest range of an expression in milliseconds; 0 where it has none. */
export function longestRangeMs(expr: LogqlExpr): number {
  let longest = 0;
  walk(expr, (node) => {
    if (node.kind === 'RangeAggregation') longest = Math.max(longest, node.range.interval.nanoseconds / 1e6);
  });
  return longest;
}

/** Refuses a query as Loki's engine (`max_query_range`) and its querier (`max_query_length`) do. @throws LogqlEvalError */
export function refuseLongRanges(expr: LogqlExpr, { maxLengthMs, maxRangeMs }: QueryLimits): void {
  const longest = longestRangeMs(expr);
  if (maxRangeMs > 0 && longest > maxRangeMs)
    throw new LogqlEvalError(
      'limit',
      `[interval] value exceeds limit: [${formatDurationMs(longest)}] > [${formatDurationMs(maxRangeMs)}]`,
    );
  // A range begins a nanosecond early: one that is as long as the limit is too long (tried with the ruler of 3.7.6).
  if (maxLengthMs > 0 && longest >= maxLengthMs) {
    const length = formatGoDuration(BigInt(Math.round(longest * 1e6)) + 1n);
    throw new LogqlEvalError(
      'limit',
      `the query time range exceeds the limit (query length: ${length}, limit: ${formatDurationMs(maxLengthMs)})`,
    );
  }
}

/** Refuses an answer of too many series, as Loki's engine does. @throws LogqlEvalError */
export function refuseManySeries(count: number, { maxSeries }: QueryLimits): void {
  if (count <= maxSeries) return;
  throw new LogqlEvalError(
    'limit',
    `maximum number of series (${maxSeries}) reached for a single query; consider reducing query cardinality by adding more specific stream selectors, reducing the time range, or aggregating results with functions like sum(), count() or topk()`,
  );
}
