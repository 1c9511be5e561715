import type { MatcherSource } from '../../documents/alertmanager/types.ts';
import type { Matcher } from '../../routing/matchers/matcher.ts';

/** A matcher as it was written. */
export type WrittenMatcher = Pick<Matcher, 'name' | 'op' | 'value'>;

/** The matcher without what upstream puts around the values of match_re. */
export function asWritten({ name, op, value }: Matcher, source: MatcherSource): WrittenMatcher {
  return { name, op, value: source.form === 'match_re' ? source.text.value : value };
}

/** What a matcher is taken for that it is not: a glob where a regular expression is read, a pattern after `=`. */
export function mistakenPattern({ op, value }: WrittenMatcher): 'glob' | 'equality' | undefined {
  if (op === '=~' || op === '!~') return isGlob(value) ? 'glob' : undefined;
  return isPattern(value) ? 'equality' : undefined;
}

/** Words with stars directly behind a letter, and nothing else that a regular expression would have. */
function isGlob(value: string): boolean {
  const parts = value.replace(/^\((.*)\)$/, '$1').split('|');
  return (
    parts.every((part) => /^[\w/:@ -]*(?:\*[\w/:@ -]*)*$/.test(part)) &&
    parts.some((part) => /[A-Za-z_-]\*/.test(part))
  );
}

/** What only a regular expression would hold. */
function isPattern(value: string): boolean {
  return (
    /\.[*+]/.test(value) ||
    /^\^.+\$$/.test(value) ||
    /^\(?[\w-]+(?:\|[\w-]+)+\)?$/.test(value) ||
    /\[[^\]]{1,500}\][*+]/.test(value)
  );
}
