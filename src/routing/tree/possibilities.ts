import type { LabelSet } from '../labels.ts';
import type { Matcher } from '../matchers/matcher.ts';
import type { Route, RouteTree } from './route.ts';

/** A route that an alert ends in, or may end in. */
export interface PossibleEnd {
  readonly route: Route;
  /** false: it depends on labels whose values are not known before the alert fires. */
  readonly certain: boolean;
}

/** Whether matchers accept an alert of which not everything is known. */
export type Answer = 'yes' | 'no' | 'maybe';

/**
 * The routes that an alert may end in when only some of its labels are known, in the order of the tree. `isOpen`
 * says whether a label that is not in `labels` may have a value nevertheless (it comes from the expression).
 * Where no label is open, the certain ends are those of `matchRoutes`.
 */
export function possibleRoutes(
  tree: RouteTree,
  labels: LabelSet,
  isOpen: (name: string) => boolean,
): PossibleEnd[] {
  return possibleEnds(tree, (matchers) => matches(matchers, labels, isOpen));
}

/** The same for an alert of which `accepts` knows whether matchers accept it. */
export function possibleEnds(
  tree: RouteTree,
  accepts: (matchers: readonly Matcher[]) => Answer,
): PossibleEnd[] {
  const ends: PossibleEnd[] = [];
  visit(tree.root, accepts, true, ends);
  return ends;
}

function visit(
  route: Route,
  accepts: (matchers: readonly Matcher[]) => Answer,
  certain: boolean,
  ends: PossibleEnd[],
): void {
  let taken: Answer = 'no';
  let reached = certain;
  for (const child of route.routes) {
    const answer = accepts(child.matchers);
    if (answer === 'no') continue;
    visit(child, accepts, reached && answer === 'yes', ends);
    if (answer === 'yes') taken = 'yes';
    else if (taken === 'no') taken = 'maybe';
    if (child.continue) continue;
    if (answer === 'yes') break;
    reached = false;
  }
  if (taken !== 'yes') ends.push({ route, certain: certain && taken === 'no' });
}

function matches(matchers: readonly Matcher[], labels: LabelSet, isOpen: (name: string) => boolean): Answer {
  let answer: Answer = 'yes';
  for (const matcher of matchers) {
    const value = labels.get(matcher.name);
    if (value === undefined && isOpen(matcher.name)) answer = 'maybe';
    else if (!matcher.accepts(value ?? '')) return 'no';
  }
  return answer;
}
