import { RE2JS } from 're2js';
import { anchoredRegex } from '../../syntax/regex.ts';
import { wordsOf } from '../../syntax/regex-words.ts';
import type { RegexWord } from '../../syntax/regex-words.ts';

/** Tests whole strings against one pattern. */
export type StringTest = (text: string) => boolean;

const cache = new Map<string, StringTest>();
const CACHE_SIZE = 2_000;

/**
 * Compiles a regular expression as Prometheus matches labels: Go's syntax (RE2, linear time), anchored at both
 * ends. From version 3 on the dot matches line breaks too.
 * @throws RE2JSException where Go would reject the pattern
 */
export function anchored(pattern: string, version: 2 | 3): RE2JS {
  return version === 2 ? RE2JS.compile(`^(?:${pattern})$`) : anchoredRegex(pattern);
}

/**
 * A test for a label matcher's pattern, cached. Alternations of texts with one wildcard each need no automaton.
 */
export function labelTest(pattern: string, version: 2 | 3): StringTest {
  const key = `${version}${pattern}`;
  let test = cache.get(key);
  if (test === undefined) {
    test = shortcut(pattern, version) ?? automaton(pattern, version);
    if (cache.size >= CACHE_SIZE) cache.clear();
    cache.set(key, test);
  }
  return test;
}

function automaton(pattern: string, version: 2 | 3): StringTest {
  const compiled = anchored(pattern, version);
  return (text) => compiled.matcher(text).find();
}

function shortcut(pattern: string, version: 2 | 3): StringTest | undefined {
  const words = wordsOf(pattern);
  if (words === undefined) return undefined;
  const wild = words.filter(({ wildcard }) => wildcard !== undefined);
  // In version 2 the dot does not match a line break, so `.*` does not match everything there.
  if (version === 2 && wild.length > 0) return undefined;
  const literals = literalsIn(words);
  return wild.length === 0
    ? literals
    : (text) => literals(text) || wild.some((word) => matchesWord(word, text));
}

function literalsIn(words: readonly RegexWord[]): StringTest {
  const texts = words.filter(({ wildcard }) => wildcard === undefined).map(({ prefix }) => prefix);
  if (texts.length === 1) return (text) => text === texts[0];
  const set = new Set(texts);
  return (text) => set.has(text);
}

function matchesWord({ prefix, wildcard, suffix }: RegexWord, text: string): boolean {
  const least = prefix.length + suffix.length + (wildcard === '+' ? 1 : 0);
  return text.length >= least && text.startsWith(prefix) && text.endsWith(suffix);
}
