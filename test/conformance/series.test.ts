import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { expandSequence, parseSeriesDescription } from '../../src/promql/eval/series/index.ts';
import { conformancePath } from '../support/conformance.ts';

interface SeriesCase {
  readonly input: string;
  readonly valid: boolean;
  readonly labels?: Readonly<Record<string, string>> | null;
  readonly values?: readonly (number | null)[] | null;
}

const folder = conformancePath('parser', 'promql');

function cases(file: string): SeriesCase[] {
  if (folder === undefined) return [];
  const lines = readFileSync(`${folder}/${file}`, 'utf8').trim().split('\n');
  return lines.map((line) => JSON.parse(line) as SeriesCase);
}

if (folder === undefined) it.skip('shared/conformance does not lie beside the checkout');

describe.skipIf(folder === undefined)('series notation as Prometheus records it', () => {
  it.each(cases('series_desc.jsonl'))('$input', ({ input, valid, labels, values }) => {
    const series = parseSeriesDescription(input);
    expect(series.errors.length === 0).toBe(valid);
    if (!valid) return;
    expect(series.labels.toRecord()).toEqual(labels);
    const got = [...expandSequence(series.items)].map((value) =>
      value.kind === 'float' ? value.value : null,
    );
    expect(got).toEqual(values);
  });

  it.each(cases('histogram_series.jsonl'))('$input', ({ input, valid }) => {
    expect(parseSeriesDescription(input).errors.length === 0).toBe(valid);
  });
});
