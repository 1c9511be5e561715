import { unescape } from '../../go/strings/unquote.ts';

/**
 * The value of a string literal that the lexer accepted, quotes included. `\x` and octal escapes are bytes, as
 * in Go: together they must form UTF-8, and bytes that do not become U+FFFD.
 */
export function unquote(literal: string): string {
  const body = literal.slice(1, -1);
  return literal.startsWith('`') ? body : (unescape(body, literal[0]!) ?? body);
}
