import stringWidth from 'string-width';
import type { Timeline, TimelineCell, TimelineCondition, TimelineRow } from '../testing/index.ts';
import { formatDurationMs } from '../go/durations/prometheus-duration.ts';
import { printable } from '../util/printable.ts';
import type { Style } from '../util/style.ts';
import { padColumns } from '../util/wrap.ts';

/** Expressions are cut to this where the terminal's width is not known. */
const DEFAULT_COLUMNS = 100;

/**
 * Draws a timeline: each condition on a line, then one line an evaluation with the value of each, the compared value if that
 * moves, and the state of the alert.
 *
 * @param columns the remaining width of the terminal
 */
export function drawTimeline(timeline: Timeline, style: Style, columns = DEFAULT_COLUMNS): string[] {
  const { conditions, holdMs, rows, notes } = timeline;
  const hold = holdMs === undefined || holdMs === 0 ? '' : `  for ${formatDurationMs(holdMs)}`;
  const heads = conditions.map((condition, i) => {
    const last = i === conditions.length - 1;
    return `${head(condition, nameOf(i, conditions.length), columns)}${last ? hold : ''}`;
  });
  const times = rows.map((row) => formatDurationMs(row.atMs));
  const cells = rows.map((row) => row.cells.map((cell, i) => cellText(cell, conditions[i]!)));
  const timeWidth = Math.max(...times.map((time) => time.length));
  const widths = conditions.map((_, c) => Math.max(...cells.map((row) => stringWidth(row[c] ?? ''))));
  const lines = rows.flatMap((row, r) => {
    const parts = row.cells.map((cell, c) => {
      const name = nameOf(c, conditions.length);
      const text = padColumns(cells[r]![c]!, widths[c]!);
      return `${name === '' ? '' : style.dim(`${name} `)}${cell.holds ? text : style.dim(text)}`;
    });
    const mark = row.asked ? style.cyan('▸') : ' ';
    const line = `${mark} ${times[r]!.padStart(timeWidth)}  ${parts.join('  ')}  ${stateText(row, style)}`;
    return [...(row.gap ? [style.dim(`  ${'⋮'.padStart(timeWidth)}`)] : []), line.trimEnd()];
  });
  const below = notes.map((note) => style.dim(printable(note)));
  return [...heads.map((text) => style.dim(text)), ...lines, ...below];
}

/** Several conditions are called a, b, c. */
function nameOf(index: number, count: number): string {
  return count === 1 ? '' : 'abc'.charAt(index);
}

function head({ join, text, threshold }: TimelineCondition, name: string, columns: number): string {
  const lead = [name, join].filter((part) => part !== undefined && part !== '').join(' ');
  const tail = threshold === undefined ? '' : ` ${printable(threshold)}`;
  const room = Math.max(20, columns - lead.length - 1 - Math.min(stringWidth(tail), 40) - 12);
  return `${lead === '' ? '' : `${lead} `}${cut(printable(text), room)}${cut(tail, 40)}`;
}

function cut(text: string, columns: number): string {
  return stringWidth(text) <= columns ? text : `${text.slice(0, columns - 1)}…`;
}

function cellText({ value, threshold, series }: TimelineCell, condition: TimelineCondition): string {
  if (series === 0) return 'no series';
  const number = value === undefined ? 'histogram' : formatValue(value);
  const limit = threshold === undefined ? '' : ` (${opOf(condition)} ${formatValue(threshold)})`;
  return `${number}${limit}${series > 1 ? ` of ${series} series` : ''}`;
}

const opOf = ({ threshold }: TimelineCondition): string => threshold?.split(' ')[0] ?? '';

/** Six digits distinguish values from a threshold, and fit. */
function formatValue(value: number): string {
  return Number.isFinite(value) ? String(Number(value.toPrecision(6))) : String(value);
}

function stateText({ state }: TimelineRow, style: Style): string {
  if (state === undefined) return '';
  if (state === 'firing') return style.red(state);
  return state === 'pending' ? style.yellow(state) : style.dim(state);
}
