import stringWidth from 'string-width';
import type { Range } from '../source/range.ts';
import type { SourceFile } from '../source/source-file.ts';
import { printable } from '../util/printable.ts';
import type { Style } from '../util/style.ts';
import { wrap } from '../util/wrap.ts';

export interface FrameMark {
  readonly range: Range;
  /** Written after the underline. */
  readonly label?: string;
  readonly primary: boolean;
}

/** Columns of source that a frame shows where nobody says how wide the terminal is. */
const DEFAULT_WIDTH = 150;
const MIN_WIDTH = 40;

/**
 * The source lines of some marks with an underline below each: `^^^` for the finding, `---` for what belongs to it.
 * Longer lines are cut around the mark.
 *
 * @param columns how many columns the frame may take, the line numbers included
 */
export function codeFrame(
  file: SourceFile,
  marks: readonly FrameMark[],
  style: Style,
  columns?: number,
): string[] {
  const sorted = marks
    .map((mark) => ({ ...mark, at: file.position(mark.range.start), to: file.position(mark.range.end) }))
    .sort((a, b) => a.at.line - b.at.line || a.at.column - b.at.column);
  const digits = String(Math.max(...sorted.map((mark) => mark.at.line))).length;
  const width = columns === undefined ? DEFAULT_WIDTH : Math.max(MIN_WIDTH, columns - digits - 3);
  const gutter = (text: string): string => style.dim(`${text.padStart(digits)} │`);
  const lines: string[] = [];
  let previous = 0;
  let shown: Window | undefined;
  for (const mark of sorted) {
    const { line, column } = mark.at;
    const text = file.lineText(line);
    const end = mark.to.line === line ? mark.to.column : text.length + 1;
    const moved =
      shown === undefined ||
      line !== previous ||
      column - 1 > shown.to ||
      (column - 1 === shown.to && shown.tail !== '');
    if (moved || shown === undefined) {
      if (previous !== 0 && line > previous + 1) lines.push(style.dim(`${' '.repeat(digits)} ⋮`));
      shown = window(text, column - 1, width);
      lines.push(
        `${gutter(String(line))} ${shown.lead}${drawn(text.slice(shown.from, shown.to))}${shown.tail}`.trimEnd(),
      );
      previous = line;
    }
    const before = stringWidth(shown.lead) + stringWidth(drawn(text.slice(shown.from, column - 1)));
    const length = stringWidth(drawn(text.slice(column - 1, Math.min(end - 1, shown.to))));
    const under = (mark.primary ? '^' : '-').repeat(Math.max(1, length));
    const paint = mark.primary ? style.red : style.blue;
    const [first, ...rest] = labelled(before, under, mark.label, columns === undefined ? undefined : width);
    lines.push(`${gutter('')} ${' '.repeat(before)}${paint(first)}`);
    lines.push(
      ...rest.map(({ indent, text: label }) => `${gutter('')} ${' '.repeat(indent)}${paint(label)}`),
    );
  }
  return lines;
}

/** Words below an underline start no further right than leaves so many columns for them. */
const LABEL_COLUMNS = 40;

/** An underline with its words: behind it where there is room, else below it. */
function labelled(
  before: number,
  under: string,
  label: string | undefined,
  width: number | undefined,
): readonly [string, ...{ readonly indent: number; readonly text: string }[]] {
  if (label === undefined) return [under];
  const beside = `${under} ${label}`;
  if (width === undefined || before + stringWidth(beside) <= width) return [beside];
  const indent = Math.max(0, Math.min(before, width - LABEL_COLUMNS));
  return [under, ...wrap(label, width - indent).map((text) => ({ indent, text }))];
}

/** The part of a line that is shown: offsets into it, and the marks of what was left out. */
interface Window {
  readonly from: number;
  readonly to: number;
  readonly lead: string;
  readonly tail: string;
}

/** What of a line is shown so that an offset of interest is in view, with some of the text before it. */
function window(line: string, offset: number, width: number): Window {
  // Segmenting a long text takes more than linear time, and so many characters never fit.
  if (line.length <= 10 * width && stringWidth(drawn(line)) <= width)
    return { from: 0, to: line.length, lead: '', tail: '' };
  let from = 0;
  // Wide characters take two columns: bound by what is drawn, not by characters.
  if (offset > width * 0.7)
    from = boundary(line, Math.min(offset - Math.floor(width / 3), line.length - Math.floor(width / 2)));
  from = Math.max(0, from);
  const lead = from > 0 ? '…' : '';
  let to = Math.min(line.length, from + width - 2);
  while (to > from + 1 && stringWidth(drawn(line.slice(from, to))) > width - 2) to--;
  to = boundary(line, to);
  return { from, to, lead, tail: to < line.length ? '…' : '' };
}

/** Never between the halves of a surrogate pair. */
function boundary(line: string, offset: number): number {
  const code = line.charCodeAt(offset);
  return code >= 0xdc00 && code <= 0xdfff ? offset - 1 : offset;
}

/** Source as it is drawn: nothing steers the terminal, a tab is one column. */
function drawn(text: string): string {
  return printable(text).replaceAll('\t', ' ');
}
