import { RE2JS } from 're2js';
import { errorText } from '../../util/error-text.ts';

/** What a text must be: itself, or anything that a regular expression (RE2, unanchored) finds something in. */
export type TextPattern =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'regexp'; readonly source: string; readonly regexp: RE2JS };

/** Reads a pattern: `/.../` is a regular expression, everything else is the text itself. */
export function parsePattern(
  text: string,
): TextPattern | { readonly kind: 'invalid'; readonly reason: string } {
  if (text.length < 2 || !text.startsWith('/') || !text.endsWith('/')) return { kind: 'text', text };
  const source = text.slice(1, -1);
  try {
    return { kind: 'regexp', source, regexp: RE2JS.compile(source) };
  } catch (error) {
    return { kind: 'invalid', reason: errorText(error) };
  }
}

/** Whether a text is what a pattern asks for. */
export function matchesPattern(pattern: TextPattern, text: string): boolean {
  return pattern.kind === 'text' ? pattern.text === text : pattern.regexp.matcher(text).find();
}

/** The pattern as it is written in a scenario. */
export function printPattern(pattern: TextPattern): string {
  return pattern.kind === 'text' ? pattern.text : `/${pattern.source}/`;
}
