import type { Token, TokenType } from './token.ts';

/** The tokens of one text with a cursor; knows how far it has ever looked, which is where Go sees its errors. */
export class TokenStream {
  private readonly tokens: readonly Token[];
  private index = 0;
  private furthest = 0;

  constructor(tokens: readonly Token[]) {
    this.tokens = tokens;
  }

  /** The position of the cursor, for `rewind`. */
  mark(): number {
    return this.index;
  }

  rewind(mark: number): void {
    this.index = mark;
  }

  /** The token at the cursor; the last one (`eof`) again and again at the end. */
  peek(): Token {
    this.furthest = Math.max(this.furthest, this.index);
    return this.at(this.index);
  }

  next(): Token {
    const token = this.peek();
    if (this.index < this.tokens.length - 1) this.index++;
    return token;
  }

  nextNonSpace(): Token {
    for (;;) {
      const token = this.next();
      if (token.type !== 'space') return token;
    }
  }

  /** Skips spaces and shows the token behind them. */
  peekNonSpace(): Token {
    while (this.peek().type === 'space') this.index++;
    return this.peek();
  }

  /** The token read last. */
  previous(): Token {
    return this.at(Math.max(this.index - 1, 0));
  }

  /** The furthest token ever looked at. */
  frontier(): Token {
    return this.at(this.furthest);
  }

  /** Moves behind the action that the cursor is in: past its right delimiter, or to what follows a bad token. */
  skipAction(): void {
    if (this.previous().type === 'right-delim' || this.previous().type === 'error') return;
    const stops: readonly TokenType[] = ['text', 'left-delim', 'eof'];
    while (!stops.includes(this.peek().type)) {
      const { type } = this.next();
      if (type === 'right-delim' || type === 'error') return;
    }
  }

  private at(index: number): Token {
    return this.tokens[Math.min(index, this.tokens.length - 1)]!;
  }
}
