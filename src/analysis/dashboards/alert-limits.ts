import type { AlertingRule } from '../../documents/rules/types.ts';
import type { Project } from '../../project/project.ts';
import { unwrap } from '../../promql/infer/index.ts';
import type { Expr } from '../../promql/syntax/ast.ts';
import { branchesOf, ruleAst, thresholdOf } from '../expression/index.ts';
import type { Threshold } from '../expression/index.ts';

/** A comparison with a number on which an alert depends. */
export interface AlertLimit {
  readonly rule: AlertingRule;
  readonly threshold: Threshold;
}

/** Every comparison with a number of the project's alerts: each branch of `or`, each condition joined by `and`. */
export function alertLimits(project: Project): readonly AlertLimit[] {
  return project.once(allLimits);
}

function allLimits(project: Project): readonly AlertLimit[] {
  return project.alerts.flatMap((rule) => {
    const expr = ruleAst(rule);
    if (expr === undefined) return [];
    return conditionsOf(expr).flatMap((part) => {
      const threshold = thresholdOf(part);
      return threshold === undefined ? [] : [{ rule, threshold }];
    });
  });
}

function conditionsOf(expr: Expr): readonly Expr[] {
  return branchesOf(expr).flatMap((branch) => {
    const node = unwrap(branch);
    if (node.kind !== 'BinaryExpr' || (node.op !== 'and' && node.op !== 'unless')) return [node];
    return node.op === 'and'
      ? [...conditionsOf(node.lhs), ...conditionsOf(node.rhs)]
      : conditionsOf(node.lhs);
  });
}
