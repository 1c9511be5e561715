import type { BinaryExpr, Expr } from '../../promql/syntax/ast.ts';
import { children, walkExpr } from '../../promql/syntax/walk.ts';

/** A division (or remainder) whose divisor is 0 while nothing happens, and which nothing keeps from being so. */
export function mayBeNaN({ op, rhs, matching }: BinaryExpr): boolean {
  if ((op !== '/' && op !== '%') || matching === undefined) return false;
  return some(rhs, isRate) && !some(rhs, isGuard);
}

/** The first such division in an expression, where no aggregation or comparison is between. */
export function openDivision(expr: Expr): BinaryExpr | undefined {
  let found: BinaryExpr | undefined;
  walkExpr(expr, (node) => {
    if (found !== undefined || node.kind === 'AggregateExpr') return false;
    if (node.kind !== 'BinaryExpr') return true;
    if (mayBeNaN(node)) found = node;
    return node.op === '/' || node.op === '*' || node.op === '+' || node.op === '-';
  });
  return found;
}

/** Functions that are 0 while nothing happens. */
function isRate(node: Expr): boolean {
  return node.kind === 'Call' && ['rate', 'irate', 'increase', 'delta', 'changes'].includes(node.func);
}

function isGuard(node: Expr): boolean {
  if (node.kind === 'Call') return node.func === 'clamp_min' || node.func === 'vector';
  return node.kind === 'BinaryExpr' && !node.bool && ['>', '!=', '>=', '<', '=='].includes(node.op);
}

function some(expr: Expr, test: (node: Expr) => boolean): boolean {
  return test(expr) || children(expr).some((child) => some(child, test));
}
