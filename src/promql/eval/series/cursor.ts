import type { Range } from '../../../source/range.ts';
import type { SeriesErrorCode } from './errors.ts';
import { SeriesSyntaxError } from './errors.ts';

/** A reading position in a text. Patterns given to it are sticky (`/.../y`). */
export class Cursor {
  readonly text: string;
  position: number;

  constructor(text: string, position = 0) {
    this.text = text;
    this.position = position;
  }

  isAtEnd(): boolean {
    return this.position >= this.text.length;
  }

  /** The next character, empty at the end. */
  get next(): string {
    return this.text.charAt(this.position);
  }

  startsWith(text: string): boolean {
    return this.text.startsWith(text, this.position);
  }

  /** Passes over `text` if it is next. */
  accept(text: string): boolean {
    if (!this.startsWith(text)) return false;
    this.position += text.length;
    return true;
  }

  /** Passes over what the sticky pattern matches here and returns it, or the empty string. */
  take(pattern: RegExp): string {
    pattern.lastIndex = this.position;
    const found = pattern.exec(this.text)?.[0] ?? '';
    this.position += found.length;
    return found;
  }

  /** Blanks as Prometheus knows them. Returns whether there were any. */
  skipSpaces(): boolean {
    return this.take(/[ \t\r\n]+/y) !== '';
  }

  /** The range from `start` to here, at least one character where the text has one. */
  rangeFrom(start: number): Range {
    return { start, end: Math.max(this.position, Math.min(start + 1, this.text.length)) };
  }

  /** An error at the run of characters that starts here. */
  fail(code: SeriesErrorCode, message: string): never {
    const start = this.position;
    const length = /^[^\s}\],:]+/.exec(this.text.slice(start))?.[0].length ?? 1;
    throw new SeriesSyntaxError(code, message, { start, end: Math.min(start + length, this.text.length) });
  }

  /** The text here, quoted for a message. */
  found(): string {
    if (this.isAtEnd()) return 'the end';
    const run = /^[^\s]{1,20}/.exec(this.text.slice(this.position))?.[0] ?? ' ';
    return JSON.stringify(run);
  }
}
