import { Labels, METRIC_NAME } from '../labels/labels.ts';
import type { Plan } from '../plan/plan.ts';

/**
 * The labels of the result of absent functions: those that equality matchers of the selector pin down. A label
 * with several matchers is left out.
 */
export function absentLabels(argument: Plan): Labels {
  const selector = argument.kind === 'window' ? argument.selector : argument;
  if (selector.kind !== 'selector') return Labels.EMPTY;
  const pinned = new Map<string, string>();
  const seen = new Set<string>();
  for (const { name, op, value } of selector.matchers) {
    if (name === METRIC_NAME) continue;
    if (op === '=' && !seen.has(name)) {
      pinned.set(name, value);
      seen.add(name);
    } else {
      pinned.delete(name);
    }
  }
  return Labels.of(pinned);
}
