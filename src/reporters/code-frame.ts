import type { Range } from '../source/range.ts';
import type { SourceFile } from '../source/source-file.ts';
import { printable } from '../util/printable.ts';
import type { Style } from '../util/style.ts';

export interface FrameMark {
  readonly range: Range;
  /** Written after the underline. */
  readonly label?: string;
  readonly primary: boolean;
}

const MAX_WIDTH = 160;

/** The source lines of some marks with an underline below each: `^^^` for the finding, `---` for what belongs to it. */
export function codeFrame(file: SourceFile, marks: readonly FrameMark[], style: Style): string[] {
  const sorted = marks
    .map((mark) => ({ ...mark, at: file.position(mark.range.start), to: file.position(mark.range.end) }))
    .sort((a, b) => a.at.line - b.at.line || a.at.column - b.at.column);
  const width = String(Math.max(...sorted.map((mark) => mark.at.line))).length;
  const gutter = (text: string): string => style.dim(`${text.padStart(width)} │`);
  const lines: string[] = [];
  let previous = 0;
  for (const mark of sorted) {
    const { line, column } = mark.at;
    if (line !== previous) {
      if (previous !== 0 && line > previous + 1) lines.push(style.dim(`${' '.repeat(width)} ⋮`));
      lines.push(`${gutter(String(line))} ${window(file.lineText(line), column).text}`.trimEnd());
      previous = line;
    }
    const shown = window(file.lineText(line), column);
    const lineLength = file.lineText(line).length;
    const endColumn = mark.to.line === line ? mark.to.column : lineLength + 1;
    const length = Math.max(1, Math.min(endColumn, lineLength + 1) - column);
    const lead = displayWidth(shown.text.slice(0, column - 1 - shown.cut + (shown.cut > 0 ? 1 : 0)));
    const under = (mark.primary ? '^' : '-').repeat(
      Math.max(
        1,
        Math.min(displayWidth(file.lineText(line).slice(column - 1, column - 1 + length)), MAX_WIDTH - lead),
      ),
    );
    const label = mark.label === undefined ? '' : ` ${mark.label}`;
    const paint = mark.primary ? style.red : style.blue;
    lines.push(`${gutter('')} ${' '.repeat(lead)}${paint(under + label)}`);
  }
  return lines;
}

/** A long line is cut around the column of interest. */
function window(line: string, column: number): { text: string; cut: number } {
  if (line.length <= MAX_WIDTH) return { text: expand(line), cut: 0 };
  const cut = Math.max(0, Math.min(column - 40, line.length - MAX_WIDTH + 20));
  const text = line.slice(cut, cut + MAX_WIDTH - 10);
  return { text: expand((cut > 0 ? '…' : '') + text + (cut + text.length < line.length ? '…' : '')), cut };
}

function expand(text: string): string {
  return printable(text).replaceAll('\t', ' ');
}

/** Columns that a text takes: wide characters count twice, combining ones not at all. */
function displayWidth(text: string): number {
  let width = 0;
  for (const c of text) {
    const code = c.codePointAt(0)!;
    if (/\p{Mn}|\p{Me}|\p{Cf}/u.test(c)) continue;
    width +=
      code >= 0x1100 &&
      /[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\p{Emoji_Presentation}\u{ff01}-\u{ff60}]/u.test(
        c,
      )
        ? 2
        : 1;
  }
  return width;
}
