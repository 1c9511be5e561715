import type { LabelMatcher } from './ast.ts';
import type { LogqlError } from './errors.ts';
import { parseError } from './errors.ts';
import { tryCompileMatcher } from './regexp.ts';

/** Reports a matcher whose value is not a regular expression. */
export function checkMatcher(matcher: LabelMatcher, add: (error: LogqlError) => void): void {
  if (matcher.op !== '=~' && matcher.op !== '!~') return;
  const compiled = tryCompileMatcher(matcher.value);
  if (typeof compiled !== 'string') return;
  const explanation = `the value of ${matcher.name}${matcher.op} must be a regular expression of RE2 syntax (no look-around, no back-references)`;
  add(parseError('invalid-matcher-regexp', compiled, explanation, matcher.valueRange));
}

/** Whether a label value satisfies the matcher; an absent label counts as the empty string. */
export function matcherTest(matcher: LabelMatcher): (value: string) => boolean {
  const { op, value: wanted } = matcher;
  if (op === '=') return (value) => value === wanted;
  if (op === '!=') return (value) => value !== wanted;
  const compiled = tryCompileMatcher(wanted);
  // An invalid expression is reported where the matcher is checked; here it matches nothing.
  if (typeof compiled === 'string') return () => false;
  return op === '=~' ? (value) => compiled.matches(value) : (value) => !compiled.matches(value);
}

/** Whether the matcher also matches streams that lack the label. */
export function matchesEmpty(matcher: LabelMatcher): boolean {
  return matcherTest(matcher)('');
}
