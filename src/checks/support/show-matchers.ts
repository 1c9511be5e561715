import type { MatcherSpec } from '../../routing/matchers/matcher.ts';
import { printMatcher, printMatchers } from '../../routing/matchers/print.ts';
import { routeName } from '../../routing/tree/route-name.ts';
import type { Route } from '../../routing/tree/route.ts';

/** A matcher in a message, without the anchors that upstream puts around the values of match_re. */
export function showMatcher(matcher: MatcherSpec): string {
  return printMatcher(plain(matcher));
}

/** Matchers in a message: `{severity="critical"}`. */
export function showMatchers(matchers: readonly MatcherSpec[]): string {
  return printMatchers(matchers.map(plain));
}

/** A route in a sentence: `the route {severity="critical"}`. */
export function showRoute({ parent, matchers }: Route): string {
  return routeName({ parent, matchers: matchers.map(plain) });
}

function plain(matcher: MatcherSpec): MatcherSpec {
  const inner = /^\^\(\?:([^]*)\)\$$/.exec(matcher.value)?.[1];
  return inner === undefined ? matcher : { ...matcher, value: inner };
}
