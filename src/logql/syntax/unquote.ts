import { unescape } from '../../go/strings/unquote.ts';

/**
 * The value of a double-quoted string whose escapes the lexer has checked, or undefined if an escape is not a character
 * (`\U00110000`). Escaped bytes join to UTF-8; stray ones become U+FFFD.
 */
export function unquote(raw: string): string | undefined {
  return unescape(raw.slice(1, -1), '"');
}
