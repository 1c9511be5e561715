import { compileMatcher } from '../../routing/matchers/matcher.ts';
import type { Matcher, MatcherSpec } from '../../routing/matchers/matcher.ts';
import { RegexpError } from '../../routing/matchers/regexp.ts';

/** A matcher ready to be applied; undefined if its value is not a regular expression. */
export function tryMatcher(spec: MatcherSpec): Matcher | undefined {
  try {
    return compileMatcher(spec);
  } catch (error) {
    if (error instanceof RegexpError) return undefined;
    throw error;
  }
}
