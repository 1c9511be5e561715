import { FUNCTIONS, isFunctionName } from '../functions/table.ts';
import type { AggregateExpr, BinaryExpr, Call, Expr, LabelMatcher, VectorSelector } from '../syntax/ast.ts';
import { printExpr } from '../print/print.ts';
import { canonicalText } from './same-vector.ts';
import { unwrap } from './unwrap.ts';

/**
 * Whether a division is the share of a part in its whole: the same sum or count of the same function of the same
 * metric on both sides, where the numerator's matchers are those of the denominator and more. Of values that are
 * never negative such a ratio lies between 0 and 1.
 */
export function isShareOfWhole(node: BinaryExpr): boolean {
  if (node.op !== '/') return false;
  const part = unwrap(node.lhs);
  const whole = unwrap(node.rhs);
  if (part.kind === 'AggregateExpr' && whole.kind === 'AggregateExpr') {
    return (
      part.op === whole.op &&
      (part.op === 'sum' || part.op === 'count') &&
      groupsAreParts(node, part, whole) &&
      isSubset(part.expr, whole.expr)
    );
  }
  return false;
}

/** Whether each group of the numerator lies within the group of the denominator that it is divided by. */
function groupsAreParts(node: BinaryExpr, part: AggregateExpr, whole: AggregateExpr): boolean {
  const { matching } = node;
  if (matching?.fillLeft !== undefined || matching?.fillRight !== undefined) return false;
  const names = (list: readonly { readonly name: string }[]): string =>
    list
      .map(({ name }) => name)
      .sort()
      .join('\0');
  const sameGrouping =
    names(part.grouping) === names(whole.grouping) &&
    (part.keyword === whole.keyword ||
      (part.grouping.length === 0 && part.keyword !== 'without' && whole.keyword !== 'without'));
  // The same labels on both sides, and all of them compared.
  if (sameGrouping && matching?.keyword === undefined) return true;
  if (part.keyword === 'without' || whole.keyword === 'without') return false;
  // The denominator's labels are compared, and the numerator splits each of its groups further.
  const compared = matching?.keyword === 'on' && names(matching.labels) === names(whole.grouping);
  const finer = whole.grouping.every(({ name }) => part.grouping.some((label) => label.name === name));
  return compared && finer;
}

/** Whether every series of the first expression is one of the second, with the same value. */
function isSubset(part: Expr, whole: Expr): boolean {
  const a = unwrap(part);
  const b = unwrap(whole);
  if (a.kind === 'VectorSelector' && b.kind === 'VectorSelector') return isNarrower(a, b);
  if (a.kind === 'Call' && b.kind === 'Call') return isSubsetCall(a, b);
  if (a.kind === 'MatrixSelector' && b.kind === 'MatrixSelector')
    return (
      isNarrower(a.selector, b.selector) &&
      printExpr({ ...a, selector: bare(a.selector) }) === printExpr({ ...b, selector: bare(b.selector) })
    );
  return false;
}

/** Functions of each series on its own; label functions could make two series of one. */
function isSubsetCall(a: Call, b: Call): boolean {
  if (a.func !== b.func || a.args.length !== b.args.length || !isFunctionName(a.func)) return false;
  const [argument] = FUNCTIONS[a.func].args;
  if (FUNCTIONS[a.func].args.length !== 1 || argument !== 'matrix' || a.func === 'absent_over_time')
    return false;
  return a.args.every((arg, i) => isSubset(arg, b.args[i]!));
}

function bare(selector: VectorSelector): VectorSelector {
  const { start, end, kind, name } = selector;
  return { start, end, kind, ...(name === undefined ? {} : { name }), matchers: [] };
}

/** The same metric and time, and every matcher of the whole on the part too. */
function isNarrower(part: VectorSelector, whole: VectorSelector): boolean {
  if (part.name === undefined || part.name !== whole.name) return false;
  const without = (selector: VectorSelector): string => canonicalText({ ...selector, matchers: [] });
  if (without(part) !== without(whole)) return false;
  const key = ({ name, op, value }: LabelMatcher): string => `${name}${op}${value}`;
  const own = new Set(part.matchers.map(key));
  return whole.matchers.every((matcher) => own.has(key(matcher)));
}
