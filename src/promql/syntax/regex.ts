import { RE2JS, RE2JSException } from 're2js';

/** Patterns of plain characters, `.`, `.*`, `.+` and `|`: always valid, and quick to judge. */
const SIMPLE = /^(?:[\w \-:/,@%&=<>~!"';#|]|\.[*+]?)*$/;
const CACHE_LIMIT = 5000;

interface Judged {
  readonly error?: string;
  readonly matchesEmpty: boolean;
}

const cache = new Map<string, Judged>();

/** What is wrong with a label matcher's regular expression in Go's words; undefined for a valid one. */
export function regexError(pattern: string): string | undefined {
  return SIMPLE.test(pattern) ? undefined : judge(pattern).error;
}

/** Whether the expression, anchored at both ends as Prometheus does, matches the empty string. */
export function regexMatchesEmpty(pattern: string): boolean {
  if (!SIMPLE.test(pattern)) return judge(pattern).matchesEmpty;
  return pattern.split('|').some((alternative) => /^(?:\.\*)*$/.test(alternative));
}

function judge(pattern: string): Judged {
  const known = cache.get(pattern);
  if (known !== undefined) return known;
  if (cache.size >= CACHE_LIMIT) cache.clear();
  const judged = compile(pattern);
  cache.set(pattern, judged);
  return judged;
}

function compile(pattern: string): Judged {
  try {
    // The pattern alone first: inside `^(?s:...)$` an unmatched parenthesis could pair with ours.
    RE2JS.compile(pattern);
    return { matchesEmpty: RE2JS.compile(`^(?s:${pattern})$`).matcher('').find() };
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error;
    return { error: error.message, matchesEmpty: false };
  }
}
