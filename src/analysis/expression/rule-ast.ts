import type { Rule } from '../../documents/rules/types.ts';
import type { Expr } from '../../promql/syntax/ast.ts';

/** The PromQL tree of a rule; undefined where it does not parse or is LogQL. */
export function ruleAst(rule: Rule): Expr | undefined {
  if (rule.group.document.language !== 'promql') return undefined;
  const { expr, errors } = rule.expr.promql;
  return errors.length > 0 ? undefined : expr;
}
