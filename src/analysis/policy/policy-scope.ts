import type { Policy } from '../../config/policy-types.ts';
import type { Rule } from '../../documents/rules/types.ts';
import { selectedName } from '../../project/series-graph.ts';
import type { Expr, LabelName, LabelMatcher, VectorSelector } from '../../promql/syntax/ast.ts';
import { walkExpr } from '../../promql/syntax/walk.ts';
import { matches } from './policy-match.ts';

/** A label that an expression names, and what for. */
export interface LabelUse {
  readonly label: LabelName | LabelMatcher;
  readonly where: 'matcher' | 'grouping' | 'join';
}

/** The parts of an expression that a policy looks at. */
export interface PolicyScope {
  readonly nodes: readonly Expr[];
  readonly selectors: readonly VectorSelector[];
  /** Labels of matchers, groupings and joins; groupings only where nothing but the policy's metrics is below. */
  readonly labels: readonly LabelUse[];
}

/** What of an expression counts: all of it, or what the policy's `metrics` and `inside` leave. */
export function policyScope(root: Expr, { metrics, inside }: Policy): PolicyScope {
  const nodes: Expr[] = [];
  walkExpr(root, (node, path) => {
    const called = [...path, node].some((outer) => inside?.includes(nameOf(outer) ?? '') === true);
    if (inside === undefined || called) nodes.push(node);
  });
  const wanted = (selector: VectorSelector): boolean => {
    if (metrics === undefined) return true;
    const name = selectedName(selector);
    return name !== undefined && matches(metrics, name);
  };
  const about = (node: Expr): boolean => {
    let all = true;
    walkExpr(node, (inner) => {
      if (inner.kind === 'VectorSelector' && !wanted(inner)) all = false;
    });
    return all;
  };
  const selectors = nodes.filter((node) => node.kind === 'VectorSelector').filter(wanted);
  const labels: LabelUse[] = [];
  for (const node of nodes) {
    if (node.kind === 'VectorSelector' && wanted(node)) {
      for (const label of node.matchers)
        if (label.name !== '__name__') labels.push({ label, where: 'matcher' });
    } else if (node.kind === 'AggregateExpr' && about(node)) {
      for (const label of node.grouping) labels.push({ label, where: 'grouping' });
    } else if (node.kind === 'BinaryExpr' && node.matching !== undefined && about(node)) {
      for (const label of [...node.matching.labels, ...node.matching.include])
        labels.push({ label, where: 'join' });
    }
  }
  return { nodes: nodes.filter(about), selectors, labels };
}

/** The function or aggregation that a node calls. */
export function nameOf(node: Expr): string | undefined {
  if (node.kind === 'Call') return node.func;
  return node.kind === 'AggregateExpr' ? node.op : undefined;
}

/** The labels that the result of a rule keeps, where aggregation decides it; the rule's own labels are there too. */
export function keepsLabel(node: Expr, label: string, rule: Rule): boolean | undefined {
  if (node.kind !== 'AggregateExpr' || rule.labels.some(({ name }) => name === label)) return undefined;
  const named = node.grouping.some(({ name }) => name === label);
  return node.keyword === 'without' ? !named : named;
}
