import { labelValue } from '../labels.ts';
import { compileMatcher } from '../matchers/matcher.ts';
import { printMatcher } from '../matchers/print.ts';
import { answerAll } from './label-state.ts';
import type { LabelState } from './label-state.ts';
import { matchRoutes } from './match.ts';
import { outcomes } from './outcomes.ts';
import type { Outcome } from './outcomes.ts';
import type { Route, RouteTree } from './route.ts';

/** A route that an alert ends in, or may end in. */
export interface PossibleEnd {
  readonly route: Route;
  /** false: it depends on labels whose values are not known before the alert fires. */
  readonly certain: boolean;
}

/** Where an alert goes through a tree, as far as its labels are known. */
export interface Delivery {
  /** The routes that it may end in, in the order of the tree. */
  readonly ends: readonly PossibleEnd[];
  /** The ways that it may take; undefined where there are too many to list. */
  readonly outcomes: readonly Outcome[] | undefined;
  /**
   * The routes that it ends in where unknown labels are as usual: missing, or what the server adds. undefined: a label
   * that decides has no usual value.
   */
  readonly usual: readonly Route[] | undefined;
}

/** Where an alert goes through a tree: the one answer that every command and check gives. */
export function deliver(tree: RouteTree, state: LabelState): Delivery {
  const ends: PossibleEnd[] = [];
  visit(tree.root, state, true, ends);
  if (ends.every(({ certain }) => certain)) {
    const only = ends.map(({ route }) => route);
    return { ends, outcomes: [{ ends: only, state }], usual: only };
  }
  const ways = outcomes(tree, state);
  if (ways === undefined) return { ends, outcomes: undefined, usual: usualEnds(tree, state) };
  const usual = ways.find((way) => way.state.isUsual)?.ends;
  return { ends: endsOf(ends, ways), outcomes: ways, usual };
}

/** Where the labels lead that are known or usual, if an alert may have no others of those that routes look at. */
function usualEnds(tree: RouteTree, state: LabelState): readonly Route[] | undefined {
  const labels = state.example;
  const names = new Set(tree.routes.flatMap(({ matchers }) => matchers.map(({ name }) => name)));
  const isUsual = (name: string): boolean =>
    state.answer(compileMatcher({ name, op: '=', value: labelValue(labels, name) })) !== 'no';
  return [...names].every(isUsual) ? matchRoutes(tree, labels) : undefined;
}

/** What the ways say about the ends: a route is certain where every way leads to it, and out where none does. */
function endsOf(ends: readonly PossibleEnd[], ways: readonly Outcome[]): PossibleEnd[] {
  const counts = new Map<Route, number>();
  for (const way of ways)
    for (const route of new Set(way.ends)) counts.set(route, (counts.get(route) ?? 0) + 1);
  return ends.flatMap(({ route }) => {
    const count = counts.get(route);
    return count === undefined ? [] : [{ route, certain: count === ways.length }];
  });
}

/** Looks at each route by itself: quick, and never misses an end. */
function visit(route: Route, state: LabelState, certain: boolean, ends: PossibleEnd[]): void {
  let taken: 'yes' | 'no' | 'maybe' = 'no';
  let reached = certain;
  for (const child of route.routes) {
    const answer = answerAll(child.matchers, state);
    if (answer === 'no') continue;
    visit(child, state, reached && answer === 'yes', ends);
    if (answer === 'yes') taken = 'yes';
    else if (taken === 'no') taken = 'maybe';
    if (child.continue) continue;
    if (answer === 'yes') break;
    reached = false;
  }
  if (taken !== 'yes') ends.push({ route, certain: certain && taken === 'no' });
}

/** Receivers that are reached together, and when. */
export interface ReceiverWay {
  /** In the order of the tree, repeated where two routes lead to one receiver. */
  readonly receivers: readonly string[];
  /** Labels that lead there, each as `team="web",tier="gold"`; empty: no unknown label is needed. */
  readonly when: readonly string[];
}

/** The ways of an alert, those with the same receivers together; undefined where there are too many to list. */
export function receiverWays({ outcomes: ways }: Delivery): readonly ReceiverWay[] | undefined {
  if (ways === undefined) return undefined;
  const byReceivers = new Map<string, { receivers: readonly string[]; when: string[] }>();
  for (const { ends, state } of ways) {
    const receivers = ends.map(({ settings }) => settings.receiver);
    const key = JSON.stringify(receivers);
    const known = byReceivers.get(key) ?? { receivers, when: [] };
    byReceivers.set(key, known);
    known.when.push(conditionText(state));
  }
  const all = [...byReceivers.values()];
  return all.length === 1 ? [{ receivers: all[0]!.receivers, when: [] }] : all;
}

/** The assumptions of a state as matchers: `team="web",tier!="gold"`; empty if absent. */
export function conditionText({ conditions }: Pick<LabelState, 'conditions'>): string {
  return conditions.map(printMatcher).join(',');
}

/** One alert on its usual way, or on the first of several; undefined where there are too many ways to list. */
export function exampleWay({ outcomes: ways }: Delivery): Outcome | undefined {
  return ways?.find(({ state }) => state.isUsual) ?? ways?.[0];
}

/** The routes that an alert ends in as usual; without a usual way, those that every way leads to. */
export function expectedEnds({ usual, ends }: Delivery): readonly Route[] {
  return usual ?? ends.filter(({ certain }) => certain).map(({ route }) => route);
}
