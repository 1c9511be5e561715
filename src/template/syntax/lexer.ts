import { goQuote, isPrintable } from '../../go/strings/quote.ts';
import type { TemplateParseErrorCode } from './errors.ts';
import { isKeyword } from './token.ts';
import type { Token, TokenType } from './token.ts';

const LEFT = '{{';
const RIGHT = '}}';
const WORD = /[\p{L}\p{Nd}_]/u;
const WORD_RUN = /[\p{L}\p{Nd}_]*/uy;

/**
 * Splits a template into tokens as Go's text/template does, trim markers applied. Where Go stops at the first
 * bad token, an `error` token is given and reading goes on behind the action, so later errors are found too.
 */
export function tokenize(text: string): Token[] {
  return new Lexer(text).run();
}

class Lexer {
  private readonly text: string;
  private readonly tokens: Token[] = [];
  private at = 0;
  private parens = 0;

  constructor(text: string) {
    this.text = text;
  }

  run(): Token[] {
    while (this.at < this.text.length) this.scanText();
    this.push('eof', this.text.length, this.text.length);
    return this.tokens;
  }

  private push(type: TokenType, start: number, end: number): void {
    this.tokens.push({ type, start, end, value: this.text.slice(start, end) });
    this.at = end;
  }

  private fail(code: TemplateParseErrorCode, message: string, start: number, end: number): false {
    this.tokens.push({ type: 'error', start, end, value: message, code });
    const close = this.text.indexOf(RIGHT, start);
    this.at = close < 0 ? this.text.length : close + RIGHT.length;
    return false;
  }

  private scanText(): void {
    const start = this.at;
    const open = this.text.indexOf(LEFT, start);
    if (open < 0) {
      this.push('text', start, this.text.length);
      return;
    }
    const trims = this.trimsLeft(open + LEFT.length);
    let end = open;
    if (trims) while (end > start && isSpace(this.text.charCodeAt(end - 1))) end--;
    if (end > start) this.push('text', start, end);
    const inside = open + LEFT.length + (trims ? 2 : 0);
    if (this.text.startsWith('/*', inside)) this.skipComment(inside);
    else this.scanAction(open, inside);
  }

  private skipComment(start: number): void {
    const end = this.text.indexOf('*/', start + 2);
    if (end < 0) {
      this.tokens.push({
        type: 'error',
        start,
        end: this.text.length,
        value: 'unclosed comment',
        code: 'unclosed-comment',
      });
      this.at = this.text.length;
      return;
    }
    const close = this.rightDelim(end + 2);
    if (close === undefined) {
      this.fail('comment-end', 'comment ends before closing delimiter', start, end + 2);
      return;
    }
    this.at = close.end;
    if (close.trims) this.skipSpace();
  }

  private scanAction(open: number, inside: number): void {
    this.push('left-delim', open, open + LEFT.length);
    this.at = inside;
    this.parens = 0;
    while (this.scanInside());
  }

  /** Reads one token inside an action; false when the action is over. */
  private scanInside(): boolean {
    const start = this.at;
    const close = this.rightDelim(start);
    if (close !== undefined) return this.closeAction(close);
    const code = this.text.charCodeAt(start);
    if (start >= this.text.length) return this.fail('unclosed-action', 'unclosed action', start, start);
    if (isSpace(code)) return this.scanSpace(start);
    switch (this.text[start]) {
      case '=':
        return this.one('assign', start);
      case ':':
        if (this.text[start + 1] !== '=') {
          return this.fail('expected-declare', 'expected :=', start, start + 1);
        }
        this.push('declare', start, start + 2);
        return true;
      case '|':
        return this.one('pipe', start);
      case '"':
        return this.scanQuoted(start, '"');
      case "'":
        return this.scanQuoted(start, "'");
      case '`':
        return this.scanRaw(start);
      case '$':
        return this.scanName(start, 'variable');
      case '(':
        this.parens++;
        return this.one('left-paren', start);
      case ')':
        if (this.parens === 0) {
          return this.fail('unexpected-paren', 'unexpected right paren', start, start + 1);
        }
        this.parens--;
        return this.one('right-paren', start);
      case '.':
        if (!isDigit(this.text.charCodeAt(start + 1))) return this.scanName(start, 'field');
        return this.scanNumber(start);
      case '+':
      case '-':
        return this.scanNumber(start);
      default:
        if (isDigit(code)) return this.scanNumber(start);
        return this.scanOther(start);
    }
  }

  private one(type: TokenType, start: number): true {
    this.push(type, start, start + 1);
    return true;
  }

  private closeAction(close: { start: number; end: number; trims: boolean }): boolean {
    if (this.parens > 0) {
      this.fail('unclosed-paren', 'unclosed left paren', this.at, this.at + RIGHT.length);
      return false;
    }
    this.push('right-delim', close.start, close.end);
    if (close.trims) this.skipSpace();
    return false;
  }

  private scanOther(start: number): boolean {
    const character = String.fromCodePoint(this.text.codePointAt(start) ?? 0);
    if (WORD.test(character)) return this.scanIdentifier(start);
    if (character >= ' ' && character <= '~') return this.one('char', start);
    return this.fail(
      'bad-character',
      `unrecognized character in action: ${unicodeName(character)}`,
      start,
      start + character.length,
    );
  }

  /** A run of spaces; its last one may belong to a right delimiter with a trim marker. */
  private scanSpace(start: number): boolean {
    let end = this.spaceEnd(start);
    if (this.rightDelim(end - 1)?.trims === true) end--;
    if (end > start) this.push('space', start, end);
    return true;
  }

