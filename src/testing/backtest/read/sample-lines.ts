import { METRIC_NAME } from '../../../promql/eval/index.ts';
import type { Labels } from '../../../promql/eval/index.ts';
import { parseNumber } from '../../../util/parse-number.ts';
import { DataError, excerpt, placeText } from './data-error.ts';
import type { Place } from './data-error.ts';
import type { Intake } from './intake.ts';
import type { LineReader } from './line-reader.ts';
import { endOfSeries, FORMATS_HELP, SeriesTexts } from './series-text.ts';

/** Timestamps above this are milliseconds, below seconds: 1973 and the year 5138. */
const MILLISECONDS_ABOVE = 1e11;

/**
 * OpenMetrics and Prometheus's text format with timestamps, and both dumps of promtool (`tsdb dump`, `tsdb
 * dump-openmetrics`): a series, its value and a timestamp on each line. Exemplars and comments are left out.
 */
export function sampleLines(intake: Intake, file: string): LineReader {
  const texts = new SeriesTexts();
  let lastText = ' ';
  let last: Labels | undefined;
  let takesLast = false;
  const read = (line: string, number: number): void => {
    if (line === '' || line.charCodeAt(0) === HASH) return;
    const place = { file, line: number };
    // Lines of one series mostly follow one another.
    const isSame = line.startsWith(lastText) && line.charCodeAt(lastText.length) === BLANK;
    if (!isSame) {
      const end = endOfSeries(line);
      if (end < 0) throw notASample(line, place);
      lastText = line.slice(0, end);
      last = texts.read(lastText, place);
      takesLast = intake.takes(last.get(METRIC_NAME));
    }
    if (!takesLast) return;
    const rest = line.slice(lastText.length).trimStart();
    if (rest.startsWith('{')) {
      intake.histograms.add(last!.get(METRIC_NAME));
      return;
    }
    const [value, timeMs] = valueAndTime(rest, line, place);
    intake.addDumped(last!, timeMs, value, place);
  };
  return { read, end: () => intake.finish() };
}

const [BLANK, HASH] = [32, 35];

function valueAndTime(rest: string, line: string, place: Place): readonly [value: number, timeMs: number] {
  const [valueText = '', timeText] = rest.split(' ', 2);
  const value = parseNumber(valueText);
  if (value === undefined) throw notASample(line, place);
  if (timeText === undefined || timeText === '#')
    throw new DataError(
      `${placeText(place)}: the sample has no timestamp: ${excerpt(line)}`,
      'a scraped page has none; export the history: promtool tsdb dump-openmetrics',
    );
  const time = Number(timeText);
  if (timeText === '' || !Number.isFinite(time)) throw notASample(line, place);
  return [value, time > MILLISECONDS_ABOVE ? time : Math.round(time * 1000)];
}

function notASample(line: string, place: Place): DataError {
  return new DataError(
    `${placeText(place)} is not a series with a value and a timestamp: ${excerpt(line)}`,
    FORMATS_HELP,
  );
}
