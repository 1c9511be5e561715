import { factsOf, SERVER_LABELS } from '../../analysis/expression/index.ts';
import type { Project, PromqlQuery } from '../../project/project.ts';
import { isFloatComparison, isPossible, unwrap } from '../../promql/infer/index.ts';
import type { AggregateExpr, BinaryExpr, Expr } from '../../promql/syntax/ast.ts';
import { walkExpr } from '../../promql/syntax/walk.ts';
import { defineCheck } from '../contract.ts';
import { deadPart, neverFault, neverText } from '../support/dead-part.ts';
import type { NeverFault } from '../support/dead-part.ts';
import { alert, record, ruleFile } from '../support/example-rules.ts';
import { alertOf, recordOf, ruleOf } from '../support/rule-of.ts';
import { snippet } from '../support/snippet.ts';
import { valueText } from '../support/value-text.ts';

export default defineCheck({
  meta: {
    id: 'promql/dead-code',
    summary: 'parts of expressions that never return a series, or never affect the result',
    why: 'The rule does less than it seems to: an "unless" that excludes nothing, a series that is never recorded, a fallback that is dropped.',
    severity: 'warning',
    preset: 'recommended',
    peers: ['pint promql/impossible'],
    examples: {
      wrong: [
        {
          title: 'Never recorded',
          files: ruleFile(record('shop:down:count', 'count(up{job="shop"} == 0) == 0')),
          at: ['count(up{job="shop"} == 0) == 0'],
        },
        {
          title: 'An "unless" that excludes nothing',
          files: ruleFile(alert('shop_errors > 5 unless on () count(shop_maintenance) == 0')),
          at: ['count(shop_maintenance) == 0'],
        },
        {
          title: 'Inside an aggregation',
          files: ruleFile(alert('sum(shop_errors or shop_faults{till="1",till="2"}) > 5')),
          at: ['till="2"'],
        },
        {
          title: 'A fallback that the comparison drops',
          files: ruleFile(alert('(sum(rate(shop_errors_total[5m])) or vector(0)) * 60 > 5')),
          at: ['vector(0)'],
        },
        {
          title: 'The same inside a sum',
          files: ruleFile(alert('sum(rate(shop_errors_total[5m]) or vector(0)) > 5')),
          at: ['vector(0)'],
        },
      ],
      right: [
        { files: ruleFile(record('shop:down:count', 'count(up{job="shop"} == 0) or vector(0)')) },
        {
          title: 'alerts/never-fires reports a dead condition',
          files: ruleFile(alert('count(up{job="shop"} == 1) == 0')),
        },
        { files: ruleFile(alert('(sum(rate(shop_requests_total[5m])) or vector(0)) < 5')) },
        {
          title: 'The inverse of absence',
          files: ruleFile(alert('(absent(shop_open) or vector(0)) == 0')),
        },
        {
          title: 'A difference needs both sides',
          files: ruleFile(alert('(sum(shop_sold) or vector(0)) - (sum(shop_paid) or vector(0)) > 0')),
        },
      ],
    },
  },
  messages: {
    never: ({ fault, why }: { fault: NeverFault; why: string }) => neverText(fault, why),
    fallback: (data: { text: string; comparison: string; value: string }) => ({
      message: `"or ${data.text}" has no effect: its value is ${data.value}, which "${data.comparison}" always drops`,
      why: 'if the first part is empty, the whole expression is still empty',
      help: 'remove the fallback, or correct the threshold if the fallback should pass',
    }),
  },
  create: (context) => ({
    Promql(query) {
      if (query.ast === undefined || ruleOf(query) === undefined) return;
      const own = alertOf(query) === undefined ? undefined : query.ast;
      for (const { node, why } of deadNodes(query.ast, own, query, context.project)) {
        const part = deadPart(node, context.project);
        // What records nothing is shown there, once.
        const found =
          part === undefined || part.reason.kind === 'recorded'
            ? undefined
            : neverFault(query, part, context.project);
        if (found !== undefined)
          context.report('never', found.place, { fault: found.fault, why }, { related: found.related });
      }
    },
    BinaryExpr(node, query) {
      if (ruleOf(query) === undefined || node.matching !== undefined) return;
      const branch = droppedFallback(node, context.project);
      if (branch === undefined) return;
      const data = {
        text: snippet(query, branch.fallback),
        comparison: snippet(query, { start: node.opRange.start, end: node.end }),
        value: branch.value,
      };
      // vector(0) is clutter there; another value is meant to be seen.
      const severity = unwrap(branch.fallback).kind === 'Call' ? 'info' : 'warning';
      context.report('fallback', query.place(branch.fallback), data, { severity });
    },
  }),
});

interface DeadNode {
  readonly node: Expr;
  readonly why: string;
}

/** The outermost parts that never return anything; those that are the condition of an alert itself are left out. */
function deadNodes(
  root: Expr,
  condition: Expr | undefined,
  query: PromqlQuery,
  project: Project,
): DeadNode[] {
  const found: DeadNode[] = [];
  const branches = condition === undefined ? new Set<Expr>() : branchesOf(condition);
  walkExpr(root, (node, path) => {
    if (node.kind === 'ParenExpr') return true;
    if (deadPart(node, project) === undefined) return true;
    if (!branches.has(node)) found.push({ node, why: consequence(path, query) });
    return false;
  });
  return found;
}

