import type { Range } from '../../source/range.ts';
import { fail } from './error.ts';

export type TokenKind = '{' | '}' | ',' | '=' | '!=' | '=~' | '!~' | 'quoted' | 'unquoted' | 'end';

export interface Token {
  readonly kind: TokenKind;
  /** As written, quotes included. */
  readonly text: string;
  readonly range: Range;
}

/** Go's unicode.IsSpace: unlike JavaScript's \s it has U+0085 and lacks U+FEFF. */
function isSpace(c: string): boolean {
  return c === '\u0085' || (c !== '\ufeff' && /\s/.test(c));
}

/** Characters that a label name or value may hold only inside double quotes. */
export function isReserved(c: string): boolean {
  return '{}!=~,\\"\'`'.includes(c) || isSpace(c);
}

/** Reads the token at or after `offset`. Throws a MatcherSyntaxError on a character that starts none. */
export function scan(text: string, offset: number): Token {
  let at = offset;
  while (at < text.length && isSpace(text[at]!)) at++;
  const c = text[at];
  if (c === undefined) return { kind: 'end', text: '', range: { start: text.length, end: text.length } };
  if (c === '{' || c === '}' || c === ',') return token(text, c, at, at + 1);
  if (c === '=') return text[at + 1] === '~' ? token(text, '=~', at, at + 2) : token(text, '=', at, at + 1);
  if (c === '!') return scanNegation(text, at);
  if (c === '"') return token(text, 'quoted', at, endOfQuoted(text, at));
  if (isReserved(c)) return badCharacter(c, at);
  let end = at;
  while (end < text.length && !isReserved(text[end]!)) end++;
  return token(text, 'unquoted', at, end);
}

function token(text: string, kind: TokenKind, start: number, end: number): Token {
  return { kind, text: text.slice(start, end), range: { start, end } };
}

function scanNegation(text: string, at: number): Token {
  const next = text[at + 1];
  if (next === '=') return token(text, '!=', at, at + 2);
  if (next === '~') return token(text, '!~', at, at + 2);
  return fail(
    'matcher-operator',
    { start: at, end: at + 1 },
    'a lone "!" is not an operator',
    'the operators are = != =~ !~',
  );
}

function endOfQuoted(text: string, start: number): number {
  for (let i = start + 1; i < text.length; i++) {
    if (text[i] === '\\') i++;
    else if (text[i] === '"') return i + 1;
  }
  return fail(
    'matcher-quote',
    { start, end: text.length },
    `the double quote at ${text.slice(start, start + 20)} is never closed`,
    'close the quote, or write a double quote inside the value as \\"',
  );
}

function badCharacter(c: string, at: number): never {
  const quote = c === "'" || c === '`';
  return fail(
    'matcher-character',
    { start: at, end: at + 1 },
    `the character ${c} needs double quotes around the name or value that holds it`,
    quote
      ? 'matchers know double quotes only'
      : 'put the value in double quotes, and write a backslash as \\\\',
  );
}
