import { type LabelSet, formatLabels } from '../../routing/labels.ts';
import type { ObservedAlert } from '../observe/types.ts';
import type { AlertPattern } from '../scenario/types.ts';
import { type Comparison, compareFields } from './differences.ts';
import type { RoutingView } from './routing-view.ts';

const ALERTNAME: ReadonlySet<string> = new Set(['alertname']);

/** Compares a firing alert with a pattern in everything that the pattern speaks of. */
export function compareAlert(
  pattern: AlertPattern,
  alert: ObservedAlert,
  routing: RoutingView | undefined,
  firing: readonly LabelSet[],
): Comparison[] {
  const { exact } = pattern;
  return [
    ...compareFields('label', pattern.labels, alert.labels, { exact, free: ALERTNAME }),
    ...compareFields('annotation', pattern.annotations, alert.annotations, { exact }),
    ...compareReceivers(pattern, alert, routing),
    ...compareInhibition(pattern, alert, routing, firing),
  ];
}

function compareReceivers(
  pattern: AlertPattern,
  alert: ObservedAlert,
  routing: RoutingView | undefined,
): Comparison[] {
  if (pattern.receivers === undefined || routing === undefined) return [];
  const expected = pattern.receivers.value.join(', ');
  const answer = routing.receivers(alert.labels);
  const got = 'names' in answer ? answer.names.join(', ') : `unknown: ${answer.problem}`;
  return [
    { field: 'receivers', expected: expected === '' ? 'none' : expected, got, holds: expected === got },
  ];
}

function compareInhibition(
  pattern: AlertPattern,
  alert: ObservedAlert,
  routing: RoutingView | undefined,
  firing: readonly LabelSet[],
): Comparison[] {
  const wantsOne = pattern.inhibited?.value ?? (pattern.inhibitedBy === undefined ? undefined : true);
  if (wantsOne === undefined || routing === undefined) return [];
  const sources = routing.inhibitors(alert.labels, firing);
  const by = pattern.inhibitedBy?.value;
  const named = by === undefined || sources.some((source) => source.get('alertname') === by);
  const holds = wantsOne === sources.length > 0 && named;
  return [
    {
      field: 'inhibited',
      expected: by === undefined ? (wantsOne ? 'yes' : 'no') : `by ${by}`,
      got: sources.length === 0 ? 'no' : `by ${sources.map(formatLabels).join(' and ')}`,
      holds,
    },
  ];
}
