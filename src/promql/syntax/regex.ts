import { RE2JS, RE2JSException } from 're2js';
import { MAX_REGEX_LENGTH } from '../../util/regex-limit.ts';
import { wordsOf } from './regex-words.ts';

/** Patterns of plain characters, `.`, `.*`, `.+` and `|`: always valid, and quick to judge. */
const SIMPLE = /^(?:[\w \-:/,@%&=<>~!"';#|]|\.[*+]?)*$/;
const CACHE_LIMIT = 5000;

const errors = new Map<string, string | undefined>();
const compiled = new Map<string, RE2JS>();

/** The fault of a label matcher's regular expression in Go's words; undefined for a valid one. */
export function regexError(pattern: string): string | undefined {
  if (SIMPLE.test(pattern) || wordsOf(pattern) !== undefined) return undefined;
  if (errors.has(pattern)) return errors.get(pattern);
  if (errors.size >= CACHE_LIMIT) errors.clear();
  const error = judge(pattern);
  errors.set(pattern, error);
  return error;
}

/** Whether a pattern is left alone for its length; Prometheus reads it. */
export function isTooLongRegex(pattern: string): boolean {
  return pattern.length > MAX_REGEX_LENGTH && !SIMPLE.test(pattern) && wordsOf(pattern) === undefined;
}

/** Whether the expression, anchored at both ends as Prometheus does, matches the empty string. */
export function regexMatchesEmpty(pattern: string): boolean {
  if (SIMPLE.test(pattern)) return pattern.split('|').some((alternative) => /^(?:\.\*)*$/.test(alternative));
  const words = wordsOf(pattern);
  if (words !== undefined)
    return words.some(({ prefix, wildcard, suffix }) => prefix + suffix === '' && wildcard !== '+');
  return regexError(pattern) === undefined && anchoredRegex(pattern).matcher('').find();
}

/**
 * A valid pattern compiled as Prometheus 3 does: anchored at both ends, and a dot matches a line break.
 * @throws RE2JSException where Go would reject the pattern
 */
export function anchoredRegex(pattern: string): RE2JS {
  let regex = compiled.get(pattern);
  if (regex === undefined) {
    regex = RE2JS.compile(`^(?s:${pattern})$`);
    if (compiled.size >= CACHE_LIMIT) compiled.clear();
    compiled.set(pattern, regex);
  }
  return regex;
}

function judge(pattern: string): string | undefined {
  // Inside `^(?s:...)$` an unmatched parenthesis could pair with ours.
  const alone = /[()]/.test(pattern) ? compileError(() => RE2JS.compile(pattern)) : undefined;
  if (alone !== undefined) return alone;
  const anchored = compileError(() => anchoredRegex(pattern));
  return anchored === undefined ? undefined : (compileError(() => RE2JS.compile(pattern)) ?? anchored);
}

function compileError(compile: () => RE2JS): string | undefined {
  try {
    compile();
    return undefined;
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error;
    return error.message;
  }
}
