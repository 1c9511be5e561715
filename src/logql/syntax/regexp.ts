import { RE2JS, RE2JSException } from 're2js';

/** Go's wording of why a text is not a regular expression, or undefined where it is one. */
export function regexpError(pattern: string): string | undefined {
  const compiled = tryCompile(pattern);
  return typeof compiled === 'string' ? compiled : undefined;
}

const NAMED_GROUP = /\(\?P?<[\p{L}_][\p{L}\p{Nd}_]*>/gu;

/** A name that two groups of the expression share. */
export function duplicateGroup(pattern: string): string | undefined {
  const names = [...pattern.matchAll(NAMED_GROUP)].map(([group]) => group.replace(/^.*</, '').slice(0, -1));
  return names.find((name, i) => names.indexOf(name) !== i);
}

const MAX_CACHED = 500;
const cache = new Map<string, RE2JS | string>();

/** Compiles by Go's RE2 syntax; the text is Go's error message. The same expressions come again and again. */
export function tryCompile(pattern: string): RE2JS | string {
  const known = cache.get(pattern);
  if (known !== undefined) return known;
  const compiled = compile(pattern);
  if (cache.size >= MAX_CACHED) cache.clear();
  cache.set(pattern, compiled);
  return compiled;
}

function compile(pattern: string): RE2JS | string {
  try {
    return RE2JS.compile(pattern);
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error;
    // Go lets two groups share a name; nothing reads the groups of the expressions that do.
    const unnamed = pattern.replace(NAMED_GROUP, '(');
    return duplicateGroup(pattern) !== undefined && unnamed !== pattern ? compile(unnamed) : error.message;
  }
}

/** A label matcher's expression: it must match the whole value, and a dot matches a line break. */
export function tryCompileMatcher(pattern: string): RE2JS | string {
  const plain = tryCompile(pattern);
  return typeof plain === 'string' ? plain : tryCompile(`^(?s:${pattern})$`);
}
