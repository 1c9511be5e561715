import type { Range } from '../../source/range.ts';

export type TokenKind =
  'identifier' | 'string' | 'number' | 'bool' | 'null' | 'operator' | 'terminator' | 'end';

export interface Token extends Range {
  readonly kind: TokenKind;
  /** As written; of a terminator a line break. */
  readonly text: string;
}

/** Why a text is not Alloy's syntax, in the words of its parser, and where. */
export class AlloySyntaxError extends Error {
  readonly range: Range;

  constructor(message: string, range: Range) {
    super(message);
    this.range = range;
  }
}

const SKIPPED = /[ \t\r\ufeff]+/y;
const IDENTIFIER = /[\p{L}_][\p{L}\p{Nd}_]*/uy;
const NUMBER = /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y;
const OPERATOR = /\|\||&&|[!=<>]=|[!=<>+\-*/%^{}()[\],.]/y;

/** Behind these a line break ends a statement. */
const ENDING: ReadonlySet<string> = new Set(['}', ')', ']']);

/**
 * Splits a configuration of Alloy into tokens (syntax/scanner): line breaks end statements behind values and closing
 * brackets, and are blanks elsewhere.
 *
 * @throws AlloySyntaxError
 */
export function lexAlloy(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    return pattern.exec(text)?.[0];
  };
  const add = (kind: TokenKind, length: number): void => {
    tokens.push({ kind, text: text.slice(at, at + length), start: at, end: at + length });
    at += length;
  };
  const terminate = (): void => {
    const last = tokens.at(-1);
    if (last === undefined || !ends(last)) return;
    tokens.push({ kind: 'terminator', text: '\n', start: at, end: at });
  };
  while (at < text.length) {
    const blanks = take(SKIPPED);
    if (blanks !== undefined) at += blanks.length;
    else if (text[at] === '\n') {
      terminate();
      at++;
    } else if (text.startsWith('//', at)) at = endOfLine(text, at);
    else if (text.startsWith('/*', at)) {
      const end = text.indexOf('*/', at + 2);
      if (end < 0) throw new AlloySyntaxError('block comment not terminated', { start: at, end: at + 2 });
      if (text.slice(at, end).includes('\n')) terminate();
      at = end + 2;
    } else if (text[at] === '"' || text[at] === '`') add('string', stringLength(text, at));
    else {
      const word = take(IDENTIFIER);
      if (word !== undefined) add(kindOfWord(word), word.length);
      else {
        const number = take(NUMBER);
        if (number !== undefined) add('number', number.length);
        else add('operator', operatorLength(take(OPERATOR), text, at));
      }
    }
  }
  terminate();
  tokens.push({ kind: 'end', text: '', start: at, end: at });
  return tokens;
}

function ends({ kind, text }: Token): boolean {
  return kind === 'operator' ? ENDING.has(text) : kind !== 'terminator' && kind !== 'end';
}

function endOfLine(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
}

function kindOfWord(word: string): TokenKind {
  if (word === 'true' || word === 'false') return 'bool';
  return word === 'null' ? 'null' : 'identifier';
}

function stringLength(text: string, at: number): number {
  const quote = text[at];
  for (let i = at + 1; i < text.length; i++) {
    if (text[i] === quote) return i + 1 - at;
    if (quote === '"' && text[i] === '\\') i++;
    else if (quote === '"' && text[i] === '\n') break;
  }
  throw new AlloySyntaxError('string literal not terminated', { start: at, end: at + 1 });
}

function operatorLength(operator: string | undefined, text: string, at: number): number {
  if (operator !== undefined) return operator.length;
  const char = String.fromCodePoint(text.codePointAt(at) ?? 0);
  const message =
    char === "'"
      ? 'illegal single-quoted string; use double quotes'
      : `illegal character ${JSON.stringify(char)}`;
  throw new AlloySyntaxError(message, { start: at, end: at + char.length });
}
