import type { StartTimestampItem } from '../../src/promql/eval/series/index.ts';
import { parseSeriesDescription, parseStartTimestamps } from '../../src/promql/eval/series/index.ts';
import type { ScriptLine } from './lines.ts';
import type { ScriptSeries } from './script.ts';
import { ScriptError } from './script.ts';

/** Reads a series with its points, of a load command or of an expected result. */
export function parseScriptSeries(line: ScriptLine): ScriptSeries {
  const { labels, items, errors } = parseSeriesDescription(line.text);
  if (errors.length > 0) throw new ScriptError(line.number, errors.map((error) => error.message).join('; '));
  return { labels, items, starts: undefined };
}

/** `metric{labels}@st offsets`: the start timestamps of the series on the next line. */
export function isStartTimestampLine(line: ScriptLine): boolean {
  return /^\S+@st\s/.test(line.text);
}

export function parseScriptStarts(line: ScriptLine): StartTimestampItem[] {
  const { items, errors } = parseStartTimestamps(line.text.replace(/^\S+\s+/, ''));
  if (errors.length > 0) throw new ScriptError(line.number, errors.map((error) => error.message).join('; '));
  return items;
}
