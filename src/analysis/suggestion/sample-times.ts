import type { DurationExpr, Expr, VectorSelector } from '../../promql/syntax/ast.ts';

const SECOND = 1000;
/** An instant selector finds what is younger than the lookback. */
const INSTANT = 60;
const MOST_SAMPLES = 1500;
/** A range holds so many samples at least. */
const PER_RANGE = 5;

/**
 * When a series needs samples so that a selector and the subqueries around it find some at every step: milliseconds
 * before the evaluation, the oldest first. undefined where that is not known (`@`, duration expressions) or too much.
 *
 * @param path the nodes around the selector, from the root down
 */
export function sampleTimes(selector: VectorSelector, path: readonly Expr[]): readonly number[] | undefined {
  if (selector.at !== undefined) return undefined;
  const offset = secondsOf(selector.offset);
  const matrix = path.at(-1);
  const own = matrix?.kind === 'MatrixSelector' ? secondsOf(matrix.range) : INSTANT;
  if (offset === undefined || own === undefined) return undefined;
  let [start, end] = [offset + own, offset];
  for (const node of path) {
    if (node.kind !== 'SubqueryExpr') continue;
    const range = secondsOf(node.range);
    const shift = secondsOf(node.offset);
    if (node.at !== undefined || range === undefined || shift === undefined) return undefined;
    start += range + shift;
    end += shift;
  }
  const step = own / PER_RANGE;
  const count = Math.ceil((start - end) / step) + 1;
  if (count > MOST_SAMPLES) return undefined;
  return Array.from({ length: count }, (_, i) => Math.round((start - i * step) * SECOND));
}

function secondsOf(duration: DurationExpr | undefined): number | undefined {
  if (duration === undefined) return 0;
  if (duration.kind === 'DurationUnary') {
    const inner = secondsOf(duration.expr);
    return inner === undefined ? undefined : duration.op === '-' ? -inner : inner;
  }
  return duration.kind === 'Duration' ? duration.seconds : undefined;
}
