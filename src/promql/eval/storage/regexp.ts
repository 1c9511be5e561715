import { RE2JS } from 're2js';

/** Tests whole strings against one pattern. */
export type StringTest = (text: string) => boolean;

const META = /[\\.+*?()|[\]{}^$]/;
const cache = new Map<string, StringTest>();
const CACHE_SIZE = 2_000;

/**
 * Compiles a regular expression as Prometheus matches labels: Go's syntax (RE2, linear time), anchored at both
 * ends. From version 3 on the dot matches line breaks too.
 * @throws RE2JSException where Go would reject the pattern
 */
export function anchored(pattern: string, version: 2 | 3): RE2JS {
  return RE2JS.compile(version === 2 ? `^(?:${pattern})$` : `^(?s:${pattern})$`);
}

/**
 * A test for a label matcher's pattern, cached. Literals, alternations of literals and a literal before or after
 * `.*` or `.+` need no automaton.
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

/** The strings that a pattern stands for when it is a literal or an alternation of literals. */
export function literalsOf(pattern: string): readonly string[] | undefined {
  if (!META.test(pattern)) return [pattern];
  const parts = pattern.split('|');
  return parts.every((part) => !META.test(part)) ? parts : undefined;
}

function automaton(pattern: string, version: 2 | 3): StringTest {
  const compiled = anchored(pattern, version);
  return (text) => compiled.matcher(text).find();
}

function shortcut(pattern: string, version: 2 | 3): StringTest | undefined {
  const literals = literalsOf(pattern);
  if (literals !== undefined) {
    if (literals.length === 1) return (text) => text === literals[0];
    const set = new Set(literals);
    return (text) => set.has(text);
  }
  // In version 2 the dot does not match a line break, so `.*` is no plain wildcard there.
  return version === 2 ? undefined : wildcard(pattern);
}

function wildcard(pattern: string): StringTest | undefined {
  const match = /^([^\\.+*?()|[\]{}^$]*)\.([*+])([^\\.+*?()|[\]{}^$]*)$/.exec(pattern);
  if (match === null) return undefined;
  const [prefix, suffix] = [match[1]!, match[3]!];
  const least = prefix.length + suffix.length + (match[2] === '+' ? 1 : 0);
  return (text) => text.length >= least && text.startsWith(prefix) && text.endsWith(suffix);
}
