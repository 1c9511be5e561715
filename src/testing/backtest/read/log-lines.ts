import { isRecord } from '../../../util/is-record.ts';
import { parseSeriesLabels } from '../../../promql/eval/series/index.ts';
import { DataError, excerpt, placeText } from './data-error.ts';
import type { Place } from './data-error.ts';
import type { Intake } from './intake.ts';
import { instantOf } from './instants.ts';
import type { LineReader } from './line-reader.ts';
import { endOfSeries } from './series-text.ts';

const LOGS_HELP = 'export lines with: logcli query --output jsonl --quiet \'{app="shop"}\'';

/** What `logcli --output jsonl` prints: `{"labels": {...}, "line": "...", "timestamp": "..."}` on each line. */
export function jsonLogLines(intake: Intake, file: string): LineReader {
  return {
    read: (text, number) => {
      if (text.trim() === '') return;
      const place = { file, line: number };
      const entry = parsedJson(text, place);
      if (!isRecord(entry) || typeof entry['line'] !== 'string' || !isRecord(entry['labels']))
        throw new DataError(`${placeText(place)} is not a log line: ${excerpt(text)}`, LOGS_HELP);
      const { timestamp } = entry;
      const timeMs = typeof timestamp === 'string' ? nanoseconds(timestamp) : undefined;
      if (timeMs === undefined)
        throw new DataError(`${placeText(place)}: the log line has no "timestamp"`, LOGS_HELP);
      intake.addLine(stringPairs(entry['labels']), timeMs, entry['line']);
    },
    end: () => undefined,
  };
}

/** What logcli prints by default: an instant, the labels and the line. */
export function plainLogLines(intake: Intake, file: string): LineReader {
  return {
    read: (text, number) => {
      if (text === '') return;
      const place = { file, line: number };
      const blank = text.indexOf(' ');
      const rest = text.slice(blank + 1);
      const end = rest.startsWith('{') ? endOfSeries(rest) : -1;
      const timeMs = blank < 0 || end < 0 ? undefined : instantOf(text.slice(0, blank));
      const labels = end < 0 ? undefined : parseSeriesLabels(rest.slice(0, end));
      if (timeMs === undefined || labels === undefined || labels.errors.length > 0)
        throw new DataError(`${placeText(place)} is not a log line of logcli: ${excerpt(text)}`, LOGS_HELP);
      intake.addLine([...labels.labels], timeMs, rest.slice(end).replace(/^[ \t]/, ''));
    },
    end: () => undefined,
  };
}

/** RFC 3339 or nanoseconds, as Loki writes them, in milliseconds. */
export function nanoseconds(text: string): number | undefined {
  return /^\d{15,}$/.test(text) ? Number(text) / 1e6 : instantOf(text);
}

export function stringPairs(labels: Record<string, unknown>): [string, string][] {
  return Object.entries(labels).filter((pair): pair is [string, string] => typeof pair[1] === 'string');
}

function parsedJson(text: string, place: Place): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new DataError(`${placeText(place)} is not JSON: ${excerpt(text)}`, LOGS_HELP);
  }
}
