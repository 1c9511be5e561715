import type { Position, Range as EditorRange } from 'vscode-languageserver-types';
import type { Project } from '../project/project.ts';
import type { Range } from '../source/range.ts';
import type { SourceFile } from '../source/source-file.ts';

/**
 * The lines of a text as the Language Server Protocol counts them: from 0, columns in UTF-16 code units, ended by `\n`,
 * `\r\n` or `\r` alone (which no other part of rulecheck counts as an end of line).
 */
export class Lines {
  readonly #text: string;
  readonly #starts: readonly number[];

  constructor(text: string) {
    this.#text = text;
    const starts = [0];
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === 10 || (code === 13 && text.charCodeAt(at + 1) !== 10)) starts.push(at + 1);
    }
    this.#starts = starts;
  }

  get count(): number {
    return this.#starts.length;
  }

  /** The position of an offset; offsets outside of the text are clamped. */
  position(offset: number): Position {
    const at = Math.max(0, Math.min(offset, this.#text.length));
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#starts[middle]! <= at) low = middle;
      else high = middle - 1;
    }
    return { line: low, character: Math.min(at, this.endOf(low)) - this.#starts[low]! };
  }

  /** The offset of a position; a position outside of the text or of its line is clamped, as the protocol says. */
  offset({ line, character }: Position): number {
    if (line < 0) return 0;
    const start = this.#starts[line];
    if (start === undefined) return this.#text.length;
    return Math.min(start + Math.max(0, character), this.endOf(line));
  }

  range({ start, end }: Range): EditorRange {
    return { start: this.position(start), end: this.position(end) };
  }

  /** Where a line's text ends, before its line break. */
  endOf(line: number): number {
    let end = this.#starts[line + 1] ?? this.#text.length;
    while (end > this.#starts[line]! && /[\r\n]/.test(this.#text[end - 1]!)) end--;
    return end;
  }
}

/** The lines of a file, worked out once. */
export function linesOf(project: Project, file: SourceFile): Lines {
  return project.once(newLines, file);
}

const newLines = (_: Project, file: SourceFile): Lines => new Lines(file.text);
