import type { BinaryExpr, VectorMatching } from './ast.ts';
import type { PromqlError, PromqlErrorCode } from './errors.ts';
import { helpForLexical, helpForUnexpected } from './explain.ts';
import { tokenize } from './lexer.ts';
import type { LexicalError } from './lexer.ts';
import type { ParseOptions, PromqlFeatures } from './options.ts';
import { resolveFeatures } from './options.ts';
import type { Token, TokenKind } from './token.ts';
import { describeToken } from './token.ts';
import type { Range } from '../../source/range.ts';

/** How deep expressions may nest: far beyond any rule, and safe for every recursive walk over the tree. */
const MAX_DEPTH = 500;

/** Where a syntax error happened, in the words of Prometheus's grammar ("in X, expected Y"). */
export interface Place {
  readonly context: string;
  readonly expected: string;
}

const NOWHERE: Place = { context: '', expected: '' };

/** Thrown at the first syntax error and caught by parseExpr. */
export class SyntaxFailure extends Error {
  readonly error: PromqlError;

  constructor(error: PromqlError) {
    super(error.message);
    this.error = error;
  }
}

/** The tokens of one expression, the faults so far, and the position of the parser. */
export class Cursor {
  readonly text: string;
  readonly version: 2 | 3;
  readonly literals: 2 | 3;
  readonly features: PromqlFeatures;
  readonly errors: PromqlError[] = [];
  /** Matching that was written where the operands turned out not to be two vectors. */
  readonly strayMatching = new Map<BinaryExpr, VectorMatching>();
  /** Set where an error leaves no tree that could stand for the text. */
  broken = false;
  /** Nodes from the root of the last parsed expression down to its deepest leaf. */
  height = 0;
  readonly #tokens: readonly Token[];
  readonly #lexicalError: LexicalError | undefined;
  readonly #places: Place[] = [];
  #index = 0;
  #depth = 0;

  constructor(text: string, options: ParseOptions) {
    this.text = text;
    this.version = options.version ?? 3;
    this.literals = options.literals ?? this.version;
    this.features = resolveFeatures(options);
    const { tokens, error } = tokenize(text, this.version, this.literals);
    this.#tokens = tokens;
    this.#lexicalError = error;
  }

  get token(): Token {
    return this.#tokens[this.#index]!;
  }

  /** The kind of the current token, or of one further on. */
  peek(ahead = 0): TokenKind {
    return (this.#tokens[this.#index + ahead] ?? this.token).kind;
  }

  /** End of the last token taken. */
  get lastEnd(): number {
    return this.#tokens[this.#index - 1]?.end ?? 0;
  }

  textOf(range: Range): string {
    return this.text.slice(range.start, range.end);
  }

  /** Takes the current token. */
  take(): Token {
    const { token } = this;
    this.#index++;
    return token;
  }

  /** Takes the current token if it is of this kind. */
  accept(kind: TokenKind): Token | undefined {
    return this.peek() === kind ? this.take() : undefined;
  }

  /** Takes a token of this kind or fails there. */
  expect(kind: TokenKind, place?: Place): Token {
    return this.peek() === kind ? this.take() : this.unexpected(place);
  }

  // Pairs of calls rather than functions that take a function: those would be one more closure for each node.

  /** Enters a part of the grammar in which Prometheus words every syntax error by this place. */
  enterPlace(place: Place): void {
    this.#places.push(place);
  }

  leavePlace(): void {
    this.#places.pop();
  }

  /** Descends one level of nesting. */
  descend(): void {
    if (++this.#depth > MAX_DEPTH) this.#tooDeep(this.token);
  }

  ascend(): void {
    this.#depth--;
  }

  /** Notes the height of the node just built, whose highest child has this one; 0 of a leaf. */
  built(children = 0): void {
    this.height = 1 + children;
    if (this.height > MAX_DEPTH) this.#tooDeep(this.token);
  }

  /** Stops at the current token, which the grammar does not allow here. */
  unexpected(place: Place = this.#places.at(-1) ?? NOWHERE): never {
    const { token } = this;
    if (token.kind === 'error' && this.#lexicalError !== undefined) this.#lexicalFailure(this.#lexicalError);
    const where = place.context === '' ? '' : ` in ${place.context}`;
    const expected = place.expected === '' ? '' : `, expected ${place.expected}`;
    const { start, end, kind } = token;
    throw new SyntaxFailure({
      code: kind === 'end of input' ? 'unexpected-end' : 'unexpected-token',
      message: `unexpected ${describeToken(token, this.text)}${where}${expected}`,
      help: helpForUnexpected(token, this.#tokens[this.#index - 1], place, this.text),
      start,
      end,
    });
  }

  #lexicalFailure(error: LexicalError): never {
    const { code, message, start, end, opened } = error;
    const help = helpForLexical(error, this.text);
    const related =
      opened === undefined
        ? undefined
        : { start: opened, end: opened + 1, message: `${this.text[opened] ?? ''} opened here` };
    throw new SyntaxFailure({ code, message, start, end, help, related });
  }

  #tooDeep({ start, end }: Token): never {
    throw new SyntaxFailure({
      code: 'too-deep',
      message: `expression nests deeper than ${MAX_DEPTH} levels`,
      help: 'split it into recording rules',
      start,
      end,
    });
  }

  /** Records an error and goes on. */
  report(code: PromqlErrorCode, range: Range, message: string, help?: string): void {
    this.errors.push({
      code,
      message,
      start: range.start,
      end: range.end,
      ...(help === undefined ? {} : { help }),
    });
  }
}
