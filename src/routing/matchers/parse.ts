import { parseClassic, parseClassicOne } from './classic.ts';
import type { MatcherError, ParseResult } from './error.ts';
import { compileMatcher } from './matcher.ts';
import type { Matcher, MatcherSpec } from './matcher.ts';
import { printMatcher } from './print.ts';
import { beginning, RegexpError } from './regexp.ts';
import { parseUtf8 } from './utf8.ts';

/**
 * How matchers are read. `classic`: Alertmanager up to 0.26, and later ones with the feature flag
 * classic-mode. `utf8`: utf8-strict-mode. `fallback`: what 0.27 and later do by default.
 */
export type MatcherGrammar = 'classic' | 'utf8' | 'fallback';

/** The two grammars read one text differently. */
export interface GrammarDisagreement {
  /** `different`: both accept it, with other matchers; else the only grammar that accepts it. */
  readonly kind: 'different' | 'classic-only' | 'utf8-only';
  readonly classic: readonly MatcherSpec[] | undefined;
  readonly utf8: readonly MatcherSpec[] | undefined;
  /** The same matchers as they are used now, written so that both grammars agree where that is possible. */
  readonly suggestion: string;
}

export type MatchersResult =
  | {
      readonly ok: true;
      readonly matchers: readonly Matcher[];
      readonly disagreement: GrammarDisagreement | undefined;
    }
  | { readonly ok: false; readonly error: MatcherError };

/**
 * Parses and compiles one string of matchers, `a="b"` or `{a="b",c=~"d"}`, as an item of `matchers`,
 * `source_matchers` or `target_matchers`. With `fallback` a text that both grammars accept but read
 * differently, or that only the classic one accepts, is read the classic way, as Alertmanager does. Never throws.
 */
export function parseMatchers(text: string, grammar: MatcherGrammar = 'fallback'): MatchersResult {
  return decide(checked(parseClassic(text)), checked(parseUtf8(text)), grammar);
}

/** Parses and compiles a single matcher as amtool reads its arguments: without braces. Never throws. */
export function parseMatcher(text: string, grammar: MatcherGrammar = 'fallback'): MatchersResult {
  if (grammar !== 'classic' && (text.startsWith('{') || text.endsWith('}'))) {
    const start = text.startsWith('{') ? 0 : text.length - 1;
    return {
      ok: false,
      error: {
        code: 'matcher-brace',
        range: { start, end: start + 1 },
        message: `a single matcher takes no braces: ${text}`,
        help: 'remove the braces, or put the value in double quotes',
      },
    };
  }
  return decide(checked(parseClassicOne(text)), checked(exactlyOne(parseUtf8(text), text)), grammar);
}

type Checked =
  | { readonly ok: true; readonly matchers: readonly Matcher[] }
  | { readonly ok: false; readonly error: MatcherError };

function decide(classic: Checked, utf8: Checked, grammar: MatcherGrammar): MatchersResult {
  const disagreement = disagreementOf(classic, utf8);
  // A disagreement of kind utf8-only is not reported if the UTF-8 grammar was requested; older versions report it.
  if (grammar === 'classic') return classic.ok ? { ...classic, disagreement } : classic;
  if (grammar === 'utf8') return utf8.ok ? { ...utf8, disagreement } : utf8;
  if (classic.ok && (!utf8.ok || disagreement?.kind === 'different')) return { ...classic, disagreement };
  return utf8.ok ? { ...utf8, disagreement } : utf8;
}

function disagreementOf(classic: Checked, utf8: Checked): GrammarDisagreement | undefined {
  if (!classic.ok && !utf8.ok) return undefined;
  if (classic.ok && utf8.ok && sameMatchers(classic.matchers, utf8.matchers)) return undefined;
  const used = classic.ok ? classic.matchers : utf8.ok ? utf8.matchers : [];
  return {
    kind: classic.ok ? (utf8.ok ? 'different' : 'classic-only') : 'utf8-only',
    classic: classic.ok ? classic.matchers : undefined,
    utf8: utf8.ok ? utf8.matchers : undefined,
    suggestion: used.map(printMatcher).join(','),
  };
}

function sameMatchers(a: readonly MatcherSpec[], b: readonly MatcherSpec[]): boolean {
  if (a.length !== b.length) return false;
  return a.every((x, i) => {
    const y = b[i]!;
    return x.name === y.name && x.op === y.op && x.value === y.value;
  });
}

function exactlyOne(result: ParseResult, text: string): ParseResult {
  if (!result.ok || result.matchers.length === 1) return result;
  const count = result.matchers.length;
  return {
    ok: false,
    error: {
      code: 'matcher-format',
      range: { start: 0, end: Math.max(1, text.length) },
      message: count === 0 ? 'no matcher is given' : `one matcher is expected, ${count} are given`,
      help: 'give one label at a time: severity=critical',
    },
  };
}

/** Compiles the matchers: an expression that RE2 refuses makes the whole text invalid. */
function checked(result: ParseResult): Checked {
  if (!result.ok) return result;
  const matchers: Matcher[] = [];
  for (const spec of result.matchers) {
    try {
      matchers.push(compileMatcher(spec));
    } catch (error) {
      if (!(error instanceof RegexpError)) throw error;
      return { ok: false, error: regexpError(spec, error) };
    }
  }
  return { ok: true, matchers };
}

function regexpError(spec: MatcherSpec, error: RegexpError): MatcherError {
  return {
    code: 'matcher-regexp',
    range: spec.valueRange ?? { start: 0, end: 1 },
    message: `the regular expression "${beginning(spec.value)}" of ${spec.name}${spec.op} is invalid: ${error.message}`,
    help: 'regular expressions are RE2, anchored at both ends; a glob such as "web-*" is written "web-.*"',
  };
}
