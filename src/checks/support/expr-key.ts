import type { Expr, VectorSelector } from '../../promql/syntax/ast.ts';
import { printDuration } from '../../promql/print/print-duration.ts';
import { printOperator } from '../../promql/print/print-parts.ts';

/** What a key leaves out, so that expressions which differ in it alone have the same key. */
export interface KeyOptions {
  readonly numbers?: 'ignore';
  readonly matchers?: 'ignore';
}

const SYMMETRIC = new Set(['+', '*', '==', '!=']);

/**
 * A text that two expressions share only where they mean the same: parentheses, spaces and the order of matchers,
 * groupings and of the two sides of a scalar product or sum do not count.
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
    case 'BinaryExpr': {
      const sides = [key(expr.lhs), key(expr.rhs)];
      // A number commutes; with vectors on both sides the left one gives the labels or the value.
      if (SYMMETRIC.has(expr.op) && expr.matching === undefined && !expr.bool) sides.sort();
      return `(${sides[0]!} ${printOperator(expr)} ${sides[1]!})`;
    }
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

function selectorKey(selector: VectorSelector, options: KeyOptions): string {
  const matchers =
    options.matchers === 'ignore'
      ? []
      : selector.matchers.map(({ name, op, value }) => `${name}${op}${JSON.stringify(value)}`).sort();
  return `${selector.name ?? ''}{${[...new Set(matchers)].join()}}${selector.extended ?? ''}${modifiers(selector)}`;
}

function modifiers({ offset, at }: Pick<VectorSelector, 'offset' | 'at'>): string {
  return `${offset === undefined ? '' : ` offset ${printDuration(offset)}`}${at === undefined ? '' : ` @ ${at.at}`}`;
}
