import type { Rule } from '../../../documents/rules/types.ts';
import type { RuleNeeds } from './needs.ts';

/** Rules that are evaluated together. */
export interface Unit {
  /** In the order of groups and rules. */
  readonly rules: readonly Rule[];
  /** One reads what another, or it itself, wrote at an evaluation before: all go on instant by instant. */
  readonly byInstant: boolean;
}

const ALERT_SERIES: ReadonlySet<string> = new Set(['ALERTS', 'ALERTS_FOR_STATE']);

/**
 * Orders rules so that each comes after those that it reads. Prometheus evaluates the rules of a group one after the
 * other, so a rule that reads a later one of its group sees what that wrote before; groups run at instants of their own,
 * so between groups the newest is taken.
 */
export function evaluationOrder(rules: readonly Rule[], needsOf: (rule: Rule) => RuleNeeds): Unit[] {
  const sources = sourcesOf(rules, needsOf);
  const reads = new Map(rules.map((rule) => [rule, new Set(sources(rule))]));
  for (const [rule, of] of reads)
    for (const source of [...of])
      if (source !== rule && source.group === rule.group && source.index > rule.index)
        reads.get(source)?.add(rule);
  const position = new Map(rules.map((rule, i) => [rule, i]));
  return components(rules, reads).map((members) => {
    const inOrder = [...members].sort((a, b) => position.get(a)! - position.get(b)!);
    const [first] = inOrder;
    const byInstant =
      inOrder.length > 1 ||
      (first !== undefined && (reads.get(first)!.has(first) || needsOf(first).byInstant));
    return { rules: inOrder, byInstant };
  });
}

/** Whether some rule reads the series of alerts. */
export function readsAlerts(needs: RuleNeeds): boolean {
  return needs.needs.some(({ metric }) => metric === undefined || ALERT_SERIES.has(metric));
}

/** Which rules write what a rule reads. */
export function sourcesOf(
  rules: readonly Rule[],
  needsOf: (rule: Rule) => RuleNeeds,
): (rule: Rule) => readonly Rule[] {
  const writers = rules.filter((rule) => rule.group.document.language === 'promql');
  const recorders = new Map<string, Rule[]>();
  for (const rule of writers) {
    if (rule.kind !== 'record') continue;
    recorders.set(rule.name.value, [...(recorders.get(rule.name.value) ?? []), rule]);
  }
  const alerts = writers.filter((rule) => rule.kind === 'alert');
  return (rule) =>
    needsOf(rule).needs.flatMap(({ metric, alert }) => {
      if (metric === undefined) return writers.filter((writer) => writer !== rule);
      if (!ALERT_SERIES.has(metric)) return recorders.get(metric) ?? [];
      return alerts.filter((writer) => alert === undefined || writer.name.value === alert);
    });
}

/** The strongly connected components of a graph, dependencies first (Tarjan's algorithm, without recursion). */
function components(rules: readonly Rule[], reads: ReadonlyMap<Rule, ReadonlySet<Rule>>): Rule[][] {
  const index = new Map<Rule, number>();
  const low = new Map<Rule, number>();
  const open = new Set<Rule>();
  const stack: Rule[] = [];
  const result: Rule[][] = [];
  const enter = (rule: Rule): Visit => {
    index.set(rule, index.size);
    low.set(rule, index.get(rule)!);
    stack.push(rule);
    open.add(rule);
    return { rule, next: [...(reads.get(rule) ?? [])], at: 0 };
  };
  const lower = (rule: Rule, to: number): void => void low.set(rule, Math.min(low.get(rule)!, to));
  for (const root of rules) {
    if (index.has(root)) continue;
    const visits = [enter(root)];
    for (let visit = visits.at(-1); visit !== undefined; visit = visits.at(-1)) {
      const { rule } = visit;
      const source = visit.next[visit.at++];
      if (source !== undefined) {
        if (!index.has(source)) visits.push(enter(source));
        else if (open.has(source)) lower(rule, index.get(source)!);
        continue;
      }
      visits.pop();
      const parent = visits.at(-1);
      if (parent !== undefined) lower(parent.rule, low.get(rule)!);
      if (low.get(rule) === index.get(rule)) result.push(takeComponent(stack, open, rule));
    }
  }
  return result;
}

interface Visit {
  readonly rule: Rule;
  readonly next: readonly Rule[];
  at: number;
}

function takeComponent(stack: Rule[], open: Set<Rule>, root: Rule): Rule[] {
  const members = stack.splice(stack.lastIndexOf(root));
  for (const member of members) open.delete(member);
  return members;
}
