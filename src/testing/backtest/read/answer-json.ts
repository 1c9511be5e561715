import { Labels, METRIC_NAME } from '../../../promql/eval/index.ts';
import { isRecord } from '../../../util/is-record.ts';
import { parseNumber } from '../../../util/parse-number.ts';
import { DataError, excerpt } from './data-error.ts';
import type { Intake } from './intake.ts';
import { refuseHuge } from './intake.ts';
import { nanoseconds, stringPairs } from './log-lines.ts';
import { FORMATS_HELP } from './series-text.ts';

type Point = readonly [timeMs: number, value: number];

/**
 * A saved answer of `api/v1/query_range` or `api/v1/query` (series with their samples), or of Loki (streams of lines).
 *
 * @throws DataError
 */
export function readAnswer(text: string, intake: Intake, file: string): void {
  const data = dataOf(text, file);
  const results = data['result'];
  if (!Array.isArray(results)) throw notAnAnswer(file, '"data" has no "result"');
  switch (data['resultType']) {
    case 'streams':
      for (const stream of results) readStream(stream, intake, file);
      return;
    case 'matrix':
      readMatrix(results, intake, file);
      return;
    case 'vector':
      for (const one of results) {
        const labels = labelsOf(one, file);
        addPoints(labels, [pointOf((one as Record<string, unknown>)['value'], file)], intake, file);
      }
      return;
    default:
      throw notAnAnswer(file, `"resultType" is ${JSON.stringify(data['resultType'])}`);
  }
}

function dataOf(text: string, file: string): Record<string, unknown> {
  let body: unknown;
  try {
    body = JSON.parse(text) as unknown;
  } catch (error) {
    throw notAnAnswer(file, `it is not JSON: ${error instanceof Error ? error.message : ''}`);
  }
  if (isRecord(body) && body['status'] === 'error')
    throw notAnAnswer(file, `the server answered "${excerpt(String(body['error']))}"`);
  const data = isRecord(body) && 'data' in body ? body['data'] : body;
  if (!isRecord(data)) throw notAnAnswer(file, 'it has no "data"');
  return data;
}

/** A range query has a value at each step, so a series without one was gone: it gets a stale marker there. */
function readMatrix(results: readonly unknown[], intake: Intake, file: string): void {
  const all = results.map((one) => {
    const values = isRecord(one) ? one['values'] : undefined;
    if (!Array.isArray(values)) throw notAnAnswer(file, 'a series has no "values"');
    return { labels: labelsOf(one, file), points: values.map((value: unknown) => pointOf(value, file)) };
  });
  const stepMs = commonStep(all.map(({ points }) => points));
  const endMs = all.reduce((end, { points }) => Math.max(end, points.at(-1)?.[0] ?? -Infinity), -Infinity);
  for (const { labels, points } of all) {
    addPoints(labels, points, intake, file, stepMs);
    const goneMs = (points.at(-1)?.[0] ?? Infinity) + (stepMs ?? Infinity);
    if (goneMs <= endMs && intake.takes(labels.get(METRIC_NAME)))
      intake.add(labels, goneMs, undefined, { file, line: 1 });
  }
}

/** The step of a range query: all instants are on one grid; undefined: samples as they were scraped. */
function commonStep(all: readonly (readonly Point[])[]): number | undefined {
  let stepMs = Infinity;
  for (const points of all)
    for (let i = 1; i < points.length; i++) stepMs = Math.min(stepMs, points[i]![0] - points[i - 1]![0]);
  const [first] = all[0] ?? [];
  if (first === undefined || !(stepMs > 0) || stepMs === Infinity) return undefined;
  const onGrid = all.every((points) => points.every(([timeMs]) => (timeMs - first[0]) % stepMs === 0));
  return onGrid ? stepMs : undefined;
}

function addPoints(
  labels: Labels,
  points: readonly Point[],
  intake: Intake,
  file: string,
  stepMs?: number,
): void {
  if (!intake.takes(labels.get(METRIC_NAME))) return;
  let beforeMs: number | undefined;
  const place = { file, line: 1 };
  for (const [timeMs, value] of points) {
    if (stepMs !== undefined && beforeMs !== undefined && timeMs - beforeMs > stepMs)
      intake.add(labels, beforeMs + stepMs, undefined, place);
    intake.add(labels, timeMs, value, place);
    beforeMs = timeMs;
  }
}

function labelsOf(one: unknown, file: string): Labels {
  const metric = isRecord(one) ? one['metric'] : undefined;
  if (!isRecord(metric)) throw notAnAnswer(file, 'a series has no "metric"');
  const labels = Labels.of(stringPairs(metric));
  if (labels.get(METRIC_NAME) === '')
    throw notAnAnswer(
      file,
      `the series ${excerpt(labels.toString())} has no metric name`,
      'query the series themselves, not an expression of them',
    );
  refuseHuge(labels, { file, line: 1 });
  return labels;
}

function pointOf(value: unknown, file: string): Point {
  const [time, text] = Array.isArray(value) ? (value as unknown[]) : [];
  const number = typeof text === 'string' ? parseNumber(text) : undefined;
  if (typeof time !== 'number' || number === undefined)
    throw notAnAnswer(file, `${excerpt(JSON.stringify(value))} is not a sample`);
  return [Math.round(time * 1000), number];
}

function readStream(stream: unknown, intake: Intake, file: string): void {
  const labels = isRecord(stream) ? stream['stream'] : undefined;
  const values = isRecord(stream) ? stream['values'] : undefined;
  if (!isRecord(labels) || !Array.isArray(values)) throw notAnAnswer(file, 'a stream has no "values"');
  const pairs = stringPairs(labels);
  for (const value of values) {
    const [time, line] = Array.isArray(value) ? (value as unknown[]) : [];
    const timeMs = typeof time === 'string' ? nanoseconds(time) : undefined;
    if (timeMs === undefined || typeof line !== 'string')
      throw notAnAnswer(file, `${excerpt(JSON.stringify(value))} is not a log line`);
    intake.addLine(pairs, timeMs, line);
  }
}

function notAnAnswer(file: string, reason: string, help = FORMATS_HELP): DataError {
  return new DataError(`"${file}" is not an answer of Prometheus or Loki: ${reason}`, help);
}
