import { negation } from '../../routing/matchers/matcher.ts';
import type { Matcher } from '../../routing/matchers/matcher.ts';
import { valueFor } from '../../routing/matchers/value-for.ts';

/** Matchers that say nothing: `=~".*"`. */
export function acceptsAnything(matcher: Matcher): boolean {
  return matcher.op === '=~' && /^(?:\^?\(?\.\*\)?\$?|\^\(\?:\.\*\)\$)$/.test(matcher.value);
}

/** Whether every value that `given` accepts is one that `matcher` accepts; false where that is not proved. */
export function implies(given: Matcher, matcher: Matcher): boolean {
  if (given.name !== matcher.name) return false;
  if (given.op === matcher.op && given.value === matcher.value) return true;
  if (given.values !== undefined) return [...given.values].every((value) => matcher.accepts(value));
  if (matcher.op === '!=') return !given.accepts(matcher.value);
  return valueFor([given, negation(matcher)]).kind === 'none';
}

/** Whether a label set that all of `given` accept is always one that all of `matchers` accept. */
export function impliesAll(given: readonly Matcher[], matchers: readonly Matcher[]): boolean {
  return matchers.every((matcher) => {
    if (acceptsAnything(matcher) || given.some((one) => implies(one, matcher))) return true;
    const same = given.filter(({ name }) => name === matcher.name);
    return same.length > 1 && valueFor([...same, negation(matcher)]).kind === 'none';
  });
}

/** Two matchers that no label set can satisfy together. */
export function contradiction(matchers: readonly Matcher[]): readonly [Matcher, Matcher] | undefined {
  for (const [i, a] of matchers.entries()) {
    for (const b of matchers.slice(i + 1)) if (excludes(a, b)) return [a, b];
  }
  return undefined;
}

/** Whether no value satisfies both. */
export function excludes(a: Matcher, b: Matcher): boolean {
  if (a.name !== b.name) return false;
  if (a.values !== undefined) return ![...a.values].some((value) => b.accepts(value));
  return valueFor([a, b]).kind === 'none';
}

/** Whether no label set satisfies all of both. */
export function disjoint(a: readonly Matcher[], b: readonly Matcher[]): boolean {
  return a.some((one) => b.some((other) => excludes(one, other)));
}
