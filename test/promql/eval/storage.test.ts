import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EMPTY_HISTOGRAM } from '../../../src/promql/eval/histogram/index.ts';
import { Labels } from '../../../src/promql/eval/labels/labels.ts';
import { compileMatcher } from '../../../src/promql/eval/storage/matcher.ts';
import { Storage } from '../../../src/promql/eval/storage/storage.ts';
import type { StoredSeries } from '../../../src/promql/eval/storage/series.ts';

const name = fc.constantFrom('a', 'b', 'c');
const value = fc.constantFrom('', 'x', 'y', 'xy');
const labelSet = fc.dictionary(name, value, { maxKeys: 3 });
const matcher = fc.record({
  name,
  op: fc.constantFrom('=' as const, '!=' as const, '=~' as const, '!~' as const),
  value: fc.constantFrom('', 'x', 'y', 'x|y', 'x.*', '.+', '.*', 'x|', '(x)y?'),
});

function points(series: StoredSeries): [number, number][] {
  return Array.from({ length: series.length }, (_, i) => [series.timeAt(i), series.valueAt(i)]);
}

describe('Storage.select', () => {
  it('finds what testing every series finds, in the order of creation', () => {
    fc.assert(
      fc.property(fc.array(labelSet), fc.array(matcher, { maxLength: 3 }), (sets, written) => {
        const storage = new Storage();
        for (const set of sets) storage.append(Labels.of(set), 0, 1);
        const matchers = written.map((m) => compileMatcher(m.name, m.op, m.value, 3));
        const expected = storage.series.filter(({ labels }) =>
          written.every((m) => {
            const [text, positive] = [labels.get(m.name), !m.op.startsWith('!')];
            const matches = m.op.endsWith('~')
              ? new RegExp(`^(?:${m.value})$`, 's').test(text)
              : text === m.value;
            return matches === positive;
          }),
        );
        expect(storage.select(matchers).map(({ labels }) => labels.key)).toEqual(
          expected.map(({ labels }) => labels.key),
        );
      }),
    );
  });

  it('notices series that are added after a selection', () => {
    const storage = new Storage();
    const matchers = [compileMatcher('a', '=', 'x', 3)];
    storage.append(Labels.of({ a: 'x', n: '1' }), 0, 1);
    expect(storage.select(matchers)).toHaveLength(1);
    storage.append(Labels.of({ a: 'x', n: '2' }), 0, 1);
    expect(storage.select(matchers)).toHaveLength(2);
  });
});

describe('Storage.append', () => {
  it('keeps samples in order of time, the last one written for a time, whatever the order of writing', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(40), fc.integer())), (samples) => {
        const storage = new Storage();
        for (const [time, sample] of samples) storage.append(Labels.of({ a: 'x' }), time, sample);
        const expected = [...new Map(samples)].sort(([a], [b]) => a - b);
        expect(storage.series.flatMap(points)).toEqual(expected);
      }),
    );
  });

  it('gives range functions floats without stale markers', () => {
    const storage = new Storage();
    const labels = Labels.of({ a: 'x' });
    storage.append(labels, 1, 10);
    storage.appendStale(labels, 2);
    storage.append(labels, 3, 30);
    const { floats } = storage.series[0]!.rangeSource();
    expect([...floats.times.subarray(0, floats.length)]).toEqual([1, 3]);
    expect([...floats.values.subarray(0, floats.length)]).toEqual([10, 30]);
  });

  it('stores reset hints as chunks keep them: known within a run, unknown where a run begins', () => {
    const storage = new Storage();
    const labels = Labels.of({ a: 'x' });
    const counts = [1, 2, 1, 3];
    for (const [time, count] of counts.entries()) {
      storage.appendHistogram(labels, time, { ...EMPTY_HISTOGRAM, count });
    }
    storage.appendStale(labels, 4);
    storage.appendHistogram(labels, 5, { ...EMPTY_HISTOGRAM, count: 9 });
    const hints = [0, 1, 2, 3, 5].map((i) => storage.series[0]!.histogramAt(i)!.counterResetHint);
    expect(hints).toEqual(['unknown', 'not_reset', 'unknown', 'not_reset', 'unknown']);
  });
});
