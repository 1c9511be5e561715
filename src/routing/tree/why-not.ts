import type { LabelSet } from '../labels.ts';
import { printMatcher } from '../matchers/print.ts';
import { explainRoutes } from './explain.ts';
import type { FailedMatcher, RouteTrace } from './explain.ts';
import type { Route, RouteTree } from './route.ts';
import { routeName } from './route-name.ts';

/** So many routes that lead to a receiver are explained. */
const MOST = 3;

/** Why an alert does not reach a receiver, a clause for each route that would lead there; empty where it does. */
export function whyNotReached(tree: RouteTree, labels: LabelSet, receiver: string): string[] {
  const { ends, trace } = explainRoutes(tree, labels);
  if (ends.some(({ settings }) => settings.receiver === receiver)) return [];
  const reasons = [...new Set(reasonsOf(trace, receiver))];
  if (reasons.length === 0) return [`no route leads to ${receiver}`];
  const more = reasons.length - MOST;
  return more > 0 ? [...reasons.slice(0, MOST), `${more} more routes lead to ${receiver}`] : reasons;
}

function reasonsOf(trace: RouteTrace, receiver: string): string[] {
  const { route, verdict, children } = trace;
  switch (verdict.kind) {
    case 'refused':
      return leadsTo(route, receiver) ? [`${routeName(route)} ${refusal(verdict.failed)}`] : [];
    case 'skipped':
      if (!leadsTo(route, receiver)) return [];
      return [
        `${routeName(route)} is not tried: ${routeName(verdict.takenBy)} takes the alert before it, without "continue"`,
      ];
    case 'ended':
    case 'passed': {
      const below = children.flatMap((child) => reasonsOf(child, receiver));
      if (below.length > 0 || route.settings.receiver !== receiver) return below;
      return [`${routeName(route)} hands the alert on to the routes below it`];
    }
  }
}

/** Whether an alert could end in the receiver at the route or below it. */
function leadsTo(route: Route, receiver: string): boolean {
  return route.settings.receiver === receiver || route.routes.some((child) => leadsTo(child, receiver));
}

function refusal(failed: readonly FailedMatcher[]): string {
  const needs = failed.map(({ matcher }) => printMatcher(matcher)).join(' and ');
  const has = failed.map(({ matcher, actual }) =>
    actual === '' ? `no ${matcher.name}` : printMatcher({ name: matcher.name, op: '=', value: actual }),
  );
  return `needs ${needs}, and the alert has ${[...new Set(has)].join(' and ')}`;
}
