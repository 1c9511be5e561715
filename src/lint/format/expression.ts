import type { Expression, Language } from '../../documents/expression.ts';
import { prettyLogql, printLogql } from '../../logql/print/index.ts';
import { unparen } from '../../logql/syntax/ast.ts';
import type { LogqlExpr } from '../../logql/syntax/ast.ts';
import { prettyExpr } from '../../promql/print/pretty.ts';
import { printExpr } from '../../promql/print/print.ts';
import { sameLogql, samePromql } from './meaning.ts';

/** Why an expression is left as it is. */
export type LeftReason =
  'does-not-parse' | 'has-comments' | 'computes-numbers' | 'would-change-meaning' | 'cannot-be-written-there';

export type FormattedExpression =
  | {
      readonly status: 'formatted';
      /** As Prometheus or Loki prints it over several lines where it is long. */
      readonly text: string;
      /** The same on one line. */
      readonly line: string;
    }
  | { readonly status: 'left'; readonly reason: LeftReason };

/**
 * An expression as Prometheus's or Loki's own formatter prints it. The result is parsed again, and an expression
 * that would then mean something else is left alone; so is one with comments, which the formatters drop.
 */
export function formatExpression(expression: Expression, language: Language): FormattedExpression {
  if (hasComment(expression.text)) return { status: 'left', reason: 'has-comments' };
  return language === 'promql' ? formatPromql(expression) : formatLogql(expression);
}

function formatPromql(expression: Expression): FormattedExpression {
  const { expr, errors } = expression.promql;
  if (expr === undefined || errors.length > 0) return { status: 'left', reason: 'does-not-parse' };
  const text = prettyExpr(expr);
  const line = printExpr(expr);
  const same = [text, line].every((printed) => {
    const again = expression.withText(printed).promql;
    return again.errors.length === 0 && again.expr !== undefined && samePromql(expr, again.expr);
  });
  return same ? { status: 'formatted', text, line } : { status: 'left', reason: 'would-change-meaning' };
}

function formatLogql(expression: Expression): FormattedExpression {
  const { expr, errors } = expression.logql;
  if (expr === undefined || errors.length > 0) return { status: 'left', reason: 'does-not-parse' };
  // Loki prints 300 for 5 * 60, and nobody would know where it came from.
  if (computes(expr)) return { status: 'left', reason: 'computes-numbers' };
  const text = withoutNoise(prettyLogql(expr), expr);
  const line = withoutNoise(printLogql(expr), expr);
  const same = [text, line].every((printed) => {
    const again = expression.withText(printed).logql;
    return again.errors.length === 0 && again.expr !== undefined && sameLogql(bare(expr), bare(again.expr));
  });
  return same ? { status: 'formatted', text, line } : { status: 'left', reason: 'would-change-meaning' };
}

/** Loki puts every operation into brackets, the outermost too, and prints `vector(0.000000)`. */
function withoutNoise(printed: string, expr: LogqlExpr): string {
  const whole = unparen(expr).kind === 'BinaryExpr' && !printed.includes('\n') && printed.startsWith('(');
  const text = whole && printed.endsWith(')') ? printed.slice(1, -1) : printed;
  return text.replace(/\bvector\((-?\d+)\.0+\)/g, 'vector($1)').replace(/(?<! ) +$/gm, '');
}

function computes(expr: LogqlExpr): boolean {
  const inner = unparen(expr);
  switch (inner.kind) {
    case 'BinaryExpr': {
      const sides = [unparen(inner.lhs), unparen(inner.rhs)];
      return sides.every(({ kind }) => kind === 'NumberLiteral') || sides.some(computes);
    }
    case 'VectorAggregation':
    case 'LabelReplace':
      return computes(inner.expr);
    default:
      return false;
  }
}

/** The tree without its brackets: the tree itself contains the grouping. */
function bare(expr: LogqlExpr): LogqlExpr {
  const inner = unparen(expr);
  switch (inner.kind) {
    case 'BinaryExpr':
      return { ...inner, lhs: bare(inner.lhs), rhs: bare(inner.rhs) };
    case 'VectorAggregation':
    case 'LabelReplace':
      return { ...inner, expr: bare(inner.expr) };
    default:
      return inner;
  }
}

/** Is there a `#` outside of strings? */
function hasComment(text: string): boolean {
  return text.includes('#') && /^(?:[^"'`#]|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|`[^`]*`)*#/s.test(text);
}
