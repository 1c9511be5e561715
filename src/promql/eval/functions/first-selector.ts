import type { Plan, SelectorPlan, SubqueryPlan } from '../plan/plan.ts';

export interface FirstSelector {
  readonly selector: SelectorPlan | undefined;
  /** The subqueries around it, innermost first. */
  readonly subqueries: readonly SubqueryPlan[];
}

/** The first instant-vector selector of an expression, reading from the left. */
export function firstSelector(plan: Plan): FirstSelector {
  switch (plan.kind) {
    case 'selector':
      return { selector: plan, subqueries: [] };
    case 'window':
      return firstSelector(plan.selector);
    case 'subquery': {
      const inner = firstSelector(plan.operand);
      return { ...inner, subqueries: [...inner.subqueries, plan] };
    }
    default:
      return firstOf(childrenOf(plan));
  }
}

function firstOf(plans: readonly Plan[]): FirstSelector {
  for (const plan of plans) {
    const found = firstSelector(plan);
    if (found.selector !== undefined) return found;
  }
  return { selector: undefined, subqueries: [] };
}

type Inner = Exclude<Plan, { kind: 'selector' | 'window' | 'subquery' }>;

function childrenOf(plan: Inner): readonly Plan[] {
  switch (plan.kind) {
    case 'number':
    case 'string':
    case 'query-time':
      return [];
    case 'negated-scalar':
    case 'negated-vector':
    case 'unary-plus':
      return [plan.operand];
    case 'scalar-binary':
    case 'vector-vector':
    case 'set':
      return [plan.lhs, plan.rhs];
    case 'vector-scalar':
      return plan.swapped ? [plan.scalar, plan.vector] : [plan.vector, plan.scalar];
    case 'aggregate':
      return plan.param === undefined ? [plan.operand] : [plan.operand, plan.param];
    case 'scalar-call':
    case 'vector-call':
      return plan.args;
  }
}
