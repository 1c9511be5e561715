import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatHistogramLiteral } from '../../../src/promql/eval/histogram/index.ts';
import type { SeriesErrorCode } from '../../../src/promql/eval/series/index.ts';
import {
  expandSequence,
  expandStartTimestamps,
  parseSeriesDescription,
  parseSeriesLabels,
  parseSeriesValues,
  parseStartTimestamps,
} from '../../../src/promql/eval/series/index.ts';

/** The values of a description as short texts. */
function values(text: string): string[] {
  const { items, errors } = parseSeriesValues(text);
  expect(errors).toEqual([]);
  return [...expandSequence(items)].map((value) => {
    switch (value.kind) {
      case 'gap':
        return '_';
      case 'stale':
        return 'stale';
      case 'float':
        return String(value.value);
      case 'histogram':
        return formatHistogramLiteral(value.value);
    }
  });
}

describe('series values', () => {
  it.each([
    ['1 2.5 -3 +4', ['1', '2.5', '-3', '4']],
    ['1+2x3', ['1', '3', '5', '7']],
    ['1-2x2', ['1', '-1', '-3']],
    ['1x2 _x2 5', ['1', '1', '1', '_', '_', '5']],
    ['1x0 1+1x0 _x0', ['1', '1']],
    ['stale _ stale', ['stale', '_', 'stale']],
    ['NaN -Inf +Inf inf', ['NaN', '-Infinity', 'Infinity', 'Infinity']],
    ['.5 5. 1e3 1_000 010 08', ['0.5', '5', '1000', '1000', '8', '8']],
    ['  1\t2\n3  ', ['1', '2', '3']],
    ['', []],
    ['0.1+0.1x2', ['0.1', '0.2', '0.30000000000000004']],
    ['{{}} {{ }}x1', ['{{}}', '{{}}', '{{}}']],
    ['{{sum:1 count:2}}+{{sum:1}}x1', ['{{count:2 sum:1}}', '{{count:2 sum:2}}']],
    [
      '{{buckets:[5 10 7] offset:-1}}-{{buckets:[1] offset:-1}}x1',
      ['{{offset:-1 buckets:[5 10 7]}}', '{{offset:-1 buckets:[4 10 7]}}'],
    ],
    [
      '{{schema:-53 custom_values:[5 10] buckets:[1 2 3]}}',
      ['{{schema:-53 custom_values:[5 10] buckets:[1 2 3]}}'],
    ],
  ])('reads %j', (text, expected) => {
    expect(values(text)).toEqual(expected);
  });

  it.each<[text: string, code: SeriesErrorCode, at: string]>([
    ['1 abc 2', 'bad-value', 'abc'],
    ['1+1', 'bad-repeat', ''],
    ['1+1 x3', 'bad-repeat', ' '],
    ['1+1xa', 'bad-repeat', 'x'],
    ['1x1e3', 'missing-space', 'e3'],
    ['5m', 'missing-space', 'm'],
    ['0x10', 'too-many-samples', '0x10'],
    ['1x99999999999999999999', 'too-many-samples', '1x99999999999999999999'],
    ['{{schema:1 schema:1}}', 'duplicate-histogram-key', 'schema'],
    ['{{foo:1}}', 'unknown-histogram-key', 'foo'],
    ['{{schema: 1}}', 'bad-histogram', ' '],
    ['{{ schema:1}}', 'bad-histogram', ' '],
    ['{{buckets:[]}}', 'bad-histogram', ']'],
    ['{{sum:1', 'bad-histogram', ''],
    ['{{schema:99}}', 'bad-schema', '{{schema:99}}'],
    ['{{schema:1}}+{{schema:0}}x1', 'cannot-combine', '{{schema:1}}+{{schema:0}}x1'],
    ['{{schema:-53}}+{{}}x1', 'cannot-combine', '{{schema:-53}}+{{}}x1'],
  ])('refuses %j', (text, code, at) => {
    const { errors } = parseSeriesValues(text, 9);
    expect(errors.map((error) => [error.code, text.slice(error.start, error.end)])[0]).toEqual([code, at]);
  });

  it('goes on behind an error', () => {
    const { errors, items } = parseSeriesValues('1 a 2 {{x:1 y:2}} 3 b');
    expect(errors.map((error) => error.start)).toEqual([2, 8, 20]);
    expect(items).toHaveLength(3);
  });

  it('describes an expansion without making it', () => {
    const { items, length, errors } = parseSeriesDescription('m 1+1x5999999');
    expect([items.length, length, errors]).toEqual([1, 6_000_000, []]);
    expect(parseSeriesDescription('m 1x999999999').errors).toMatchObject([
      { code: 'too-many-samples', start: 2, end: 13 },
    ]);
  });

  it('expands steps by repeated addition', () => {
    fc.assert(
      fc.property(
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.nat(50),
        (start, step, times) => {
          const text = `${start}${step < 0 ? '' : '+'}${step}x${times}`.replaceAll('Infinity', 'Inf');
          const expected: string[] = [];
          for (let i = 0, value = start; i <= times; i++, value += step) expected.push(String(value));
          expect(values(text)).toEqual(expected);
        },
      ),
    );
  });
});

describe('series labels', () => {
  it.each([
    ['up', { __name__: 'up' }],
    ['a:b{}', { __name__: 'a:b' }],
    ['{}', {}],
    ['up{a="1", b=\'2\',c=`3`,}', { __name__: 'up', a: '1', b: '2', c: '3' }],
    ['{"metric.name", "label.name"="x"}', { __name__: 'metric.name', 'label.name': 'x' }],
    [String.raw`m{a="\"\\\n\u00e9\xc3\xa9\101"}`, { __name__: 'm', a: '"\\\néé' + 'A' }],
    ['sum{by="x"}', { __name__: 'sum', by: 'x' }],
  ])('reads %s', (text, expected) => {
    const { labels, errors } = parseSeriesLabels(text);
    expect(errors).toEqual([]);
    expect(labels.toRecord()).toEqual(expected);
  });

  it.each<[text: string, code: SeriesErrorCode]>([
    ['', 'bad-metric'],
    ['1up', 'bad-metric'],
    ['bool', 'bad-metric'],
    ['up {a="1"}', 'bad-metric'],
    ['up{a=1}', 'bad-labels'],
    ['up{a="1" b="2"}', 'bad-labels'],
    ['up{a!="1"}', 'bad-labels'],
    ['up{a="1', 'bad-string'],
    ['up{a="\\q"}', 'bad-string'],
    ['up{a="1",a="2"}', 'duplicate-label'],
  ])('refuses %s', (text, code) => {
    expect(parseSeriesLabels(text).errors[0]?.code).toBe(code);
  });
});

describe('start timestamps', () => {
  it('expands offsets', () => {
    const { items, errors } = parseStartTimestamps('_ _x2 -30s-1mx2 0 -1msx1 1m+1sx1');
    expect(errors).toEqual([]);
    const gap = undefined;
    expect([...expandStartTimestamps(items)]).toEqual([
      ...[gap, gap, gap],
      ...[-30_000, -90_000, -150_000],
      ...[0, -1, -1, 60_000, 61_000],
    ]);
  });

  it('refuses an invalid duration', () => {
    const { errors } = parseStartTimestamps('-30s 5q 1m+1');
    expect(errors.map(({ code, start }) => [code, start])).toEqual([
      ['bad-start-timestamp', 5],
      ['bad-start-timestamp', 8],
    ]);
  });
});
