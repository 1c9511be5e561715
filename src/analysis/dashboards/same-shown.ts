import { unwrap } from '../../promql/infer/index.ts';
import type { DurationExpr, Expr, LabelMatcher, VectorSelector } from '../../promql/syntax/ast.ts';
import { children } from '../../promql/syntax/walk.ts';
import { exprKey } from '../expression/index.ts';

/**
 * Whether a panel's expression returns the values of another one: they are the same but for what the panel's variables
 * leave open, ranges and selections.
 */
export function showsSame(panel: Expr, other: Expr): boolean {
  const [a, b] = [unwrap(panel), unwrap(other)];
  if (a.kind !== b.kind) return false;
  switch (a.kind) {
    case 'NumberLiteral':
    case 'StringLiteral':
      return exprKey(a) === exprKey(b);
    case 'VectorSelector':
      return b.kind === 'VectorSelector' && sameSelector(a, b);
    case 'MatrixSelector':
      return (
        b.kind === 'MatrixSelector' && sameRange(a.range, b.range) && sameSelector(a.selector, b.selector)
      );
    case 'SubqueryExpr':
      return b.kind === 'SubqueryExpr' && sameRange(a.range, b.range) && showsSame(a.expr, b.expr);
    default:
      return sameHead(a, b) && sameChildren(a, b);
  }
}

function sameChildren(a: Expr, b: Expr): boolean {
  const [left, right] = [children(a), children(b)];
  return left.length === right.length && left.every((each, index) => showsSame(each, right[index]!));
}

/** Everything of an operator, a function or an aggregation but its operands. */
function sameHead(a: Expr, b: Expr): boolean {
  if (a.kind === 'BinaryExpr' && b.kind === 'BinaryExpr') {
    const matching = ({ matching: found }: typeof a): string =>
      JSON.stringify([found?.keyword, names(found?.labels), found?.cardinality]);
    return a.op === b.op && a.bool === b.bool && matching(a) === matching(b);
  }
  if (a.kind === 'AggregateExpr' && b.kind === 'AggregateExpr')
    return a.op === b.op && a.keyword === b.keyword && names(a.grouping) === names(b.grouping);
  if (a.kind === 'Call' && b.kind === 'Call') return a.func === b.func;
  return a.kind === 'UnaryExpr' && b.kind === 'UnaryExpr' && a.op === b.op;
}

function names(list: readonly { readonly name: string }[] | undefined): string {
  return (list ?? [])
    .map(({ name }) => name)
    .sort()
    .join();
}

function sameRange(a: DurationExpr, b: DurationExpr): boolean {
  if (a.kind === 'DurationCall') return true;
  return a.kind === 'Duration' && b.kind === 'Duration' && a.seconds === b.seconds;
}

function sameSelector(panel: VectorSelector, other: VectorSelector): boolean {
  if (panel.name === undefined || panel.name !== other.name || panel.offset !== undefined) return false;
  const open = new Set(panel.matchers.filter(isOpen).map(({ name }) => name));
  const fixed = (list: readonly LabelMatcher[]): string =>
    list
      .filter(({ name }) => !open.has(name))
      .map(({ name, op, value }) => `${name}${op}${value}`)
      .sort()
      .join();
  return fixed(panel.matchers) === fixed(other.matchers);
}

/** A matcher whose value is a variable's. */
function isOpen({ op, value }: LabelMatcher): boolean {
  return op === '=~' && value === '.*';
}
