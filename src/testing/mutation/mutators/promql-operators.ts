import { unwrap } from '../../../promql/infer/index.ts';
import type { BinaryExpr, BinaryOp, Expr } from '../../../promql/syntax/ast.ts';
import type { Mutator, TextMutation } from '../types.ts';
import { numberSteps, numberText, thresholdSteps } from './numbers.ts';

const COMPARISONS: Partial<Record<BinaryOp, readonly BinaryOp[]>> = {
  '>': ['>=', '<'],
  '>=': ['>', '<'],
  '<': ['<=', '>'],
  '<=': ['<', '>'],
  '==': ['!='],
  '!=': ['=='],
};

const ARITHMETIC: Partial<Record<BinaryOp, readonly BinaryOp[]>> = {
  '+': ['-'],
  '-': ['+'],
  '*': ['/'],
  '/': ['*'],
  '%': ['*'],
  '^': ['*'],
};

const SETS: Partial<Record<BinaryOp, readonly BinaryOp[]>> = {
  and: ['or', 'unless'],
  or: ['and', 'unless'],
  unless: ['and'],
};

/** The mutations of an operator: another one, one side removed, `bool` and the labels of `on` and `ignoring` removed. */
export function operatorMutations(expr: BinaryExpr, text: string): TextMutation[] {
  return [
    ...otherOperators(expr, 'comparison', COMPARISONS),
    ...otherOperators(expr, 'arithmetic', ARITHMETIC),
    ...otherOperators(expr, 'set-operator', SETS),
    ...sidesRemoved(expr, text),
    ...boolRemoved(expr, text),
    ...matchingLabels(expr, text),
  ];
}

function otherOperators(
  { op, opRange: { start, end } }: BinaryExpr,
  mutator: Mutator,
  table: Partial<Record<BinaryOp, readonly BinaryOp[]>>,
): TextMutation[] {
  return (table[op] ?? []).map((other) => ({ mutator, start, end, text: other }));
}

/** `a or b` as `a` and as `b`; `a and b` and `a unless b` as `a`. */
function sidesRemoved({ op, lhs, rhs, start, end }: BinaryExpr, text: string): TextMutation[] {
  if (SETS[op] === undefined) return [];
  const kept = op === 'or' ? [lhs, rhs] : [lhs];
  return kept.map((side) => ({
    mutator: 'side-removed',
    start,
    end,
    text: text.slice(side.start, side.end),
  }));
}

function boolRemoved({ bool, opRange, rhs }: BinaryExpr, text: string): TextMutation[] {
  if (!bool) return [];
  const at = text.indexOf('bool', opRange.end);
  return at < 0 || at > rhs.start ? [] : [{ mutator: 'bool', start: at, end: at + 'bool'.length, text: '' }];
}

function matchingLabels({ matching }: BinaryExpr, text: string): TextMutation[] {
  const labels = [...(matching?.labels ?? []), ...(matching?.include ?? [])];
  return labels.map((label) => ({ mutator: 'matching-labels', ...withComma(label, text), text: '' }));
}

/** The range of an entry of a list together with the comma behind or before it. */
export function withComma(
  { start, end }: { readonly start: number; readonly end: number },
  text: string,
): { start: number; end: number } {
  let after = end;
  while (/\s/.test(text[after] ?? '')) after++;
  if (text[after] === ',') {
    do after++;
    while (/\s/.test(text[after] ?? ''));
    return { start, end: after };
  }
  let before = start;
  while (/\s/.test(text[before - 1] ?? '')) before--;
  return text[before - 1] === ',' ? { start: before - 1, end } : { start, end };
}

/** A number literal: a threshold where a comparison has it on one side, else a factor, a quantile, a distance. */
export function numberMutations(expr: Expr, path: readonly Expr[]): TextMutation[] {
  if (expr.kind !== 'NumberLiteral') return [];
  const threshold = path.some((parent) => isThreshold(parent, expr));
  const steps = threshold ? thresholdSteps(expr.value) : numberSteps(expr.value);
  const { start, end } = expr;
  return steps.map((step) => ({
    mutator: threshold ? 'threshold' : 'number',
    start,
    end,
    text: numberText(step),
  }));
}

function isThreshold(parent: Expr, literal: Expr): boolean {
  if (parent.kind !== 'BinaryExpr' || COMPARISONS[parent.op] === undefined) return false;
  return [parent.lhs, parent.rhs].some((side) => {
    const inner = unwrap(side);
    return inner === literal || (inner.kind === 'UnaryExpr' && unwrap(inner.expr) === literal);
  });
}
