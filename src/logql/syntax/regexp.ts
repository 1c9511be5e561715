import { RE2JS, RE2JSException } from 're2js';

/** Go's wording of why a text is no regular expression, or undefined where it is one. */
export function regexpError(pattern: string): string | undefined {
  const compiled = tryCompile(pattern);
  return typeof compiled === 'string' ? compiled : undefined;
}

/** Compiles by Go's RE2 syntax; the text is Go's error message. */
export function tryCompile(pattern: string, flags = 0): RE2JS | string {
  try {
    return RE2JS.compile(pattern, flags);
  } catch (error) {
    if (error instanceof RE2JSException) return error.message;
    throw error;
  }
}

/** A label matcher's expression: it must match the whole value, and a dot matches a line break. */
export function tryCompileMatcher(pattern: string): RE2JS | string {
  const plain = tryCompile(pattern);
  return typeof plain === 'string' ? plain : RE2JS.compile(`^(?s:${pattern})$`);
}
