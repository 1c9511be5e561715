import type { Range } from '../../source/range.ts';
import type { TemplateTree } from './ast.ts';
import type { TemplateParseError, TemplateParseErrorCode } from './errors.ts';
import type { Token } from './token.ts';
import { describeToken } from './token.ts';
import { TokenStream } from './token-stream.ts';

/** Ends the action being read; the error is already recorded. */
export class ActionAborted extends Error {}

const MAX_ERRORS = 50;

/** What all parts of the parser share: tokens, errors, the templates found so far. */
export class ParseContext {
  readonly stream: TokenStream;
  readonly errors: TemplateParseError[] = [];
  readonly trees = new Map<string, TemplateTree>();
  readonly parseName: string;
  readonly text: string;
  private readonly hasFunctionNamed: (name: string) => boolean;
  /** Where the action being read starts, for errors that show on a later line. */
  actionStart: number | undefined;

  constructor(
    parseName: string,
    text: string,
    tokens: readonly Token[],
    hasFunction: (name: string) => boolean,
  ) {
    this.parseName = parseName;
    this.text = text;
    this.stream = new TokenStream(tokens);
    this.hasFunctionNamed = hasFunction;
  }

  hasFunction(name: string): boolean {
    return this.hasFunctionNamed(name);
  }

  /** Records an error and goes on; the first recorded one is the one Go reports. */
  report(code: TemplateParseErrorCode, message: string, range: Range, name?: string): void {
    if (this.errors.length >= MAX_ERRORS) return;
    const line = this.lineOf(this.stream.frontier().start);
    this.errors.push({ code, message, range, line, ...(name === undefined ? {} : { name }) });
  }

  /** Records an error after which the rest of the action cannot be read. */
  abort(code: TemplateParseErrorCode, message: string, range: Range): never {
    this.report(code, message, range);
    throw new ActionAborted(message);
  }

  /** The error for a token that may not stand in `context`. */
  unexpected(token: Token, context: string): never {
    const range = { start: token.start, end: token.end };
    if (token.type === 'error') {
      this.abort(token.code ?? 'unexpected-token', token.value + this.startedElsewhere(token), range);
    }
    const code = token.type === 'eof' ? 'unexpected-eof' : 'unexpected-token';
    this.abort(code, `unexpected ${describeToken(token)} in ${context}`, range);
  }

  private startedElsewhere(token: Token): string {
    if (this.actionStart === undefined) return '';
    const line = this.lineOf(this.actionStart);
    if (line === this.lineOf(token.start)) return '';
    const extra = ` in action started at ${this.parseName}:${line}`;
    return token.value.endsWith(' action') ? extra.slice(' in action'.length) : extra;
  }

  private lineOf(offset: number): number {
    let line = 1;
    for (let at = this.text.indexOf('\n'); at >= 0 && at < offset; at = this.text.indexOf('\n', at + 1))
      line++;
    return line;
  }
}
