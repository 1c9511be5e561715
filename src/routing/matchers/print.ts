import { goQuote } from '../../go/strings/quote.ts';
import type { MatcherSpec } from './matcher.ts';
import { isReserved } from './utf8-lexer.ts';

/** A matcher as Alertmanager prints it; both grammars read it back where the name is a classic one. */
export function printMatcher(matcher: MatcherSpec): string {
  if (Array.from(matcher.name).some(isReserved))
    return `${goQuote(matcher.name)}${matcher.op}${goQuote(matcher.value)}`;
  const value = matcher.value.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('"', '\\"');
  return `${matcher.name}${matcher.op}"${value}"`;
}

/** Matchers in braces: `{a="b",c=~"d"}`. */
export function printMatchers(matchers: readonly MatcherSpec[]): string {
  return `{${matchers.map(printMatcher).join(',')}}`;
}