  private scanIdentifier(start: number): boolean {
    const end = this.wordEnd(start);
    if (!this.atTerminator(end)) return this.badCharacter(end);
    const word = this.text.slice(start, end);
    if (isKeyword(word)) this.push(word, start, end);
    else this.push(word === 'true' || word === 'false' ? 'bool' : 'identifier', start, end);
    return true;
  }

  /** A `.name` or `$name`; a lone dot is the cursor. */
  private scanName(start: number, type: 'field' | 'variable'): boolean {
    if (this.atTerminator(start + 1)) return this.one(type === 'field' ? 'dot' : 'variable', start);
    const end = this.wordEnd(start + 1);
    if (!this.atTerminator(end)) return this.badCharacter(end);
    this.push(type, start, end);
    return true;
  }

  private badCharacter(at: number): false {
    const character = String.fromCodePoint(this.text.codePointAt(at) ?? 0);
    return this.fail('bad-character', `bad character ${unicodeName(character)}`, at, at + character.length);
  }

  private scanQuoted(start: number, quote: '"' | "'"): boolean {
    for (let at = start + 1; at < this.text.length; at++) {
      const character = this.text[at];
      if (character === '\n') break;
      if (character === quote) {
        this.push(quote === '"' ? 'string' : 'character', start, at + 1);
        return true;
      }
      if (character !== '\\') continue;
      at++;
      if (this.text[at] === '\n') break;
    }
    return quote === '"'
      ? this.fail('unterminated-string', 'unterminated quoted string', start, this.lineEnd(start))
      : this.fail('unterminated-character', 'unterminated character constant', start, this.lineEnd(start));
  }

  private scanRaw(start: number): boolean {
    const end = this.text.indexOf('`', start + 1);
    if (end < 0) {
      return this.fail(
        'unterminated-raw-string',
        'unterminated raw quoted string',
        start,
        this.lineEnd(start),
      );
    }
    this.push('raw-string', start, end + 1);
    return true;
  }

  private scanNumber(start: number): boolean {
    let end = numberEnd(this.text, start);
    let type: TokenType = 'number';
    const next = this.text[end];
    if (!this.atWord(end) && (next === '+' || next === '-')) {
      end = numberEnd(this.text, end);
      type = 'complex';
    }
    const malformed = this.atWord(end) || (type === 'complex' && this.text[end - 1] !== 'i');
    if (!malformed) {
      this.push(type, start, end);
      return true;
    }
    if (this.atWord(end)) end += (this.text.codePointAt(end) ?? 0) > 0xffff ? 2 : 1;
    return this.fail(
      'bad-number',
      `bad number syntax: ${goQuote(this.text.slice(start, end))}`,
      start,
      this.wordEnd(end),
    );
  }

  private atWord(at: number): boolean {
    const code = this.text.codePointAt(at);
    return code !== undefined && WORD.test(String.fromCodePoint(code));
  }

  private wordEnd(start: number): number {
    WORD_RUN.lastIndex = start;
    WORD_RUN.test(this.text);
    return WORD_RUN.lastIndex;
  }

  /** What may follow a name directly. */
  private atTerminator(at: number): boolean {
    if (at >= this.text.length) return true;
    if (isSpace(this.text.charCodeAt(at))) return true;
    return '.,|:)('.includes(this.text[at] ?? '') || this.text.startsWith(RIGHT, at);
  }

  private rightDelim(at: number): { start: number; end: number; trims: boolean } | undefined {
    if (this.text.startsWith(RIGHT, at)) return { start: at, end: at + RIGHT.length, trims: false };
    const marked =
      isSpace(this.text.charCodeAt(at)) && this.text[at + 1] === '-' && this.text.startsWith(RIGHT, at + 2);
    return marked ? { start: at + 2, end: at + 2 + RIGHT.length, trims: true } : undefined;
  }

  private trimsLeft(at: number): boolean {
    return this.text[at] === '-' && isSpace(this.text.charCodeAt(at + 1));
  }

  private skipSpace(): void {
    this.at = this.spaceEnd(this.at);
  }

  private spaceEnd(start: number): number {
    let at = start;
    while (isSpace(this.text.charCodeAt(at))) at++;
    return at;
  }

  private lineEnd(start: number): number {
    const end = this.text.indexOf('\n', start);
    return end < 0 ? this.text.length : end;
  }
}

/** Where a number that starts at `start` ends; Go's scanner takes some that its parser then refuses. */
function numberEnd(text: string, start: number): number {
  let at = start;
  const accept = (set: RegExp): boolean => {
    const ok = set.test(text[at] ?? '');
    if (ok) at++;
    return ok;
  };
  const run = (set: RegExp): void => {
    while (accept(set));
  };
  accept(/[+-]/);
  let digits = /[0-9_]/;
  let exponent: RegExp | undefined = /[eE]/;
  if (accept(/0/)) {
    if (accept(/[xX]/)) [digits, exponent] = [/[0-9a-fA-F_]/, /[pP]/];
    else if (accept(/[oO]/)) [digits, exponent] = [/[0-7_]/, undefined];
    else if (accept(/[bB]/)) [digits, exponent] = [/[01_]/, undefined];
  }
  run(digits);
  if (accept(/\./)) run(digits);
  if (exponent !== undefined && accept(exponent)) {
    accept(/[+-]/);
    run(/[0-9_]/);
  }
  accept(/i/);
  return at;
}

/** White space between tokens. */
export function isSpace(code: number): boolean {
  return code === 32 || code === 9 || code === 13 || code === 10;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** A character as Go's %#U writes it. */
function unicodeName(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return isPrintable(character) ? `U+${code} '${character}'` : `U+${code}`;
}