/** An expression without parentheses, or the branches of its `or`. */
function branchesOf(expr: Expr): Set<Expr> {
  const node = unwrap(expr);
  if (node.kind !== 'BinaryExpr' || node.op !== 'or') return new Set([node]);
  return new Set([node, ...branchesOf(node.lhs), ...branchesOf(node.rhs)]);
}

function consequence(path: readonly Expr[], query: PromqlQuery): string {
  const parent = path.findLast(({ kind }) => kind !== 'ParenExpr');
  const record = recordOf(query);
  if (parent === undefined)
    return record === undefined ? 'it returns no series' : `"${record.name.value}" is never recorded`;
  if (parent.kind === 'BinaryExpr' && parent.op === 'unless')
    return 'the right side of "unless" returns no series, so "unless" excludes nothing';
  if (parent.kind === 'BinaryExpr' && parent.op === 'or')
    return 'this side of "or" returns no series, so only the other side counts';
  if (parent.kind === 'Call' && parent.func.startsWith('absent'))
    return `${parent.func}() of an expression without series is always 1`;
  return 'this part of the expression never returns a series';
}

interface DroppedFallback {
  readonly fallback: Expr;
  /** Its value where it is compared, in words. */
  readonly value: string;
}

/** The last branch of an `or` that a comparison with a number always drops, while other branches can pass. */
function droppedFallback(node: BinaryExpr, project: Project): DroppedFallback | undefined {
  if (!isFloatComparison(node.op) || node.bool) return undefined;
  const operand = factsOf(project).of(node.lhs).type === 'scalar' ? node.rhs : node.lhs;
  const fallback = lastBranch(operand);
  if (fallback !== undefined) return droppedBranch(node, operand, fallback, project);
  return droppedInSum(node, unwrap(operand), project);
}

/** The right side of an `or`, through arithmetic with numbers. */
function lastBranch(expr: Expr): Expr | undefined {
  let node = unwrap(expr);
  while (node.kind === 'UnaryExpr' || (node.kind === 'BinaryExpr' && node.matching === undefined)) {
    if (node.kind === 'BinaryExpr' && isFloatComparison(node.op)) return undefined;
    node = unwrap(node.kind === 'UnaryExpr' ? node.expr : isNumber(node.lhs) ? node.rhs : node.lhs);
  }
  return node.kind === 'BinaryExpr' && node.op === 'or' ? node.rhs : undefined;
}

function isNumber(expr: Expr): boolean {
  const node = unwrap(expr);
  return node.kind === 'NumberLiteral' || (node.kind === 'UnaryExpr' && isNumber(node.expr));
}

function droppedBranch(
  node: BinaryExpr,
  operand: Expr,
  fallback: Expr,
  project: Project,
): DroppedFallback | undefined {
  const facts = factsOf(project);
  const within = ({ range }: { range: { start: number; end: number } }): boolean =>
    range.start >= fallback.start && range.end <= fallback.end;
  const all = facts.alternatives(node);
  const own = all.filter(within);
  const passing = all.filter(isPossible);
  if (own.length === 0 || own.some(isPossible) || passing.length === 0) return undefined;
  const [before] = facts.alternatives(operand).filter(within).filter(isPossible);
  return before === undefined ? undefined : { fallback, value: valueText(before.value) };
}

/** `sum(x or vector(0)) > 5`: 0 adds nothing, and alone it does not pass. */
function droppedInSum(node: BinaryExpr, sum: Expr, project: Project): DroppedFallback | undefined {
  if (sum.kind !== 'AggregateExpr' || sum.op !== 'sum' || makesGroup(sum)) return undefined;
  const inner = unwrap(sum.expr);
  if (inner.kind !== 'BinaryExpr' || inner.op !== 'or') return undefined;
  const fallback = unwrap(inner.rhs);
  if (fallback.kind !== 'Call' || fallback.func !== 'vector') return undefined;
  const facts = factsOf(project);
  const [zero] = facts.alternatives(fallback);
  const threshold = facts.of(sum === unwrap(node.lhs) ? node.rhs : node.lhs);
  if (zero?.value.lo !== 0 || zero.value.hi !== 0 || threshold.type !== 'scalar') return undefined;
  const [op, bound] = [sum === unwrap(node.lhs) ? node.op : undefined, threshold.value];
  // Only what zero certainly does not pass.
  const dropped = (op === '>' && bound.lo >= 0) || (op === '>=' && bound.lo > 0);
  return dropped && !bound.nan ? { fallback: inner.rhs, value: valueText(zero.value) } : undefined;
}

/** promql/useless-fallback has a message of its own for groups. */
function makesGroup({ keyword, grouping }: AggregateExpr): boolean {
  return keyword === 'without' || grouping.some(({ name }) => !SERVER_LABELS.has(name));
}
