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

/** The comparisons with a limit by which the project's alerts fire; equality with a number is a state, and no limit. */
export function alertLimits(project: Project): readonly AlertLimit[] {
  return project.once(allLimits);
}

function allLimits(project: Project): readonly AlertLimit[] {
  return project.alerts.flatMap((rule) => {
    const expr = ruleAst(rule);
    if (expr === undefined) return [];
    return conditionsOf(expr).flatMap((part) => {
      const threshold = thresholdOf(part);
      return threshold === undefined || !/[<>]/.test(threshold.op) ? [] : [{ rule, threshold }];
    });
  });
}

/** The first condition of each branch: those behind `and` say when the alert counts, such as a minimum of traffic. */
function conditionsOf(expr: Expr): readonly Expr[] {
  return branchesOf(expr).flatMap((branch) => {
    const node = unwrap(branch);
    return node.kind === 'BinaryExpr' && (node.op === 'and' || node.op === 'unless')
      ? conditionsOf(node.lhs)
      : [node];
  });
}
