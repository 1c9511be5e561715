import { goQuote, goQuoteRune } from '../../go/strings/quote.ts';
import { scanDuration, scanNumber } from './scan-number.ts';
import { scanRawString, scanString } from './scan-string.ts';
import type { PromqlErrorCode } from './errors.ts';
import type { PreprocessorToken, Punctuation, Token, TokenKind } from './token.ts';
import { wordKind } from './token.ts';

/** Why the text cannot be cut into tokens, at the last token (of kind `error`). */
export interface LexicalError {
  readonly code: PromqlErrorCode;
  readonly message: string;
  readonly start: number;
  readonly end: number;
  /** The bracket that was left open. */
  readonly opened?: number;
}

export interface Tokens {
  /** Ends with a token of kind `end of input` or `error`; comments are left out. */
  readonly tokens: readonly Token[];
  readonly error?: LexicalError;
}

/**
 * Cuts a PromQL expression into tokens by the rules of Prometheus's lexer, whose words depend on where they
 * stand: inside braces there are no keywords, inside brackets no names.
 */
export function tokenize(text: string, version: 2 | 3 = 3, literals = version): Tokens {
  const lexer = new Lexer(text, version, literals);
  while (lexer.next());
  return lexer.error === undefined ? { tokens: lexer.tokens } : { tokens: lexer.tokens, error: lexer.error };
}

const SINGLE: ReadonlyMap<string, TokenKind> = new Map<string, TokenKind>(
  [',', '*', '/', '%', '+', '-', '^', '@'].map((char) => [char, char as Punctuation]),
);
const DURATION_WORDS: ReadonlySet<string> = new Set<PreprocessorToken>(['step', 'range', 'max_of', 'min_of']);
const WORD = /[a-zA-Z_:][a-zA-Z0-9_:]*/y;
const DURATION_WORD = /[a-zA-Z_]*/y;
const LABEL_NAME = /[a-zA-Z_][a-zA-Z0-9_]*/y;
/** What a duration expression consists of, besides numbers and words. */
const DURATION_CHARS = '():+-*/%^,';

class Lexer {
  readonly tokens: Token[] = [];
  error: LexicalError | undefined;
  readonly #text: string;
  readonly #version: 2 | 3;
  readonly #literals: 2 | 3;
  #pos = 0;
  #start = 0;
  readonly #parens: number[] = [];
  #brace = -1;
  #bracket = -1;
  /** Right after `[`, before the first number: only parts of a duration are allowed. */
  #inDuration = false;
  #gotColon = false;
  /** Never reset, as upstream: a colon may follow `step()` only where some number was seen in brackets before. */
  #gotDuration = false;

  constructor(text: string, version: 2 | 3, literals: 2 | 3) {
    this.#text = text;
    this.#version = version;
    this.#literals = literals;
  }

  /** Reads one token (or nothing, for a comment); false at the end and at an error. */
  next(): boolean {
    this.#skipSpace();
    this.#start = this.#pos;
    if (this.#inDuration) return this.#durationPart();
    const char = this.#text[this.#pos];
    if (char === undefined) return this.#endOfInput();
    if (char === '#') return this.#comment();
    return this.#brace >= 0 ? this.#insideBraces(char) : this.#statement(char);
  }

  #skipSpace(): void {
    for (;;) {
      const code = this.#text.charCodeAt(this.#pos);
      if (code !== 0x20 && code !== 0x0a && code !== 0x09 && code !== 0x0d) return;
      this.#pos++;
    }
  }

