import type { Rule } from '../../documents/rules/types.ts';
import { unparen } from '../../logql/syntax/index.ts';
import type { BinaryExpr, LogqlExpr } from '../../logql/syntax/index.ts';
import type { TextMutation } from './types.ts';

/** Aggregations of lines that return nothing where there is no line, and at least one or more than zero where there is. */
const COUNTS: ReadonlySet<string> = new Set(['count_over_time', 'rate']);
const AGGREGATIONS: ReadonlySet<string> = new Set(['sum', 'avg', 'max', 'min']);

/**
 * Proves a mutant of an alert `count > 0` equivalent: a series of counted lines is never zero, so that every comparison
 * that zero alone could fail holds always.
 */
export function logqlEquivalence(
  root: LogqlExpr,
  { mutator, text, start }: TextMutation,
  rule: Rule,
): string | undefined {
  const comparison = unparen(root);
  if (comparison.kind !== 'BinaryExpr' || !isPositiveCount(comparison)) return undefined;
  if (mutator === 'comparison' && start === comparison.opRange.start && text === '>=')
    return 'a count of lines is never zero';
  const isAlike = mutator === 'aggregation' && AGGREGATIONS.has(text) && AGGREGATIONS.has(opOf(comparison));
  const isTwin = mutator === 'function' && COUNTS.has(text);
  return (isAlike || isTwin) && !readsValue(rule)
    ? 'only the existence of a line matters, and both functions agree on it'
    : undefined;
}

function isPositiveCount({ op, lhs, rhs, bool }: BinaryExpr): boolean {
  const limit = unparen(rhs);
  if (op !== '>' || bool || limit.kind !== 'NumberLiteral' || limit.value !== 0) return false;
  let inner = unparen(lhs);
  while (inner.kind === 'VectorAggregation' && AGGREGATIONS.has(inner.op)) inner = unparen(inner.expr);
  return inner.kind === 'RangeAggregation' && COUNTS.has(inner.op) && inner.range.unwrap === undefined;
}

function opOf({ lhs }: BinaryExpr): string {
  const inner = unparen(lhs);
  return inner.kind === 'VectorAggregation' ? inner.op : '';
}

/** Whether a text of the rule shows the value. */
export function readsValue(rule: Rule): boolean {
  if (rule.kind === 'record') return true;
  return [...rule.labels, ...rule.annotations].some(({ value }) =>
    /\$value|\.Value|\{\{-?\s*\.\s*-?\}\}/.test(value),
  );
}
