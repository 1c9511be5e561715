import type { Range } from '../../source/range.ts';
import type { Name, Text } from './ast.ts';
import type { LogqlError, LogqlErrorCode } from './errors.ts';
import { LogqlSyntaxError, parseError } from './errors.ts';
import { explainUnexpected, unexpectedMessage } from './explain.ts';
import type { Lexed } from './lexer.ts';
import { parseFloat64, parseFloatError } from '../../go/numbers/parse-float.ts';
import type { Token, TokenKind } from './tokens.ts';

/** Brackets within brackets beyond this are refused; Loki itself has no limit. */
const MAX_NESTING = 500;
/** Operators in one expression, for the same reason: `1+1+...` nests as deep as it is long. */
const MAX_OPERATORS = 2000;

/** A walk over the tokens that throws a LogqlSyntaxError where the grammar admits no token. */
export class Cursor {
  /** Errors that do not stop the parser. */
  readonly errors: LogqlError[] = [];
  private readonly lexed: Lexed;
  private index = 0;
  private nesting = 0;
  private operators = 0;
  private lastEnd = 0;

  constructor(lexed: Lexed) {
    this.lexed = lexed;
  }

  /** The token ahead. */
  peek(): Token {
    const token = this.lexed.tokens[this.index];
    if (token !== undefined) return token;
    throw new LogqlSyntaxError(this.lexed.error!);
  }

  /** The kind of the token after the next one, undefined at the end. */
  kindAfterNext(): TokenKind | undefined {
    return this.lexed.tokens[this.index + 1]?.kind;
  }

  at(...kinds: readonly TokenKind[]): boolean {
    return kinds.includes(this.peek().kind);
  }

  next(): Token {
    const token = this.peek();
    this.index++;
    this.lastEnd = token.end;
    return token;
  }

  accept(kind: TokenKind): Token | undefined {
    return this.peek().kind === kind ? this.next() : undefined;
  }

  /** Takes the token, or reports it; `expected` is the list for the message where more than `kind` fits. */
  expect(kind: TokenKind, expected: readonly TokenKind[] = [kind], hint?: string): Token {
    return this.accept(kind) ?? this.unexpected(expected, hint);
  }

  unexpected(expected: readonly TokenKind[] = [], hint?: string, code: LogqlErrorCode = 'syntax'): never {
    const token = this.peek();
    const message = unexpectedMessage(token, expected);
    const help = [hint, token.kind === '$end' ? this.unclosed() : undefined].filter(
      (part) => part !== undefined,
    );
    throw new LogqlSyntaxError(
      parseError(code, message, explainUnexpected(token, expected, help.join(' ')), this.visible(token)),
    );
  }

  /** Names the innermost bracket that nothing closes. */
  private unclosed(): string | undefined {
    const open: Token[] = [];
    for (const token of this.lexed.tokens) {
      if (token.kind === '(' || token.kind === '{') open.push(token);
      else if (token.kind === ')' || token.kind === '}') open.pop();
    }
    const last = open.at(-1);
    return last === undefined
      ? undefined
      : `the "${last.kind}" at character ${last.start + 1} is never closed`;
  }

  /** The end of the text has no width: point at the last token instead. */
  private visible(token: Token): Range {
    if (token.kind !== '$end') return token;
    return this.lexed.tokens[this.index - 1] ?? token;
  }

  expectName(expected: readonly TokenKind[] = ['IDENTIFIER']): Name {
    const { text, start, end } = this.expect('IDENTIFIER', expected);
    return { name: text, start, end };
  }

  expectText(expected: readonly TokenKind[] = ['STRING']): Text {
    const { value, start, end } = this.expect('STRING', expected);
    return { value: value!, start, end };
  }

  /** The value of a NUMBER token; records the error and returns NaN where Go reads no number. */
  floatOf(token: Token, message: (error: string) => string, code: LogqlErrorCode = 'invalid-number'): number {
    const { value, error } = parseFloat64(token.text);
    if (error === undefined) return value;
    this.report(
      code,
      message(parseFloatError(token.text, error)),
      `${token.text} is not a LogQL number: write it as a decimal`,
      token,
    );
    return NaN;
  }

  report(code: LogqlErrorCode, message: string, explanation: string, range: Range): void {
    this.errors.push(parseError(code, message, explanation, range));
  }

  /** The range from `start` to the end of the token taken last. */
  since(start: Range): Range {
    return { start: start.start, end: this.lastEnd };
  }

  /** Runs `parse` one level of brackets deeper. */
  nested<T>(parse: () => T): T {
    if (++this.nesting > MAX_NESTING) this.tooDeep(`more than ${MAX_NESTING} levels of brackets`);
    const result = parse();
    this.nesting--;
    return result;
  }

  countOperator(): void {
    if (++this.operators > MAX_OPERATORS) this.tooDeep(`more than ${MAX_OPERATORS} operators`);
  }

  private tooDeep(what: string): never {
    const explanation = `the expression has ${what}; rulecheck reads no deeper; split it up`;
    throw new LogqlSyntaxError(
      parseError('too-deep', `expression too deep: ${what}`, explanation, this.peek()),
    );
  }
}
