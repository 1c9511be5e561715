import type { Expr } from '../../src/promql/syntax/ast.ts';
import { parseExpr } from '../../src/promql/syntax/parse.ts';
import { walkExpr } from '../../src/promql/syntax/walk.ts';

/** Functions whose result follows the evaluation time even where their arguments do not. */
const TIME_DEPENDENT = new Set([
  ...['days_in_month', 'day_of_month', 'day_of_week', 'day_of_year', 'hour', 'minute', 'month', 'year'],
  ...['predict_linear', 'time', 'timestamp', 'start', 'end', 'range', 'step'],
]);

/**
 * The query with `@ time` on every selector and subquery that has none (selectors inside a subquery follow the
 * subquery), or undefined where its result depends on the evaluation time all the same.
 */
export function pinnedToTime(query: string, timeMs: number, version: 2 | 3): string | undefined {
  const { expr } = parseExpr(query, { version, features: 'all' });
  if (expr === undefined) return undefined;
  const places: number[] = [];
  const dependent: string[] = [];
  walkExpr(expr, (node) => {
    if (node.kind === 'Call' && TIME_DEPENDENT.has(node.func)) dependent.push(node.func);
    const place = placeOf(node);
    if (place !== undefined && !place.pinned) places.push(node.end);
    return place === undefined;
  });
  if (dependent.length > 0) return undefined;
  let pinned = query;
  for (const end of places.sort((a, b) => b - a))
    pinned = `${pinned.slice(0, end)} @ ${timeMs / 1000}${pinned.slice(end)}`;
  return pinned;
}

function placeOf(node: Expr): { pinned: boolean } | undefined {
  switch (node.kind) {
    case 'VectorSelector':
    case 'SubqueryExpr':
      return { pinned: node.at !== undefined };
    case 'MatrixSelector':
      return { pinned: node.selector.at !== undefined };
    default:
      return undefined;
  }
}

/** The times at which upstream evaluates a pinned query: before, at and after its own time, in milliseconds. */
export function timesAround(timeMs: number): number[] {
  if (timeMs === 0) return [-1000, 0, 1000];
  return [-10 * timeMs, 0, Math.trunc(timeMs / 5), timeMs, 10 * timeMs];
}
