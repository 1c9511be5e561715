import { METRIC_NAME } from '../../../promql/eval/index.ts';
import type { Labels } from '../../../promql/eval/index.ts';
import { parseSeriesLabels } from '../../../promql/eval/series/index.ts';
import { DataError, excerpt, placeText } from './data-error.ts';
import type { Place } from './data-error.ts';
import { refuseHuge } from './intake.ts';

const MOST_KNOWN = 200_000;

/** Reads `name{a="b"}` and `{__name__="name", a="b"}`, each text once. */
export class SeriesTexts {
  readonly #known = new Map<string, Labels>();
  #lastText: string | undefined;
  #last: Labels | undefined;

  /** @throws DataError */
  read(text: string, place: Place): Labels {
    if (text === this.#lastText) return this.#last!;
    let labels = this.#known.get(text);
    if (labels === undefined) {
      labels = parsed(text, place);
      if (this.#known.size >= MOST_KNOWN) this.#known.clear();
      this.#known.set(text, labels);
    }
    this.#lastText = text;
    this.#last = labels;
    return labels;
  }
}

function parsed(text: string, place: Place): Labels {
  const { labels, errors } = parseSeriesLabels(text);
  const [error] = errors;
  if (error !== undefined)
    throw new DataError(
      `${placeText(place)}: "${excerpt(text)}" is not a series: ${error.message}`,
      FORMATS_HELP,
    );
  if (labels.get(METRIC_NAME) === '')
    throw new DataError(`${placeText(place)}: "${excerpt(text)}" has no metric name`, FORMATS_HELP);
  refuseHuge(labels, place);
  return labels;
}

export const FORMATS_HELP = 'docs/backtest.md lists the formats of recorded data';

/**
 * Where the series ends and its value begins: behind the closing brace, or at the first blank where there are no braces.
 * -1: the line has neither.
 */
export function endOfSeries(line: string): number {
  const blank = line.indexOf(' ');
  const open = line.indexOf('{');
  if (open < 0 || (blank >= 0 && blank < open)) return blank;
  let quoted = false;
  for (let at = open + 1; at < line.length; at++) {
    const code = line.charCodeAt(at);
    if (code === BACKSLASH && quoted) at++;
    else if (code === QUOTE) quoted = !quoted;
    else if (code === CLOSE && !quoted) return at + 1;
  }
  return -1;
}

const [QUOTE, BACKSLASH, CLOSE] = [34, 92, 125];
