import type { LexicalError } from './lexer.ts';
import type { Token } from './token.ts';

interface Place {
  readonly context: string;
  readonly expected: string;
}

/** What to do about a token that the grammar does not allow, or undefined where the message says it all. */
export function helpForUnexpected(
  _token: Token,
  _before: Token | undefined,
  _place: Place,
  _text: string,
): string | undefined {
  return undefined;
}

/** What to do about a text that cannot be cut into tokens. */
export function helpForLexical(_error: LexicalError, _text: string): string | undefined {
  return undefined;
}
