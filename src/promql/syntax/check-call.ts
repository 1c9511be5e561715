import { argumentCounts, functionSignature } from '../functions/table.ts';
import type { FunctionSignature } from '../functions/signature.ts';
import type { Call, Expr } from './ast.ts';
import type { CheckContext } from './check-context.ts';
import { documentedType, hasLeadingName, typeOf } from './types.ts';

/**
 * Checks a call of a known function: how many arguments, and of which types.
 *
 * @param checkExpr checks what an argument is made of
 */
export function checkCall(
  expr: Call,
  context: CheckContext,
  checkExpr: (arg: Expr, context: CheckContext) => void,
): void {
  const signature = functionSignature(expr.func);
  if (signature === undefined) return;
  checkCount(expr, signature, context);
  const info = expr.func === 'info' ? expr.args[1] : undefined;
  if (info !== undefined) checkInfoSelector(info, context);
  for (const [index, arg] of expr.args.entries()) {
    const wanted = signature.args[index] ?? (signature.variadic === 0 ? undefined : signature.args.at(-1));
    if (wanted === undefined) return;
    // info() allows {} as its second argument, so that selector is not checked for being empty.
    if (arg !== info || arg.kind !== 'VectorSelector') checkExpr(arg, context);
    const type = typeOf(arg);
    if (type === wanted) continue;
    const types = `expected type ${documentedType(wanted)} in call to function "${expr.func}", got ${documentedType(type)}`;
    context.report('argument-type', arg, types, typeHelp(arg, wanted, type));
  }
}

function checkCount(expr: Call, signature: FunctionSignature, context: CheckContext): void {
  const { min, max } = argumentCounts(signature);
  const got = expr.args.length;
  if (got >= min && got <= max) return;
  const bound = signature.variadic === 0 ? String(min) : got < min ? `at least ${min}` : `at most ${max}`;
  context.report(
    'argument-count',
    expr,
    `expected ${bound} argument(s) in call to "${expr.func}", got ${got}`,
  );
}

function checkInfoSelector(arg: Expr, context: CheckContext): void {
  if (arg.kind !== 'VectorSelector') {
    context.report('info-selector', arg, 'expected label selectors only');
  } else if (hasLeadingName(arg)) {
    context.report('info-selector', arg, 'expected label selectors only, got vector selector instead');
  }
}

function typeHelp(arg: Expr, wanted: string, type: string): string | undefined {
  if (wanted === 'matrix' && type === 'vector') {
    return arg.kind === 'VectorSelector'
      ? 'add a range in square brackets, such as [5m]'
      : 'a range over an expression is a subquery, such as (...)[5m:1m]';
  }
  if (wanted === 'vector' && type === 'matrix')
    return 'remove the range, or aggregate it, as in max_over_time(x[5m])';
  if (wanted === 'vector' && type === 'scalar') return 'vector(...) turns a scalar into an instant vector';
  if (wanted === 'scalar' && type === 'vector')
    return 'scalar(...) turns a vector of one series into a scalar';
  return undefined;
}
