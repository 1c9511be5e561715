import type { AggregateExpr, Expr, SubqueryExpr, UnaryExpr, ValueType, VectorSelector } from './ast.ts';
import { AGGREGATIONS } from '../functions/aggregations.ts';
import { checkBinary } from './check-binary.ts';
import { checkCall } from './check-call.ts';
import type { PromqlErrorCode } from './errors.ts';
import { documentedType, hasLeadingName, typeOf } from './types.ts';
import { goQuote } from '../../go/strings/quote.ts';
import { regexMatchesEmpty } from './regex.ts';
import type { CheckContext } from './check-context.ts';

/** Checks the types of a whole tree, children first, and reports in the order of Prometheus. */
export function checkExpr(expr: Expr, context: CheckContext): void {
  switch (expr.kind) {
    case 'NumberLiteral':
    case 'StringLiteral':
      return;
    case 'VectorSelector':
      checkSelector(expr, context);
      return;
    case 'MatrixSelector':
      checkSelector(expr.selector, context);
      return;
    case 'ParenExpr':
      checkExpr(expr.expr, context);
      return;
    case 'UnaryExpr':
      checkUnary(expr, context);
      return;
    case 'SubqueryExpr':
      checkSubquery(expr, context);
      return;
    case 'AggregateExpr':
      checkAggregate(expr, context);
      return;
    case 'BinaryExpr':
      checkExpr(expr.lhs, context);
      checkExpr(expr.rhs, context);
      checkBinary(expr, context);
      return;
    case 'Call':
      checkCall(expr, context, checkExpr);
      return;
  }
}

function checkUnary(expr: UnaryExpr, context: CheckContext): void {
  checkExpr(expr.expr, context);
  const type = typeOf(expr.expr);
  if (type === 'scalar' || type === 'vector') return;
  const allowed = 'unary expression only allowed on expressions of type scalar or instant vector';
  context.report('unary-operand', expr, `${allowed}, got "${documentedType(type)}"`);
}

function checkSubquery(expr: SubqueryExpr, context: CheckContext): void {
  checkExpr(expr.expr, context);
  const type = typeOf(expr.expr);
  if (type === 'vector') return;
  context.report('subquery-operand', expr, `subquery is only allowed on instant vector, got ${type} instead`);
}

function checkAggregate(expr: AggregateExpr, context: CheckContext): void {
  expectType(expr.expr, 'vector', 'aggregation expression', 'argument-type', context);
  const wanted = AGGREGATIONS[expr.op].param;
  if (wanted === undefined || expr.param === undefined) return;
  expectType(expr.param, wanted, 'aggregation parameter', 'aggregation-parameter', context);
}

function expectType(
  expr: Expr,
  wanted: ValueType,
  where: string,
  code: PromqlErrorCode,
  context: CheckContext,
): void {
  checkExpr(expr, context);
  const type = typeOf(expr);
  if (type === wanted) return;
  context.report(
    code,
    expr,
    `expected type ${documentedType(wanted)} in ${where}, got ${documentedType(type)}`,
  );
}

/** Checks that a selector names its metric once and selects something narrower than every series. */
function checkSelector(selector: VectorSelector, context: CheckContext): void {
  const { name, matchers } = selector;
  if (hasLeadingName(selector)) {
    for (const matcher of matchers) {
      if (matcher.name !== '__name__') continue;
      context.report(
        'name-set-twice',
        matcher,
        `metric name must not be set twice: ${goQuote(name ?? '')} or ${goQuote(matcher.value)}`,
      );
    }
    return;
  }
  if (name !== undefined && name !== '') return;
  if (matchers.some((matcher) => !matchesEmpty(matcher))) return;
  context.report(
    'empty-selector',
    selector,
    'vector selector must contain at least one non-empty matcher',
    'add a metric name, or a matcher that an absent label cannot satisfy',
  );
}

function matchesEmpty({ op, value }: VectorSelector['matchers'][number]): boolean {
  switch (op) {
    case '=':
      return value === '';
    case '!=':
      return value !== '';
    case '=~':
      return regexMatchesEmpty(value);
    case '!~':
      return !regexMatchesEmpty(value);
  }
}
