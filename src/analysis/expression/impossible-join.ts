import { factsOf } from './facts.ts';
import type { Project } from '../../project/project.ts';
import { isPossible, mismatches } from '../../promql/infer/index.ts';
import type { Alternative, LabelMismatch } from '../../promql/infer/index.ts';
import type { BinaryExpr, Expr } from '../../promql/syntax/ast.ts';
import { walkExpr } from '../../promql/syntax/walk.ts';

/** A pair of alternatives of a join's two sides and the labels on which it cannot match. */
export interface ImpossibleJoin {
  readonly left: Alternative;
  readonly right: Alternative;
  readonly labels: readonly LabelMismatch[];
}

/** The first pair of alternatives and why it cannot match, where no pair at all can. */
export function impossiblePair(
  node: BinaryExpr,
  lefts: readonly Alternative[],
  rights: readonly Alternative[],
): ImpossibleJoin | undefined {
  let first: ImpossibleJoin | undefined;
  for (const left of lefts.filter(isPossible)) {
    for (const right of rights.filter(isPossible)) {
      const labels = mismatches(node, left.labels, right.labels);
      if (labels.length === 0) return undefined;
      first ??= { left, right, labels };
    }
  }
  return first;
}

/** Why the two sides of a join never match; undefined where they may, and of `or`, which joins nothing. */
export function impossibleJoin(node: BinaryExpr, project: Project): ImpossibleJoin | undefined {
  if (node.matching === undefined || node.op === 'or') return undefined;
  const facts = factsOf(project);
  return impossiblePair(node, facts.alternatives(node.lhs), facts.alternatives(node.rhs));
}

/** The joins of vectors in an expression in the order of the text, parents first. */
export function joinsOf(expr: Expr): BinaryExpr[] {
  const joins: BinaryExpr[] = [];
  walkExpr(expr, (node) => {
    if (node.kind === 'BinaryExpr') joins.push(node);
  });
  return joins;
}

/** Whether any join of an expression never matches: what else is said of its result is only a consequence. */
export function hasImpossibleJoin(expr: Expr, project: Project): boolean {
  return joinsOf(expr).some((node) => impossibleJoin(node, project) !== undefined);
}

/**
 * Whether a result lacks a label only because a join that never matches compares it with a side that lacks it: whoever
 * corrects the join has the label again.
 */
export function lostByImpossibleJoin(label: string, expr: Expr, project: Project): boolean {
  return joinsOf(expr).some((node) => {
    const found = impossibleJoin(node, project)?.labels.find((each) => each.label === label);
    if (found === undefined) return false;
    const fromRight = node.matching?.cardinality === 'one-to-many';
    return found.kind === (fromRight ? 'missing-left' : 'missing-right');
  });
}
