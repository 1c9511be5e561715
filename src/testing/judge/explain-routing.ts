import type { LabelSet } from '../../routing/labels.ts';
import type { Muting } from '../../routing/time-intervals/active.ts';
import type { AlertPattern } from '../scenario/types.ts';
import type { RoutingAtInstant } from './routing-view.ts';

/**
 * Why the configuration does something else with an alert than a pattern expects: the matchers that refuse it, the
 * rules that mute it, the intervals. Undefined where the pattern does not ask.
 */
export function explainRouting(
  pattern: AlertPattern,
  labels: LabelSet,
  routing: RoutingAtInstant,
  firing: readonly LabelSet[],
): string | undefined {
  const { receivers, notifies, inhibited, inhibitedBy } = pattern;
  const wanted = [...(receivers?.value ?? []), ...(notifies?.value ?? [])];
  const unreached = wanted.flatMap((name) => routing.whyNotReached(labels, name));
  const muting = routing.ends(labels).flatMap((end) => {
    const name = end.receiver;
    return end.muting === undefined ? [] : [`${name} is ${mutingText(end.muting)}`];
  });
  const isInhibited = routing.inhibitors(labels, firing).length > 0;
  const asksInhibition = (inhibited ?? inhibitedBy) !== undefined || (notifies !== undefined && isInhibited);
  const reasons = [
    ...unreached,
    ...(notifies === undefined ? [] : muting),
    ...(asksInhibition ? routing.explainInhibition(labels, firing) : []),
  ];
  return reasons.length === 0 ? undefined : [...new Set(reasons)].join('; ');
}

/** `muted by the interval nights`. */
function mutingText({ kind, intervals }: Muting): string {
  const names = intervals.join(', ');
  return kind === 'inactive' ? `outside of the active interval ${names}` : `muted by the interval ${names}`;
}