  #comment(): boolean {
    const end = this.#text.slice(this.#pos).search(/[\r\n]/);
    this.#pos = end < 0 ? this.#text.length : this.#pos + end;
    return true;
  }

  #emit(kind: TokenKind, length: number): true {
    this.#pos = this.#start + length;
    this.tokens.push({ kind, start: this.#start, end: this.#pos });
    return true;
  }

  #fail(code: PromqlErrorCode, message: string, length: number, opened?: number): false {
    const start = this.#start;
    const end = Math.min(start + length, this.#text.length);
    this.error = { code, message, start, end, ...(opened === undefined ? {} : { opened }) };
    this.tokens.push({ kind: 'error', start, end });
    return false;
  }

  #unexpected(context: string, char: string): false {
    return this.#fail(
      'unexpected-character',
      `unexpected ${context}: ${goQuoteRune(char.codePointAt(0)!)}`,
      char.length,
    );
  }

  /** The whole character at an offset, two code units outside the basic plane; U+FFFD at the end. */
  #charAt(pos: number): string {
    const code = this.#text.codePointAt(pos);
    return code === undefined ? '\uFFFD' : String.fromCodePoint(code);
  }

  #endOfInput(): false {
    if (this.#brace >= 0)
      return this.#fail('unclosed', 'unexpected end of input inside braces', 0, this.#brace);
    if (this.#parens.length > 0)
      return this.#fail('unclosed', 'unclosed left parenthesis', 0, this.#parens.at(-1));
    if (this.#bracket >= 0) return this.#fail('unclosed', 'unclosed left bracket', 0, this.#bracket);
    this.tokens.push({ kind: 'end of input', start: this.#pos, end: this.#pos });
    return false;
  }

  #statement(char: string): boolean {
    const single = SINGLE.get(char);
    if (single !== undefined) return this.#emit(single, 1);
    const next = this.#text[this.#pos + 1];
    switch (char) {
      case '=':
        if (next === '=') return this.#emit('==', 2);
        if (next === '~') return this.#fail('unexpected-character', "unexpected character after '=': '~'", 2);
        return this.#emit('=', 1);
      case '!':
        return next === '=' ? this.#emit('!=', 2) : this.#afterBang('');
      case '<':
      case '>':
        return this.#comparison(char, next);
      case '"':
      case "'":
      case '`':
        return this.#string(char);
      case '(':
        this.#parens.push(this.#pos);
        return this.#emit('(', 1);
      case ')':
        return this.#closeParen();
      case '{':
        this.#brace = this.#pos;
        return this.#emit('{', 1);
      case '[':
        return this.#openBracket();
      case ']':
        if (this.#bracket < 0) return this.#fail('unbalanced', "unexpected right bracket ']'", 1);
        this.#bracket = -1;
        return this.#emit(']', 1);
      default:
        return this.#numberOrWord(char, next);
    }
  }

  #afterBang(where: string): false {
    const after = this.#charAt(this.#pos + 1);
    return this.#fail(
      'unexpected-character',
      `unexpected character after '!'${where}: ${goQuoteRune(after.codePointAt(0)!)}`,
      1 + after.length,
    );
  }

  #comparison(char: '<' | '>', next: string | undefined): boolean {
    if (next === '=') return this.#emit(`${char}=`, 2);
    if (next === '/' && this.#version === 3) return this.#emit(char === '<' ? '</' : '>/', 2);
    return this.#emit(char, 1);
  }

  #closeParen(): boolean {
    if (this.#parens.pop() === undefined)
      return this.#fail('unbalanced', "unexpected right parenthesis ')'", 1);
    return this.#emit(')', 1);
  }

  #openBracket(): boolean {
    if (this.#bracket >= 0) return this.#fail('unbalanced', "unexpected left bracket '['", 1, this.#bracket);
    this.#bracket = this.#pos;
    this.#gotColon = false;
    this.#inDuration = true;
    return this.#emit('[', 1);
  }

  #numberOrWord(char: string, next: string | undefined): boolean {
    if (isDigit(char) || (char === '.' && next !== undefined && isDigit(next))) return this.#number();
    WORD.lastIndex = this.#pos;
    if (!WORD.test(this.#text)) return this.#unexpected('character', this.#charAt(this.#pos));
    if (this.#bracket >= 0) return this.#wordInBrackets(char);
    const end = WORD.lastIndex;
    const found = this.#text.slice(this.#pos, end);
    return this.#emit(this.#kindOf(found, end), found.length);
  }

  /** The fill words are keywords only before `(`, so that metrics of that name stay usable. */
  #kindOf(word: string, end: number): TokenKind {
    const kind = wordKind(word, this.#version);
    if (kind !== 'fill' && kind !== 'fill_left' && kind !== 'fill_right') return kind;
    return /^[ \t\r\n]*\(/.test(this.#text.slice(end, end + 64)) ? kind : 'identifier';
  }

  #wordInBrackets(char: string): boolean {
    if (char === ':') {
      if (this.#gotColon) return this.#fail('unexpected-character', "unexpected colon ':'", 1);
      this.#gotColon = true;
      return this.#emit(':', 1);
    }
    if (this.#durationWord()) return true;
    return this.#fail(
      'unexpected-character',
      `unexpected character: ${goQuoteRune(char.codePointAt(0)!)}, expected ':'`,
      1,
    );
  }

  #durationWord(): boolean {
    if (this.#literals === 2) return false;
    DURATION_WORD.lastIndex = this.#pos;
    DURATION_WORD.test(this.#text);
    const found = this.#text.slice(this.#pos, DURATION_WORD.lastIndex).toLowerCase();
    return DURATION_WORDS.has(found) && this.#emit(found as PreprocessorToken, found.length);
  }

  #durationPart(): boolean {
    if (this.#literals === 2) return this.#plainDuration();
    const char = this.#text[this.#pos];
    if (char === undefined) {
      return this.#fail('unclosed', 'unexpected end of input in duration expression', 0, this.#bracket);
    }
    if (char === ']') {
      this.#inDuration = false;
      this.#bracket = -1;
      return this.#emit(']', 1);
    }
    if (char === ':') return this.#colonInDuration();
    if (char === '(' || char === ')') return this.#statement(char);
    if (DURATION_CHARS.includes(char)) return this.#emit(char as Punctuation, 1);
    const next = this.#text[this.#pos + 1];
    if (isDigit(char) || (char === '.' && next !== undefined && isDigit(next))) {
      this.#inDuration = false;
      this.#gotDuration = true;
      return this.#number();
    }
    if (this.#durationWord()) return true;
    return this.#unexpected('character in duration expression', this.#charAt(this.#pos));
  }

  #colonInDuration(): boolean {
    if (this.#gotDuration && !this.#gotColon) {
      this.#gotColon = true;
      return this.#emit(':', 1);
    }
    const what = this.#gotDuration ? 'repeated colon' : 'colon before duration';
    return this.#fail('unexpected-character', `unexpected ${what} in duration expression`, 1);
  }

  /** Prometheus 2.x: one duration with units has to follow the bracket. */
  #plainDuration(): boolean {
    this.#inDuration = false;
    const number = scanNumber(this.#text, this.#pos, this.#literals);
    if (number.ok) {
      return this.#fail('invalid-duration', 'missing unit character in duration', number.end - this.#pos);
    }
    const { ok, end } = scanDuration(this.#text, number.end);
    if (ok) return this.#emit('duration', end - this.#start);
    return this.#fail(
      'invalid-duration',
      `bad duration syntax: ${goQuote(this.#text.slice(this.#start, end))}`,
      end - this.#start,
    );
  }

  #number(): boolean {
    const number = scanNumber(this.#text, this.#pos, this.#literals);
    if (number.ok) return this.#emit('number', number.end - this.#start);
    const { ok, end } = scanDuration(this.#text, number.end);
    if (ok) return this.#emit('duration', end - this.#start);
    return this.#fail(
      'invalid-number',
      `bad number or duration syntax: ${goQuote(this.#text.slice(this.#start, end))}`,
      end - this.#start,
    );
  }

  #string(quote: string): boolean {
    const result = quote === '`' ? scanRawString(this.#text, this.#pos) : scanString(this.#text, this.#pos);
    if (result.ok) return this.#emit('string', result.end - this.#start);
    this.#start = result.start;
    return this.#fail('invalid-string', result.message, result.end - result.start, result.opened);
  }

  #insideBraces(char: string): boolean {
    const next = this.#text[this.#pos + 1];
    switch (char) {
      case ',':
        return this.#emit(',', 1);
      case '"':
      case "'":
      case '`':
        return this.#string(char);
      case '=':
        return next === '~' ? this.#emit('=~', 2) : this.#emit('=', 1);
      case '!':
        if (next === '~') return this.#emit('!~', 2);
        return next === '=' ? this.#emit('!=', 2) : this.#afterBang(' inside braces');
      case '{':
        return this.#fail('unbalanced', "unexpected left brace '{'", 1, this.#brace);
      case '}':
        this.#brace = -1;
        return this.#emit('}', 1);
      default:
        return this.#labelName();
    }
  }

  #labelName(): boolean {
    LABEL_NAME.lastIndex = this.#pos;
    if (!LABEL_NAME.test(this.#text))
      return this.#unexpected('character inside braces', this.#charAt(this.#pos));
    return this.#emit('identifier', LABEL_NAME.lastIndex - this.#pos);
  }
}

function isDigit(char: string): boolean {
  return char >= '0' && char <= '9';
}
