import type { InhibitRuleNode } from '../../documents/alertmanager/types.ts';
import type { AlertLabels } from './alert-labels.ts';
import { mayBeEqual } from './label-knowledge.ts';
import type { RoutedAlerts } from './routed-alerts.ts';

/** The alerts on the two sides of an inhibition rule. */
export interface Sides {
  readonly sources: readonly AlertLabels[];
  readonly targets: readonly AlertLabels[];
}

/** The alerts that may be on each side. */
export function sidesOf(rule: InhibitRuleNode, routed: RoutedAlerts): Sides {
  return { sources: routed.matched(rule.sourceMatchers), targets: routed.matched(rule.targetMatchers) };
}

/** Pairs that are looked at before giving up: with as many alerts on both sides, some pair will do. */
const MOST_PAIRS = 250_000;

/** An alert that may mute another by the rule; undefined: there is no such pair. */
export function mutingPair(
  rule: InhibitRuleNode,
  { sources, targets }: Sides,
  routed: RoutedAlerts,
): readonly [AlertLabels, AlertLabels] | 'unknown' | undefined {
  if (sources.length * targets.length > MOST_PAIRS) return 'unknown';
  for (const source of sources) {
    const sourceIsTarget = routed.accepts(rule.targetMatchers, source) === 'yes';
    for (const target of targets) {
      // What matches both sides is not muted by what matches both sides.
      if (sourceIsTarget && routed.accepts(rule.sourceMatchers, target) === 'yes') continue;
      if (clash(rule, source, target, routed) === undefined) return [source, target];
    }
  }
  return undefined;
}

/** A label of `equal` that two alerts can never have the same value of. */
export function clash(
  rule: InhibitRuleNode,
  source: AlertLabels,
  target: AlertLabels,
  routed: RoutedAlerts,
): string | undefined {
  return rule.equal.find((label) => !mayBeEqual(routed.label(source, label), routed.label(target, label)));
}

/** The label of `equal` that keeps every pair apart, where one alone does. */
export function alwaysClashing(
  rule: InhibitRuleNode,
  { sources, targets }: Sides,
  routed: RoutedAlerts,
): string | undefined {
  return rule.equal.find((label) =>
    sources.every((source) =>
      targets.every((target) => !mayBeEqual(routed.label(source, label), routed.label(target, label))),
    ),
  );
}
