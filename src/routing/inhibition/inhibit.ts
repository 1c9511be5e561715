import { labelValue } from '../labels.ts';
import type { LabelSet } from '../labels.ts';
import { matchesAll } from '../matchers/matcher.ts';
import type { InhibitRule } from './rule.ts';

/** Which rule mutes an alert, and the firing alert that is the reason. */
export interface Inhibition {
  readonly rule: InhibitRule;
  /** Position of the rule in the list that was given. */
  readonly ruleIndex: number;
  readonly source: LabelSet;
  /**
   * Alertmanager 0.30 and later keep one source alert per combination of `equal` values, the one that was
   * updated last. Where another firing source with the same values matches both sides of the rule, whether
   * they mute a target that also matches both sides depends on the order of arrival.
   */
  readonly dependsOnOrder: boolean;
}

/**
 * The first rule, in the order of the configuration, that mutes an alert while the `firing` alerts fire, or
 * undefined. An alert that matches both sides of a rule is muted only by sources that do not match the target
 * side: that keeps alerts from muting themselves and each other.
 */
export function inhibitedBy(
  alert: LabelSet,
  firing: readonly LabelSet[],
  rules: readonly InhibitRule[],
): Inhibition | undefined {
  for (const [ruleIndex, rule] of rules.entries()) {
    const inhibition = inhibitedByRule(alert, firing, rule, ruleIndex);
    if (inhibition !== undefined) return inhibition;
  }
  return undefined;
}

/** Every rule that would mute the alert on its own, for explanations. */
export function allInhibitions(
  alert: LabelSet,
  firing: readonly LabelSet[],
  rules: readonly InhibitRule[],
): Inhibition[] {
  return rules.flatMap((rule, i) => inhibitedByRule(alert, firing, rule, i) ?? []);
}

function inhibitedByRule(
  alert: LabelSet,
  firing: readonly LabelSet[],
  rule: InhibitRule,
  ruleIndex: number,
): Inhibition | undefined {
  if (!matchesAll(rule.targetMatchers, alert)) return undefined;
  const twoSided = matchesAll(rule.sourceMatchers, alert);
  let source: LabelSet | undefined;
  let excluded = false;
  for (const candidate of firing) {
    if (!matchesAll(rule.sourceMatchers, candidate) || !equalOn(rule.equal, alert, candidate)) continue;
    if (twoSided && matchesAll(rule.targetMatchers, candidate)) excluded = true;
    else source ??= candidate;
  }
  if (source === undefined) return undefined;
  return { rule, ruleIndex, source, dependsOnOrder: excluded };
}

function equalOn(names: readonly string[], a: LabelSet, b: LabelSet): boolean {
  return names.every((name) => labelValue(a, name) === labelValue(b, name));
}
