import { labelTest } from '../../promql/eval/storage/regexp.ts';
import type { Expr, LabelMatcher, VectorSelector } from '../../promql/syntax/ast.ts';
import { walkExpr } from '../../promql/syntax/walk.ts';

/** The selectors of an expression, in order. */
export function selectorsOf(expr: Expr): readonly VectorSelector[] {
  const found: VectorSelector[] = [];
  walkExpr(expr, (node) => {
    if (node.kind === 'VectorSelector') found.push(node);
  });
  return found;
}

/** Can no series match both selectors? Only where that is certain. */
export function disjoint(a: VectorSelector, b: VectorSelector): boolean {
  return a.matchers.some((one) =>
    b.matchers.some((other) => one.name === other.name && contradict(one, other)),
  );
}

const OPPOSITE: Readonly<Record<LabelMatcher['op'], LabelMatcher['op']>> = {
  '=': '!=',
  '!=': '=',
  '=~': '!~',
  '!~': '=~',
};

/** The part of a matcher that decides what it accepts; those of LogQL have the same. */
type Matching = Pick<LabelMatcher, 'op' | 'value'>;

/** Whether no value satisfies both, as far as that is likely. */
export function contradict(a: Matching, b: Matching): boolean {
  if (a.value === b.value && OPPOSITE[a.op] === b.op) return true;
  if (a.op === '=') return !accepts(b, a.value);
  if (b.op === '=') return !accepts(a, b.value);
  // Two patterns may share a value or not: who writes two different ones mostly means different series.
  return a.op === '=~' && b.op === '=~' && a.value !== b.value;
}

/** Whether a label of that value satisfies the matcher. */
export function accepts({ op, value }: Matching, text: string): boolean {
  if (op === '=') return text === value;
  if (op === '!=') return text !== value;
  return labelTest(value, 3)(text) === (op === '=~');
}
