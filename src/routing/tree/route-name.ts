import { printMatchers } from '../matchers/print.ts';
import type { MatcherSpec } from '../matchers/matcher.ts';
import type { Route } from './route.ts';

/** What to call a route in a sentence: `the route {team="db"}`, `the root route`. */
export function routeName({
  parent,
  matchers,
}: Pick<Route, 'parent'> & { readonly matchers: readonly MatcherSpec[] }): string {
  if (parent === undefined) return 'the root route';
  return matchers.length === 0 ? 'the route without matchers' : `the route ${printMatchers(matchers)}`;
}
