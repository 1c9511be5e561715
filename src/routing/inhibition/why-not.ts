import { labelValue } from '../labels.ts';
import type { LabelSet } from '../labels.ts';
import { matchesAll } from '../matchers/matcher.ts';
import { printMatchers } from '../matchers/print.ts';
import type { InhibitRule } from './rule.ts';

/** So many rules are explained. */
const MOST = 3;

/** An inhibition rule for a message: its name, or its two sides. */
export function describeInhibitRule({ name, sourceMatchers, targetMatchers }: InhibitRule): string {
  if (name !== undefined && name !== '') return `the inhibition rule "${name}"`;
  return `the inhibition rule of ${printMatchers(sourceMatchers)} against ${printMatchers(targetMatchers)}`;
}

/**
 * Why none of the rules mutes an alert that nothing mutes, a clause for each rule that concerns it: that no source
 * fires, that the labels of `equal` differ, or that the source is a target itself.
 */
export function whyNotInhibited(
  alert: LabelSet,
  firing: readonly LabelSet[],
  rules: readonly InhibitRule[],
): string[] {
  const about = rules.filter(({ targetMatchers }) => matchesAll(targetMatchers, alert));
  if (about.length === 0) return ['no inhibition rule has a target that this alert matches'];
  const reasons = about.map(
    (rule) => `${describeInhibitRule(rule)} does not apply: ${reasonOf(rule, alert, firing)}`,
  );
  const more = reasons.length - MOST;
  return more > 0 ? [...reasons.slice(0, MOST), `nor do ${more} more rules`] : reasons;
}

function reasonOf(rule: InhibitRule, alert: LabelSet, firing: readonly LabelSet[]): string {
  const [nearest] = firing
    .filter((candidate) => matchesAll(rule.sourceMatchers, candidate))
    .map((source) => ({ source, differing: rule.equal.filter((name) => !isEqual(name, source, alert)) }))
    .toSorted((a, b) => a.differing.length - b.differing.length);
  if (nearest === undefined) return 'no alert that its source matches fires then';
  const [name] = nearest.differing;
  if (name === undefined) return 'both alerts match both of its sides, which excludes them';
  return `${name} is "${labelValue(alert, name)}" here and "${labelValue(nearest.source, name)}" in the source`;
}

function isEqual(name: string, a: LabelSet, b: LabelSet): boolean {
  return labelValue(a, name) === labelValue(b, name);
}
