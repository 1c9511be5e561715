import { parseByteSize } from '../units/bytes.ts';
import { parseGoDuration } from '../../go/durations/go-duration.ts';
import { readPrometheusDuration } from '../../go/durations/prometheus-duration.ts';
import type { LogqlError } from './errors.ts';
import { parseError } from './errors.ts';
import { explainRange } from './explain.ts';
import { scanNumber } from './scan-number.ts';
import { isFunctionWord, isReservedWord, isSign } from './tokens.ts';
import type { Token, TokenKind } from './tokens.ts';
import { unquote } from './unquote.ts';
import { readEscape } from '../../go/strings/escapes.ts';

const BLANKS = /[\t\n\r ]+/y;
const WORD = /[\p{L}_][\p{L}\p{Nd}_]*/uy;
const DURATION_TAIL = /[\p{N}nuµmshdwy.]*/uy;
const BYTES_TAIL = /[\p{N}BikKMGTP.]*/uy;
const FLAG = /--(?:strict|keep-empty)(?![\p{L}-])/uy;
/** A function word is one only before `(`, or before a grouping with its `(`. */
const CALL = /\s*(?:\(|(?:by|without)\s*\()/iy;

function endOf(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}

export interface Lexed {
  /** Ends with a `$end` token unless an error cut it short. */
  readonly tokens: readonly Token[];
  readonly error?: LogqlError;
}

/**
 * Cuts LogQL into tokens by the rules of Loki's lexer, quirks included: function names are names where no
 * bracket follows, words are case-insensitive, an unknown character is an identifier, `-5m` is one token.
 * Stops at the first text that is not a token.
 */
export function lex(text: string): Lexed {
  const tokens: Token[] = [];
  const lexer = new Lexer(text);
  for (;;) {
    const next = lexer.next();
    if ('code' in next) return { tokens, error: next };
    tokens.push(next);
    if (next.kind === '$end') return { tokens };
  }
}

class Lexer {
  private readonly text: string;
  private at: number;

  constructor(text: string) {
    this.text = text;
    this.at = text.startsWith('\uFEFF') ? 1 : 0;
  }

  next(): Token | LogqlError {
    const problem = this.skipBlanks();
    if (problem !== undefined) return problem;
    const { text, at } = this;
    const char = text[at];
    if (char === undefined) return this.token('$end', at);
    if (char === '\0')
      return this.fail(
        'invalid-character',
        'invalid character NUL',
        'remove the NUL character from the expression',
        at + 1,
      );
    if (char === '"') return this.quoted();
    if (char === '`') return this.raw();
    if (char === '[') return this.range();
    if (char === "'") return this.singleQuoted();
    if (/\d/.test(char) || (char === '.' && /\d/.test(text[at + 1] ?? ''))) return this.number();
    if (char === '-') return this.minus();
    const wordEnd = endOf(WORD, text, at);
    return wordEnd > at ? this.word(wordEnd) : this.sign();
  }

  /** Blanks and comments: `#`, `//` and Go's block comments. */
  private skipBlanks(): LogqlError | undefined {
    for (;;) {
      const { text } = this;
      this.at = endOf(BLANKS, text, this.at);
      if (text[this.at] === '#' || text.startsWith('//', this.at)) {
        const line = text.indexOf('\n', this.at);
        this.at = line < 0 ? text.length : line;
      } else if (text.startsWith('/*', this.at)) {
        const close = text.indexOf('*/', this.at + 2);
        if (close < 0) {
          return this.fail(
            'unterminated-comment',
            'comment not terminated',
            'the comment that opens with /* never closes',
            text.length,
          );
        }
        this.at = close + 2;
      } else {
        return undefined;
      }
    }
  }

  private token(kind: TokenKind, end: number, extra: { value?: string; amount?: number } = {}): Token {
    const start = this.at;
    this.at = end;
    return { kind, text: this.text.slice(start, end), start, end, ...extra };
  }

  private fail(
    code: LogqlError['code'],
    message: string,
    explanation: string,
    end: number,
    start = this.at,
  ): LogqlError {
    return parseError(code, message, explanation, { start, end });
  }

  private quoted(): Token | LogqlError {
    const { text, at } = this;
    for (let i = at + 1; ;) {
      const char = text[i];
      if (char === undefined || char === '\n') {
        return this.fail(
          'unterminated-string',
          'literal not terminated',
          'the string that starts here has no closing double quote on its line',
          i,
        );
      }
      if (char === '"') return this.string(unquote(text.slice(at, i + 1)), i + 1);
      const escape = char === '\\' ? readEscape(text, i) : undefined;
      if (char === '\\' && escape === undefined) return this.badEscape(i);
      i += escape?.length ?? 1;
    }
  }

  private badEscape(at: number): LogqlError {
    const sequence = this.text.slice(at, at + 2);
    const explanation = `${JSON.stringify(sequence)} is not an escape sequence of a LogQL string: write the backslash twice, or quote the string with backticks, in which a backslash stands for itself`;
    return this.fail('invalid-string', 'invalid char escape', explanation, at + 2, at);
  }

  private string(value: string | undefined, end: number): Token | LogqlError {
    if (value !== undefined) return this.token('STRING', end, { value });
    return this.fail(
      'invalid-string',
      'invalid syntax',
      'an escape sequence in this string is not a character',
      end,
    );
  }

  private raw(): Token | LogqlError {
    const close = this.text.indexOf('`', this.at + 1);
    if (close >= 0) return this.token('STRING', close + 1, { value: this.text.slice(this.at + 1, close) });
    return this.fail(
      'unterminated-string',
      'literal not terminated',
      'the string that starts here has no closing backtick',
      this.text.length,
    );
  }

  /** Go's scanner takes `'x'` for a character literal, which Loki's grammar then sees as an identifier. */
  private singleQuoted(): Token | LogqlError {
    const match = /^'(?:[^'\\\n]|\\.)*'/.exec(this.text.slice(this.at));
    const explanation =
      'LogQL strings take double quotes or backticks; single quotes do not delimit a string';
    if (match === null)
      return this.fail('unterminated-string', 'literal not terminated', explanation, this.text.length);
    const end = this.at + match[0].length;
    return /^'(?:[^\\]|\\.)'$/u.test(match[0])
      ? this.token('IDENTIFIER', end)
      : this.fail('invalid-string', 'invalid char literal', explanation, end);
  }

  private range(): Token | LogqlError {
    const close = this.text.indexOf(']', this.at);
    if (close < 0) {
      return this.fail(
        'unclosed-range',
        "missing closing ']' in duration",
        'the range that opens with [ has no closing ]',
        this.text.length,
      );
    }
    const body = this.text.slice(this.at + 1, close);
    const parsed = readPrometheusDuration(body);
    if ('ms' in parsed) return this.token('RANGE', close + 1, { amount: parsed.ms * 1e6 });
    return this.fail('invalid-range', parsed.error, explainRange(body), close + 1);
  }

  private number(): Token | LogqlError {
    const { text, at } = this;
    const { end, error } = scanNumber(text, at);
    if (error !== undefined)
      return this.fail(
        'invalid-number',
        error,
        `${JSON.stringify(text.slice(at, end))} is not a number`,
        end,
      );
    return this.duration(end) ?? this.bytes(end) ?? this.token('NUMBER', end);
  }

  /** Reads on from a number's end: `5` may be the start of `5m30s`. */
  private duration(from: number): Token | undefined {
    const end = endOf(DURATION_TAIL, this.text, from);
    if (end === from) return undefined;
    const written = this.text.slice(this.at, end);
    const parsed = readPrometheusDuration(written);
    const amount = 'ms' in parsed ? parsed.ms * 1e6 : goNanoseconds(written);
    return amount === undefined ? undefined : this.token('DURATION', end, { amount });
  }

  private bytes(from: number): Token | undefined {
    const end = endOf(BYTES_TAIL, this.text, from);
    const amount = end === from ? undefined : parseByteSize(this.text.slice(this.at, end));
    return amount === undefined ? undefined : this.token('BYTES', end, { amount });
  }

  private minus(): Token {
    const flag = endOf(FLAG, this.text, this.at);
    if (flag > this.at) return this.token('FUNCTION_FLAG', flag);
    return this.duration(this.at + 1) ?? this.token('-', this.at + 1);
  }

  private word(end: number): Token {
    const word = this.text.slice(this.at, end).toLowerCase();
    if (isFunctionWord(word)) return this.token(endOf(CALL, this.text, end) > end ? word : 'IDENTIFIER', end);
    return this.token(isReservedWord(word) ? word : 'IDENTIFIER', end);
  }

  private sign(): Token {
    const { text, at } = this;
    const pair = text.slice(at, at + 2);
    if (pair.length === 2 && isSign(pair)) return this.token(pair, at + 2);
    const one = String.fromCodePoint(text.codePointAt(at)!);
    return this.token(isSign(one) ? one : 'IDENTIFIER', at + one.length);
  }
}

function goNanoseconds(text: string): number | undefined {
  const read = parseGoDuration(text);
  return 'nanos' in read ? Number(read.nanos) : undefined;
}
