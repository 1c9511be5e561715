import { labelValue } from '../labels.ts';
import type { LabelSet } from '../labels.ts';
import type { Matcher } from '../matchers/matcher.ts';
import type { Route, RouteTree } from './route.ts';

/** A matcher that refused an alert, and the value that it saw ("" for a missing label). */
export interface FailedMatcher {
  readonly matcher: Matcher;
  readonly actual: string;
}

/**
 * What happened at a route. `ended`: the alert goes to its receiver. `passed`: the alert matched and went on to
 * children. `refused`: matchers failed. `skipped`: an earlier sibling took the alert without `continue`.
 */
export type RouteVerdict =
  | { readonly kind: 'ended' }
  | { readonly kind: 'passed' }
  | { readonly kind: 'refused'; readonly failed: readonly FailedMatcher[] }
  | { readonly kind: 'skipped'; readonly takenBy: Route };

export interface RouteTrace {
  readonly route: Route;
  readonly verdict: RouteVerdict;
  /** Children that were looked at or skipped; empty below refused and skipped routes. */
  readonly children: readonly RouteTrace[];
}

export interface RouteExplanation {
  /** The routes that the alert ends in: the same as those of `matchRoutes`. */
  readonly ends: readonly Route[];
  readonly trace: RouteTrace;
}

/** Routes an alert like `matchRoutes` and records what happened at every route on the way. */
export function explainRoutes(tree: RouteTree, labels: LabelSet): RouteExplanation {
  const ends: Route[] = [];
  return { trace: visit(tree.root, labels, ends), ends };
}

function visit(route: Route, labels: LabelSet, ends: Route[]): RouteTrace {
  const failed = failedMatchers(route.matchers, labels);
  if (failed.length > 0) return { route, verdict: { kind: 'refused', failed }, children: [] };
  const children: RouteTrace[] = [];
  const before = ends.length;
  let takenBy: Route | undefined;
  for (const child of route.routes) {
    if (takenBy !== undefined) {
      children.push({ route: child, verdict: { kind: 'skipped', takenBy }, children: [] });
      continue;
    }
    const trace = visit(child, labels, ends);
    children.push(trace);
    if (trace.verdict.kind !== 'refused' && !child.continue) takenBy = child;
  }
  if (ends.length > before) return { route, verdict: { kind: 'passed' }, children };
  ends.push(route);
  return { route, verdict: { kind: 'ended' }, children };
}

/** The matchers that refuse these labels. */
function failedMatchers(matchers: readonly Matcher[], labels: LabelSet): FailedMatcher[] {
  const failed: FailedMatcher[] = [];
  for (const matcher of matchers) {
    const actual = labelValue(labels, matcher.name);
    if (!matcher.accepts(actual)) failed.push({ matcher, actual });
  }
  return failed;
}
