import { type LabelSet, formatLabels } from '../../routing/labels.ts';
import type { ObservedAlert } from '../observe/types.ts';
import type { AlertPattern } from '../scenario/types.ts';
import { printPattern } from '../scenario/pattern.ts';
import { type Comparison, compareFields, distanceOf } from './differences.ts';
import type { RouteEnd, RoutingAtInstant } from './routing-view.ts';

const ALERTNAME: ReadonlySet<string> = new Set(['alertname']);

/** Compares a firing alert with a pattern in everything that the pattern mentions. */
export function compareAlert(
  pattern: AlertPattern,
  alert: ObservedAlert,
  routing: RoutingAtInstant | undefined,
  firing: readonly LabelSet[],
): Comparison[] {
  const { exact } = pattern;
  return [
    ...compareFields('label', pattern.labels, alert.labels, { exact, free: ALERTNAME }),
    ...compareFields('annotation', pattern.annotations, alert.annotations, { exact }),
    ...compareReceivers(pattern, alert, routing),
    ...compareInhibition(pattern, alert, routing, firing),
    ...compareEnds(pattern, alert, routing, firing),
  ];
}

function compareReceivers(
  pattern: AlertPattern,
  alert: ObservedAlert,
  routing: RoutingAtInstant | undefined,
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
  routing: RoutingAtInstant | undefined,
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

/** The alerts to notify, what mutes the others, and the groups. */
function compareEnds(
  pattern: AlertPattern,
  alert: ObservedAlert,
  routing: RoutingAtInstant | undefined,
  firing: readonly LabelSet[],
): Comparison[] {
  const { notifies, mutedBy, group } = pattern;
  if (routing === undefined || (notifies ?? mutedBy ?? group) === undefined) return [];
  const ends = routing.ends(alert.labels);
  const inhibited = routing.inhibitors(alert.labels, firing).length > 0;
  const left = inhibited ? [] : ends.filter(({ muting }) => muting === undefined);
  const muting = [...new Set(ends.flatMap((end) => end.muting?.intervals ?? []))];
  return [
    ...(notifies === undefined
      ? []
      : [
          listed(
            'notifies',
            notifies.value,
            left.map(({ receiver }) => receiver),
          ),
        ]),
    ...(mutedBy === undefined
      ? []
      : [{ ...listed('muted_by', [mutedBy.value], muting), holds: muting.includes(mutedBy.value) }]),
    ...(group === undefined ? [] : [compareGroup(group, ends)]),
  ];
}

function listed(field: string, expected: readonly string[], got: readonly string[]): Comparison {
  const text = (names: readonly string[]): string => (names.length === 0 ? 'none' : names.join(', '));
  return { field, expected: text(expected), got: text(got), holds: text(expected) === text(got) };
}

/** One of the groups must have exactly these labels. */
function compareGroup(expected: NonNullable<AlertPattern['group']>, ends: readonly RouteEnd[]): Comparison {
  const fits = ({ group }: RouteEnd): boolean =>
    distanceOf(compareFields('label', expected, group, { exact: true })) === 0;
  return {
    field: 'group',
    expected: expected.map(({ name, pattern }) => `${name}=${printPattern(pattern)}`).join(', '),
    got: [...new Set(ends.map(({ group }) => formatLabels(group)))].join(' and '),
    holds: ends.some(fits),
  };
}
