import { functionSignature } from '../functions/table.ts';
import type { Expr, ValueType, VectorSelector } from './ast.ts';

/** The type of an expression's value. A call of an unknown function counts as an instant vector. */
export function typeOf(expr: Expr): ValueType {
  switch (expr.kind) {
    case 'NumberLiteral':
      return 'scalar';
    case 'StringLiteral':
      return 'string';
    case 'VectorSelector':
    case 'AggregateExpr':
      return 'vector';
    case 'MatrixSelector':
    case 'SubqueryExpr':
      return 'matrix';
    case 'ParenExpr':
    case 'UnaryExpr':
      return typeOf(expr.expr);
    case 'BinaryExpr':
      if (expr.matching !== undefined) return 'vector';
      return typeOf(expr.lhs) === 'scalar' && typeOf(expr.rhs) === 'scalar' ? 'scalar' : 'vector';
    case 'Call':
      return functionSignature(expr.func)?.returns ?? 'vector';
  }
}

/** The name of a type in Prometheus's documentation and messages. */
export function documentedType(type: ValueType): string {
  if (type === 'vector') return 'instant vector';
  return type === 'matrix' ? 'range vector' : type;
}

/** Whether a selector's metric name precedes its braces (`foo{}`), not inside (`{"foo"}`). */
export function hasLeadingName(selector: VectorSelector): boolean {
  return selector.name !== undefined && !hasQuotedName(selector);
}

/** Whether a selector's metric name is quoted inside its braces. */
export function hasQuotedName(selector: VectorSelector): boolean {
  const { nameRange, bracesRange } = selector;
  return nameRange !== undefined && bracesRange !== undefined && nameRange.start > bracesRange.start;
}
