import type { Fields } from '../../documents/fields.ts';
import { parseSeriesLabels, parseSeriesValues } from '../../promql/eval/series/index.ts';
import type { Range } from '../../source/range.ts';
import type { SourceFile } from '../../source/source-file.ts';
import { scalarRange } from '../../yaml/offsets.ts';
import type { TestIssueSink } from '../../documents/test-issue.ts';
import { MAX_COPIES, repeat } from './repeat.ts';
import type { InputSeries } from './types.ts';

/** More samples than this in one series are refused: 1x999999999 would fill the memory of any engine. */
const MAX_SAMPLES = 2_000_000;
/** And more than this in all series of a scenario. */
const MAX_TOTAL_SAMPLES = 20_000_000;

/** Decodes `series` of a scenario, with selectors that stand for several series written out. */
export function decodeSeries(fields: Fields, file: SourceFile, issues: TestIssueSink): InputSeries[] {
  let total = 0;
  const series = fields.keyValues('series').flatMap(({ name, nameRange, value, node }): InputSeries[] => {
    const selectors = selectorsOf(name, nameRange, issues);
    const { length, errors } = parseSeriesValues(value, MAX_SAMPLES);
    for (const error of errors) {
      issues({
        code: error.code === 'too-many-samples' ? 'input-too-long' : 'bad-series',
        message: `the values of ${name} are invalid: ${error.message}`,
        help: 'use numbers, "_" (missing), "stale", "1x4" (1 and four more), "0+10x4" (0, 10, 20, 30, 40) or a histogram in {{...}}',
        range: scalarRange(node, file.text, error.start, error.end),
      });
    }
    total += errors.length > 0 ? 0 : length * selectors.length;
    return selectors.map((selector) => ({
      selector,
      values: value,
      range: nameRange,
      length: errors.length > 0 ? undefined : length,
    }));
  });
  if (total > MAX_TOTAL_SAMPLES) {
    issues({
      code: 'input-too-long',
      message: `the series of this scenario have ${total} samples in total; the limit is ${MAX_TOTAL_SAMPLES}`,
      help: 'use fewer series, fewer samples, or a longer interval',
      range: fields.entry('series')?.key.range ?? fields.anchor,
    });
  }
  return series;
}

function selectorsOf(name: string, range: Range, issues: TestIssueSink): readonly string[] {
  const repeated = repeat(name);
  if ('problem' in repeated) {
    issues({
      code: repeated.tooMany ? 'input-too-long' : 'bad-series',
      message: `"${name}" cannot be repeated: ${repeated.problem}`,
      help: `use {{1..5}} or {{a,b,c}} in a label's value; the limit is ${MAX_COPIES} series`,
      range,
    });
    return [];
  }
  const [first = name] = repeated.texts;
  for (const error of parseSeriesLabels(first).errors) {
    issues({
      code: 'bad-series',
      message: `"${name}" is not a series: ${error.message}`,
      help: 'use a metric with the labels of one series: up{job="a"}',
      range,
    });
  }
  return repeated.texts;
}
