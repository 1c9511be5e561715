import type { AggregateExpr, BinaryExpr, Call, Expr } from '../syntax/ast.ts';
import { printExpr } from './print.ts';
import { printAggregateHead, printOperator, printSubqueryTail } from './print-parts.ts';

/** Prometheus splits what is longer than this, in bytes of UTF-8. */
const MAX_LINE = 100;

/**
 * An expression over several lines, exactly as Prometheus's Prettify lays it out: a node that does not fit a line
 * is split, two spaces deeper per level. Comments are lost, as upstream.
 * @param width bytes that fit on one line
 */
export function prettyExpr(expr: Expr, width = MAX_LINE): string {
  return new Layout(width).expr(expr, 0);
}

class Layout {
  readonly #width: number;
  readonly #printed = new Map<Expr, string>();

  constructor(width: number) {
    this.#width = width;
  }

  expr(expr: Expr, level: number): string {
    const indent = '  '.repeat(level);
    switch (expr.kind) {
      case 'NumberLiteral':
      case 'StringLiteral':
      case 'VectorSelector':
      case 'MatrixSelector':
        return indent + this.#print(expr);
      case 'UnaryExpr':
        return indent + expr.op + this.expr(expr.expr, level).trim();
      case 'SubqueryExpr':
        // Upstream forgets the indent of a subquery that fits.
        if (this.#fits(expr)) return this.#print(expr);
        return this.expr(expr.expr, level) + printSubqueryTail(expr);
      default:
        return this.#fits(expr) ? indent + this.#print(expr) : this.#split(expr, level, indent);
    }
  }

  #split(
    expr: Extract<Expr, { kind: 'ParenExpr' }> | BinaryExpr | AggregateExpr | Call,
    level: number,
    indent: string,
  ): string {
    const inner = (child: Expr): string => this.expr(child, level + 1);
    switch (expr.kind) {
      case 'ParenExpr':
        return `${indent}(\n${inner(expr.expr)}\n${indent})`;
      case 'BinaryExpr':
        return `${inner(expr.lhs)}\n${indent}${printOperator(expr)}\n${inner(expr.rhs)}`;
      case 'Call':
        return `${indent}${expr.func}(\n${expr.args.map(inner).join(',\n')}\n${indent})`;
      case 'AggregateExpr': {
        const param = expr.param === undefined ? '' : `${inner(expr.param)},\n`;
        return `${indent}${printAggregateHead(expr)}(\n${param}${inner(expr.expr)}\n${indent})`;
      }
    }
  }

  #fits(expr: Expr): boolean {
    const text = this.#print(expr);
    if (text.length > this.#width) return false;
    return new TextEncoder().encode(text).length <= this.#width;
  }

  #print(expr: Expr): string {
    const known = this.#printed.get(expr);
    if (known !== undefined) return known;
    const text = printExpr(expr);
    this.#printed.set(expr, text);
    return text;
  }
}
