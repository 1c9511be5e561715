import { parseMatchers } from '../../src/routing/matchers/parse.ts';
import type { Matcher } from '../../src/routing/matchers/matcher.ts';
import type { RouteConfig } from '../../src/routing/tree/route.ts';

/** Compiled matchers of a text; throws where it is invalid. */
export function matchers(...texts: string[]): Matcher[] {
  return texts.flatMap((text) => {
    const result = parseMatchers(text);
    if (!result.ok) throw new Error(result.error.message);
    return result.matchers;
  });
}

/** A route from its matchers and whatever else is set. */
export function route(match: string, rest: Partial<Omit<RouteConfig, 'matchers'>> = {}): RouteConfig {
  return {
    continue: false,
    muteTimeIntervals: [],
    activeTimeIntervals: [],
    routes: [],
    ...rest,
    matchers: matchers(match),
  };
}
