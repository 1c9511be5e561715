import { ancestry } from '../../routing/tree/build.ts';
import type { Matcher } from '../../routing/matchers/matcher.ts';
import type { Answer } from '../../routing/tree/label-state.ts';
import type { PossibleEnd } from '../../routing/tree/possibilities.ts';
import type { Route } from '../../routing/tree/route.ts';
import { theAlerts } from './alert-names.ts';
import type { RoutedAlert, RoutedAlerts } from '../../analysis/delivery/index.ts';

/** Names of the alerts that a finding is about, each once. */
export interface Concerned {
  /** Whether the rule files are known: without them nothing can be said. */
  readonly known: boolean;
  /** Those that are concerned for all values of labels that only an alert's expression shows. */
  readonly certain: readonly string[];
  /** Those that may be. */
  readonly possible: readonly string[];
}

/** The alerts that end in one of the routes. */
export function endingIn(routes: Iterable<Route>, routed: RoutedAlerts): Concerned {
  const wanted = new Set(routes);
  return byEnds(routed, ({ route }) => wanted.has(route));
}

/** The alerts that end in a route or below it. */
export function passingThrough(route: Route, routed: RoutedAlerts): Concerned {
  return byEnds(routed, (end) => ancestry(end.route).includes(route));
}

/** The alerts that one of the lists of matchers accepts, wherever they are routed. */
export function acceptedBy(lists: readonly (readonly Matcher[])[], routed: RoutedAlerts): Concerned {
  return concerned(routed, ({ alert }) => {
    const answers = lists.map((matchers) => routed.accepts(matchers, alert));
    return answers.find((answer) => answer === 'yes') ?? answers.find((answer) => answer === 'maybe') ?? 'no';
  });
}

/** The alerts that a contradiction keeps away: all matchers but one of the two that exclude each other accept them. */
export function keptAwayBy(
  pair: readonly [Matcher, Matcher],
  matchers: readonly Matcher[],
  routed: RoutedAlerts,
): Concerned {
  return acceptedBy(
    pair.map((one) => matchers.filter((matcher) => matcher !== one)),
    routed,
  );
}

/**
 * The end of a reason that says which alerts are concerned: `; this concerns the alerts "A", "B", "C" and 4 more`, or
 * that none is; nothing where the rule files are not known.
 */
export function concerns({ known, certain, possible }: Concerned): string {
  if (!known) return '';
  if (certain.length === 0)
    return possible.length === 0
      ? '; no alert of the rule files is affected'
      : `; this may affect ${theAlerts(possible)}`;
  const others = possible.length === 1 ? '1 other' : `${possible.length} others`;
  return `; this affects ${theAlerts(certain)}${possible.length === 0 ? '' : `, and perhaps ${others}`}`;
}

function byEnds(routed: RoutedAlerts, isMeant: (end: PossibleEnd) => boolean): Concerned {
  return concerned(routed, ({ ends }) => {
    const meant = ends.filter(isMeant);
    if (meant.length === 0) return 'no';
    return meant.some(({ certain }) => certain) ? 'yes' : 'maybe';
  });
}

/** The alerts of which `isConcerned` says so. Several rules may have one name: what one of them does, the name does. */
export function concerned(routed: RoutedAlerts, isConcerned: (alert: RoutedAlert) => Answer): Concerned {
  const names = { yes: new Set<string>(), maybe: new Set<string>(), no: new Set<string>() };
  for (const alert of routed.routed) names[isConcerned(alert)].add(alert.alert.name);
  return {
    known: routed.alerts.length > 0,
    certain: [...names.yes],
    possible: [...names.maybe].filter((name) => !names.yes.has(name)),
  };
}
