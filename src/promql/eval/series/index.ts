import { Labels } from '../labels/labels.ts';
import { Cursor } from './cursor.ts';
import type { SeriesError } from './errors.ts';
import { SeriesSyntaxError } from './errors.ts';
import { readMetric } from './metric.ts';
import type { SequenceItem } from './sequence.ts';
import { sequenceLength } from './sequence.ts';
import { readValues } from './values.ts';

export type { SeriesError, SeriesErrorCode } from './errors.ts';
export { expandSequence } from './expand.ts';
export { sequenceLength } from './sequence.ts';
export type { SequenceItem, SequenceValue } from './sequence.ts';
export { expandStartTimestamps, parseStartTimestamps } from './start-timestamps.ts';
export type { StartTimestampItem } from './start-timestamps.ts';

/** Most samples that one series may describe, where the caller sets no other limit: 11 years of one-minute steps. */
const DEFAULT_SERIES_SAMPLES = 6_000_000;

/** A series description of a unit test, read. Where there are errors the rest is what could be read. */
export interface SeriesDescription {
  readonly labels: Labels;
  readonly items: readonly SequenceItem[];
  /** Intervals that the items span. */
  readonly length: number;
  readonly errors: readonly SeriesError[];
}

/**
 * Reads a series in the notation of promtool's unit tests, `name{label="value"} 1 2+3x4 _ stale {{count:1}}`.
 * Nothing is expanded: see `expandSequence`. A description of more than `maxSamples` samples is an error.
 */
export function parseSeriesDescription(text: string, maxSamples = DEFAULT_SERIES_SAMPLES): SeriesDescription {
  const cursor = new Cursor(text);
  cursor.skipSpaces();
  const { labels, errors } = readLabels(cursor);
  if (errors.length > 0) return { labels, items: [], length: 0, errors };
  const values = readValues(cursor, maxSamples);
  return { labels, items: values.items, length: sequenceLength(values.items), errors: values.errors };
}

/** Reads the metric alone, as in promtool's `series:` and in expected samples' `labels:`. */
export function parseSeriesLabels(text: string): Pick<SeriesDescription, 'labels' | 'errors'> {
  const cursor = new Cursor(text);
  cursor.skipSpaces();
  const metric = readLabels(cursor);
  cursor.skipSpaces();
  if (metric.errors.length > 0 || cursor.isAtEnd()) return metric;
  const message = `expected nothing after the metric, got ${cursor.found()}`;
  const error: SeriesError = { code: 'bad-metric', message, start: cursor.position, end: text.length };
  return { labels: metric.labels, errors: [error] };
}

/** Reads values alone, as in promtool's `values:`. */
export function parseSeriesValues(
  text: string,
  maxSamples = DEFAULT_SERIES_SAMPLES,
): Pick<SeriesDescription, 'items' | 'length' | 'errors'> {
  const cursor = new Cursor(` ${text}`);
  const { items, errors } = readValues(cursor, maxSamples);
  const shifted = errors.map((error) => ({ ...error, start: error.start - 1, end: error.end - 1 }));
  return { items, length: sequenceLength(items), errors: shifted };
}

function readLabels(cursor: Cursor): { labels: Labels; errors: SeriesError[] } {
  try {
    return { labels: readMetric(cursor), errors: [] };
  } catch (error) {
    if (!(error instanceof SeriesSyntaxError)) throw error;
    return { labels: Labels.EMPTY, errors: [error.error] };
  }
}
