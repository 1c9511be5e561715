import { Labels, METRIC_NAME } from '../../../promql/eval/index.ts';
import { parseNumber } from '../../../util/parse-number.ts';
import { DataError, excerpt, placeText } from './data-error.ts';
import type { Place } from './data-error.ts';
import type { Intake } from './intake.ts';
import { refuseHuge } from './intake.ts';
import type { LineReader } from './line-reader.ts';
import { instantOf } from './instants.ts';

const HEADER_HELP =
  'the first line names the columns: timestamp, value and metric; each further column is a label';
const NAMES: ReadonlySet<string> = new Set(['metric', METRIC_NAME]);
const TIMES: ReadonlySet<string> = new Set(['timestamp', 'time']);

interface Columns {
  readonly count: number;
  readonly time: number;
  readonly value: number;
  readonly name: number;
  readonly labels: readonly (readonly [column: number, name: string])[];
}

/**
 * A table with a header: `timestamp` (or `time`), `value`, `metric` (or `__name__`), and a column for each label. An
 * empty cell of a label is an absent label, an empty value a stale marker.
 */
export function csvLines(intake: Intake, file: string): LineReader {
  let columns: Columns | undefined;
  const known = new Map<string, Labels>();
  const read = (line: string, number: number): void => {
    if (line === '') return;
    const place = { file, line: number };
    const cells = cellsOf(line, place);
    if (columns === undefined) {
      columns = columnsOf(cells, place);
      return;
    }
    if (cells.length !== columns.count)
      throw new DataError(
        `${placeText(place)} has ${cells.length} cells, the header ${columns.count}: ${excerpt(line)}`,
        HEADER_HELP,
      );
    const name = cells[columns.name]!;
    if (!intake.takes(name)) return;
    const pairs = columns.labels.map(([column, label]): [string, string] => [label, cells[column]!]);
    const key = JSON.stringify([name, pairs]);
    let labels = known.get(key);
    if (labels === undefined) {
      labels = Labels.of([[METRIC_NAME, name], ...pairs]);
      refuseHuge(labels, place);
      known.set(key, labels);
    }
    const timeMs = instantOf(cells[columns.time]!);
    const text = cells[columns.value]!;
    const value = text === '' ? undefined : parseNumber(text);
    if (timeMs === undefined || (text !== '' && value === undefined))
      throw new DataError(
        `${placeText(place)}: "${excerpt(timeMs === undefined ? cells[columns.time]! : text)}" is not ${timeMs === undefined ? 'a timestamp' : 'a value'}`,
        'timestamps are seconds or milliseconds since 1970, or RFC 3339',
      );
    intake.add(labels, timeMs, value, place);
  };
  return { read, end: () => undefined };
}

function columnsOf(cells: readonly string[], place: Place): Columns {
  const [time, value, name] = [TIMES, new Set(['value']), NAMES].map((names) =>
    cells.findIndex((cell) => names.has(cell)),
  ) as [number, number, number];
  if (time < 0 || value < 0 || name < 0)
    throw new DataError(
      `${placeText(place)} is not a header with the columns timestamp, value and metric: ${excerpt(cells.join(','))}`,
      HEADER_HELP,
    );
  const used = new Set([time, value, name]);
  const labels = cells.flatMap((cell, i): [number, string][] => (used.has(i) ? [] : [[i, cell]]));
  return { count: cells.length, time, value, name, labels };
}

/** Cells in quotes may have commas, and quotes written twice. */
function cellsOf(line: string, place: Place): string[] {
  if (!line.includes('"')) return line.split(',');
  const cells: string[] = [];
  for (let at = 0; at <= line.length;) {
    if (line[at] !== '"') {
      const end = line.indexOf(',', at);
      cells.push(line.slice(at, end < 0 ? undefined : end));
      at = end < 0 ? line.length + 1 : end + 1;
      continue;
    }
    let text = '';
    for (;;) {
      const end = line.indexOf('"', at + 1);
      if (end < 0)
        throw new DataError(
          `${placeText(place)}: a quoted cell does not end on its line`,
          'line breaks in cells are not supported',
        );
      text += line.slice(at + 1, end);
      at = end;
      if (line[end + 1] !== '"') break;
      text += '"';
      at = end + 1;
    }
    cells.push(text);
    at += 2;
  }
  return cells;
}
