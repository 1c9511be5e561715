import stringWidth from 'string-width';
import { printable } from '../util/printable.ts';
import type { Style } from '../util/style.ts';
import { padColumns } from '../util/wrap.ts';

/** Rows of text in aligned columns, two spaces apart, below a line of headings. */
export function table(
  headings: readonly string[],
  rows: readonly (readonly string[])[],
  style: Style,
): string {
  const shown = rows.map((row) => row.map((cell) => printable(cell).replace(/[\n\t]/g, ' ')));
  const widths = headings.map((heading, i) =>
    Math.max(stringWidth(heading), ...shown.map((row) => stringWidth(row[i] ?? ''))),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, i) => padColumns(cell, widths[i] ?? 0))
      .join('  ')
      .trimEnd();
  return [style.dim(line(headings)), ...shown.map(line)].join('\n');
}
