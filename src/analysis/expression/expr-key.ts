import { literalsOf } from '../../promql/syntax/regex-words.ts';
import { unwrap } from '../../promql/infer/index.ts';
import type { BinaryExpr, BinaryOp, Expr, LabelMatcher, VectorSelector } from '../../promql/syntax/ast.ts';
import { printDuration } from '../../promql/print/print-duration.ts';
import { printOperator } from '../../promql/print/print-parts.ts';
import { constant } from './threshold.ts';

/** What a key leaves out, so that expressions which differ in it alone have the same key. */
export interface KeyOptions {
  readonly numbers?: 'ignore';
  readonly matchers?: 'ignore';
}

/** Operators with their sides exchanged. */
const TURNED: Readonly<Partial<Record<BinaryOp, BinaryOp>>> = {
  '+': '+',
  '*': '*',
  '==': '==',
  '!=': '!=',
  '<': '>',
  '>': '<',
  '<=': '>=',
  '>=': '<=',
};

/**
 * A text that two expressions share only where they mean the same: parentheses, spaces, the order of matchers, labels
 * and alternatives, and of the two sides of a sum, a product and a comparison with a number, do not count; numbers are
 * calculated.
 */
export function exprKey(expr: Expr, options: KeyOptions = {}): string {
  const key = (inner: Expr): string => exprKey(inner, options);
  switch (expr.kind) {
    case 'NumberLiteral':
      return options.numbers === 'ignore' ? '#' : String(expr.value);
    case 'StringLiteral':
      return JSON.stringify(expr.value);
    case 'VectorSelector':
      return selectorKey(expr, options);
    case 'MatrixSelector':
      return `${selectorKey(expr.selector, options)}[${printDuration(expr.range)}]`;
    case 'SubqueryExpr': {
      const step = expr.step === undefined ? '' : printDuration(expr.step);
      return `(${key(expr.expr)})[${printDuration(expr.range)}:${step}]${modifiers(expr)}`;
    }
    case 'UnaryExpr':
      return `${expr.op}(${key(expr.expr)})`;
    case 'ParenExpr':
      return key(expr.expr);
    case 'BinaryExpr':
      return binaryKey(expr, options);
    case 'AggregateExpr': {
      const labels = expr.grouping.map(({ name }) => name).sort();
      const param = expr.param === undefined ? '' : `${key(expr.param)},`;
      const keyword = labels.length === 0 && expr.keyword !== 'without' ? '' : (expr.keyword ?? '');
      return `${expr.op} ${keyword}(${labels.join()})(${param}${key(expr.expr)})`;
    }
    case 'Call':
      return `${expr.func}(${expr.args.map(key).join()})`;
  }
}

function binaryKey(expr: BinaryExpr, options: KeyOptions): string {
  const value = constant(expr);
  if (value !== undefined) return options.numbers === 'ignore' ? '#' : String(value);
  if (isPlainAnd(expr)) {
    // Which series are left is the same in any order; the values are those of the first.
    const [first, ...others] = conjuncts(expr).map((operand) => exprKey(operand, options));
    return `(${first!} and ${others.sort().join(' and ')})`;
  }
  const sides = [exprKey(expr.lhs, options), exprKey(expr.rhs, options)] as const;
  const [left, right] = sides;
  const turned = TURNED[expr.op];
  if (turned === undefined || !mayTurn(expr)) return `(${left} ${printOperator(sorted(expr))} ${right})`;
  const swap = expr.matching === undefined ? constant(expr.lhs) !== undefined : right < left;
  if (!swap) return `(${left} ${printOperator(sorted(expr))} ${right})`;
  return `(${right} ${printOperator({ ...sorted(expr), op: turned })} ${left})`;
}

/** A number may be on either side; of two vectors a sum or product has the labels that both share. */
function mayTurn({ op, matching }: BinaryExpr): boolean {
  if (matching === undefined) return true;
  const filled = matching.fillLeft !== undefined || matching.fillRight !== undefined;
  return (op === '+' || op === '*') && matching.cardinality === 'one-to-one' && !filled;
}

function isPlainAnd(expr: Expr): expr is BinaryExpr & { readonly op: 'and' } {
  return expr.kind === 'BinaryExpr' && expr.op === 'and' && expr.matching?.keyword === undefined;
}

/** The operands of nested `and` without `on` or `ignoring`, in order. */
function conjuncts(expr: Expr): readonly Expr[] {
  const node = unwrap(expr);
  return isPlainAnd(node) ? [...conjuncts(node.lhs), ...conjuncts(node.rhs)] : [node];
}

function sorted(expr: BinaryExpr): BinaryExpr {
  const { matching } = expr;
  if (matching === undefined || matching.labels.length + matching.include.length < 2) return expr;
  const byName = (a: { name: string }, b: { name: string }): number => (a.name < b.name ? -1 : 1);
  const labels = [...matching.labels].sort(byName);
  return { ...expr, matching: { ...matching, labels, include: [...matching.include].sort(byName) } };
}

function selectorKey(selector: VectorSelector, options: KeyOptions): string {
  const named =
    selector.name === undefined
      ? selector.matchers.find(({ name, op }) => name === '__name__' && op === '=')
      : undefined;
  const matchers =
    options.matchers === 'ignore'
      ? []
      : selector.matchers
          .filter((matcher) => matcher !== named)
          .map(matcherKey)
          .sort();
  const name = selector.name ?? named?.value ?? '';
  return `${name}{${[...new Set(matchers)].join()}}${selector.extended ?? ''}${modifiers(selector)}`;
}

function matcherKey({ name, op, value }: LabelMatcher): string {
  const literals = op === '=~' || op === '!~' ? literalsOf(value) : undefined;
  if (literals === undefined) return `${name}${op}${JSON.stringify(value)}`;
  const values = [...new Set(literals)].sort();
  return `${name}${values.length === 1 ? (op === '=~' ? '=' : '!=') : op}${JSON.stringify(values.join('|'))}`;
}

function modifiers({ offset, at }: Pick<VectorSelector, 'offset' | 'at'>): string {
  return `${offset === undefined ? '' : ` offset ${printDuration(offset)}`}${at === undefined ? '' : ` @ ${at.at}`}`;
}
