import type { Position, Range } from './range.ts';

/** One text that rulecheck read: its name within the project, and lines computed on first use. */
export class SourceFile {
  /** Path relative to the project's root, with forward slashes; `<stdin>` for standard input. */
  readonly path: string;
  readonly text: string;
  /** The project's root (absolute), which `path` counts from; undefined: the text is not a file of a folder. */
  readonly base: string | undefined;
  #lineStarts: number[] | undefined;

  constructor(path: string, text: string, base?: string) {
    this.path = path;
    this.text = text;
    this.base = base;
  }

  get #starts(): number[] {
    if (this.#lineStarts === undefined) {
      const starts = [0];
      for (let i = this.text.indexOf('\n'); i >= 0; i = this.text.indexOf('\n', i + 1)) starts.push(i + 1);
      this.#lineStarts = starts;
    }
    return this.#lineStarts;
  }

  /** How many lines the text has (at least 1). */
  get lineCount(): number {
    return this.#starts.length;
  }

  /** The position of an offset; offsets outside the text are clamped. */
  position(offset: number): Position {
    const starts = this.#starts;
    const at = Math.max(0, Math.min(offset, this.text.length));
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle]! <= at) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: at - starts[low]! + 1 };
  }

  /** The offset at which a line (from 1) starts. */
  lineStart(line: number): number {
    const starts = this.#starts;
    return starts[Math.max(1, Math.min(line, starts.length)) - 1]!;
  }

  /** A line's text (from 1) without its line break. */
  lineText(line: number): string {
    const start = this.lineStart(line);
    const end = this.text.indexOf('\n', start);
    return this.text.slice(start, end < 0 ? undefined : end).replace(/\r$/, '');
  }

  /** The text of a range. */
  slice(range: Range): string {
    return this.text.slice(range.start, range.end);
  }
}
