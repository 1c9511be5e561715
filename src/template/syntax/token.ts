import { goQuote } from '../../go/strings/quote.ts';
import type { TemplateParseErrorCode } from './errors.ts';

export type Keyword =
  'block' | 'break' | 'continue' | 'define' | 'else' | 'end' | 'if' | 'nil' | 'range' | 'template' | 'with';

export type TokenType =
  | 'error'
  | 'eof'
  | 'text'
  | 'left-delim'
  | 'right-delim'
  | 'space'
  | 'left-paren'
  | 'right-paren'
  | 'pipe'
  | 'assign'
  | 'declare'
  | 'char'
  | 'identifier'
  | 'field'
  | 'variable'
  | 'dot'
  | 'bool'
  | 'number'
  | 'complex'
  | 'character'
  | 'string'
  | 'raw-string'
  | Keyword;

/** One token of a template. `start` and `end` are UTF-16 offsets; `value` is an error token's message. */
export interface Token {
  readonly type: TokenType;
  readonly start: number;
  readonly end: number;
  readonly value: string;
  /** Of an error token: the fault. */
  readonly code?: TemplateParseErrorCode;
}

const KEYWORDS: ReadonlySet<string> = new Set<Keyword>([
  'block',
  'break',
  'continue',
  'define',
  'else',
  'end',
  'if',
  'nil',
  'range',
  'template',
  'with',
]);

/** Whether `word` is a keyword of the template language. */
export function isKeyword(word: string): word is Keyword {
  return KEYWORDS.has(word);
}

/** The token as Go's error messages show it: quoted, cut after ten characters, keywords in angle brackets. */
export function describeToken(token: Token): string {
  if (token.type === 'eof') return 'EOF';
  if (token.type === 'error') return token.value;
  if (token.type === 'dot' || isKeyword(token.type)) return `<${token.value}>`;
  if (Buffer.byteLength(token.value) <= 10) return goQuote(token.value);
  return `${goQuote(Array.from(token.value).slice(0, 10).join(''))}...`;
}
