import type { Expr } from '../syntax/ast.ts';
import { formatSampleValue } from '../../go/numbers/format-float.ts';
import { signedSeconds } from './print-duration.ts';
import {
  printAggregateHead,
  printMatrixSelector,
  printOperator,
  printSelector,
  printSubqueryTail,
  quoteText,
} from './print-parts.ts';

/**
 * An expression on one line, exactly as Prometheus's String() prints it: spaces normalised, matchers sorted,
 * grouping before the arguments. The printed text parses to the same tree.
 */
export function printExpr(expr: Expr): string {
  switch (expr.kind) {
    case 'NumberLiteral':
      return expr.duration ? signedSeconds(expr.value) : formatSampleValue(expr.value);
    case 'StringLiteral':
      return quoteText(expr.value);
    case 'VectorSelector':
      return printSelector(expr);
    case 'MatrixSelector':
      return printMatrixSelector(expr);
    case 'SubqueryExpr':
      return printExpr(expr.expr) + printSubqueryTail(expr);
    case 'UnaryExpr':
      return expr.op + printExpr(expr.expr);
    case 'ParenExpr':
      return `(${printExpr(expr.expr)})`;
    case 'BinaryExpr':
      return `${printExpr(expr.lhs)} ${printOperator(expr)} ${printExpr(expr.rhs)}`;
    case 'AggregateExpr': {
      const param = expr.param === undefined ? '' : `${printExpr(expr.param)}, `;
      return `${printAggregateHead(expr)}(${param}${printExpr(expr.expr)})`;
    }
    case 'Call':
      return `${expr.func}(${expr.args.map(printExpr).join(', ')})`;
  }
}
