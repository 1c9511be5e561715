import { describe, expect, it } from 'vitest';
import {
  compileExpr,
  compileQuery,
  instant,
  Labels,
  range,
  Storage,
} from '../../../src/promql/eval/index.ts';
import { parseExpr } from '../../../src/promql/syntax/parse.ts';
import { errorCode, MINUTE, rangeText, storageOf, vectorText } from './support.ts';

const UP = storageOf([
  [{ __name__: 'up', job: 'a' }, [1, 1, 'stale', null, 1]],
  [{ __name__: 'up', job: 'b' }, [0, 1]],
]);

describe('instant', () => {
  it('returns every type of value', () => {
    expect(instant('1 + 2', UP, 5000).value).toEqual({ type: 'scalar', timeMs: 5000, value: 3 });
    expect(instant('"x"', UP, 5000).value).toEqual({ type: 'string', timeMs: 5000, value: 'x' });
    expect(instant('up', UP, 0).value.type).toBe('vector');
    const { value } = instant('up{job="b"}[5m]', UP, MINUTE);
    expect(value).toMatchObject({
      type: 'matrix',
      series: [{ floats: { timesMs: Float64Array.of(0, MINUTE), values: Float64Array.of(0, 1) } }],
    });
  });

  it('ends a series at a stale marker and looks back five minutes otherwise', () => {
    expect(vectorText('up', UP, 2 * MINUTE)).toEqual(['{__name__="up", job="b"} 1']);
    expect(vectorText('up{job="b"}', UP, 6 * MINUTE - 1)).toHaveLength(1);
    expect(vectorText('up{job="b"}', UP, 6 * MINUTE)).toHaveLength(0);
    expect(vectorText('up{job="b"}', UP, 6 * MINUTE, { lookbackDeltaMs: 6 * MINUTE })).toHaveLength(1);
  });

  it('takes compiled queries and parsed expressions', () => {
    const query = compileQuery('sum(up)');
    expect(vectorText('sum(up)', UP, 0)).toEqual(['{} 1']);
    expect(instant(query, UP, MINUTE).value).toMatchObject({ samples: [{ value: 2 }] });
    const { expr } = parseExpr('-up');
    expect(instant(compileExpr(expr!, '-up'), UP, 0).value).toMatchObject({
      samples: [{ value: -1 }, { value: -0 }],
    });
  });

  it('plans the same text under the same options once', () => {
    expect(compileQuery('sum(up)')).toBe(compileQuery('sum(up)'));
    expect(compileQuery('sum(up)')).not.toBe(compileQuery('sum(up)', { version: 2 }));
  });

  it('sees samples that are added between two runs', () => {
    const storage = new Storage();
    const query = compileQuery('sum(x)');
    expect(instant(query, storage, 0).value).toMatchObject({ samples: [] });
    storage.append(Labels.of({ __name__: 'x' }), 0, 5);
    expect(instant(query, storage, 0).value).toMatchObject({ samples: [{ value: 5 }] });
    storage.append(Labels.of({ __name__: 'x', n: '1' }), 0, 6);
    expect(instant(query, storage, 0).value).toMatchObject({ samples: [{ value: 11 }] });
  });
});

describe('range', () => {
  it('evaluates at every step and orders series by labels', () => {
    expect(rangeText('up', UP, 4 * MINUTE)).toEqual([
      '{__name__="up", job="a"} 0:1 1:1 4:1',
      '{__name__="up", job="b"} 0:0 1:1 2:1 3:1 4:1',
    ]);
    expect(rangeText('time()', UP, MINUTE)).toEqual(['{} 0:0 1:60']);
  });

  it('evaluates what @ binds once and repeats it', () => {
    expect(rangeText('sum(up @ 60) + time()', UP, MINUTE)).toEqual(['{} 0:2 1:62']);
    expect(rangeText('sum(up @ end())', UP, MINUTE)).toEqual(['{} 0:2 1:2']);
  });

  it('has no steps where the end comes before the start', () => {
    expect(range('up', UP, MINUTE, 0, MINUTE).value.series).toEqual([]);
  });

  it('refuses strings and range vectors', () => {
    expect(errorCode(() => range('up[5m]', UP, 0, MINUTE, MINUTE))).toBe('not-rangeable');
    expect(errorCode(() => range('"x"', UP, 0, MINUTE, MINUTE))).toBe('not-rangeable');
  });
});

describe('version 2', () => {
  const storage = storageOf([[{ __name__: 'x' }, [1, 2, 3]]]);

  it('takes in samples at the very start of a range and of the lookback', () => {
    expect(vectorText('count_over_time(x[2m])', storage, 2 * MINUTE)).toEqual(['{} 2']);
    expect(vectorText('count_over_time(x[2m])', storage, 2 * MINUTE, { version: 2 })).toEqual(['{} 3']);
    expect(vectorText('count_over_time(x[2m:1m])', storage, 2 * MINUTE)).toEqual(['{} 2']);
    expect(vectorText('count_over_time(x[2m:1m])', storage, 2 * MINUTE, { version: 2 })).toEqual(['{} 3']);
    expect(vectorText('x', storage, 7 * MINUTE, { version: 2 })).toHaveLength(1);
  });

  it('knows holt_winters by its old name', () => {
    const text = 'holt_winters(x[5m], 0.5, 0.5)';
    expect(vectorText(text, storage, 2 * MINUTE, { version: 2 })).toEqual(['{} 3']);
    expect(errorCode(() => instant(text, storage, 0))).toBe('parse');
  });
});

describe('errors', () => {
  const storage = storageOf([
    [{ __name__: 'a', x: '1' }, [1]],
    [{ __name__: 'a', x: '2' }, [2]],
    [{ __name__: 'b', x: '1' }, [3]],
  ]);

  it.each([
    ['sum(', 'parse'],
    ['{__name__=~"a|b"} * 2', 'duplicate-labelset'],
    ['b * on() a', 'many-to-many'],
    ['a * on() b', 'multiple-matches'],
    ['a * on() group_left(x) b', 'multiple-matches'],
    ['topk(NaN, a)', 'parameter-nan'],
    ['topk(1e30, a)', 'parameter-out-of-range'],
    ['count_values("", a)', 'invalid-label-name'],
    ['sum_over_time(a[5m:0.0001])', 'duration'],
    ['label_replace(a, "y", "$1", "x", "(")', 'invalid-regexp'],
    ['label_join(a, "", ",", "x")', 'invalid-label-name'],
  ] as const)('%s ends with %s', (query, code) => {
    expect(errorCode(() => instant(query, storage, 0))).toBe(code);
  });

  it("has Prometheus's text and the place", () => {
    expect(() => instant('b * on() a', storage, 0)).toThrow(
      'found duplicate series for the match group {} on the right hand-side of the operation: ' +
        '[{__name__="a", x="1"}, {__name__="a", x="2"}];many-to-many matching not allowed: ' +
        'matching labels must be unique on one side',
    );
    expect(() => instant('1 + topk(NaN, a)', storage, 0)).toThrow(
      expect.objectContaining({ range: expect.objectContaining({ start: 9, end: 12 }) as unknown }) as Error,
    );
  });
});

/** A label function around itself forty times, each time doubling the label. */
function doubled(before: string, after: string): string {
  return `${before.repeat(40)}x${after.repeat(40)}`;
}

describe('limits', () => {
  const storage = storageOf(
    Array.from({ length: 20 }, (_, i) => [{ __name__: 'x', i: String(i) }, [i]] as const),
  );

  it.each([
    ['x + x', { samples: 30 }, 'limit-samples', 'samples'],
    ['max_over_time(x[1000d:1ms])', {}, 'limit-samples', 'samples'],
    ['x', { series: 10 }, 'limit-series', 'series'],
    [doubled('label_join(', ', "i", "-", "i", "i")'), {}, 'limit-label-length', 'labelLength'],
    [doubled('label_replace(', ', "i", "$1$1", "i", "(.*)")'), {}, 'limit-label-length', 'labelLength'],
    ['((1 + (2 + (3))))', { depth: 3 }, 'limit-depth', 'depth'],
    ['('.repeat(100_000), {}, 'limit-depth', 'depth'],
  ] as const)('%.40s', (query, limits, code, name) => {
    const run = () => instant(query, storage, 0, { limits });
    expect(errorCode(run)).toBe(code);
    expect(run).toThrow(name);
  });

  it('stops when the time is up', () => {
    let now = 0;
    const clock = () => (now += 10);
    expect(errorCode(() => instant('x + x', storage, 0, { clock, limits: { timeMs: 15 } }))).toBe(
      'limit-time',
    );
    expect(errorCode(() => instant('x + x', storage, 0, { clock, limits: { timeMs: 1e6 } }))).toBeUndefined();
  });

  it('bears the deepest expression that the parser lets through', () => {
    const query = Array.from({ length: 450 }, () => 'x').join(' + ');
    expect(vectorText(query, storage, 0)).toContain('{i="2"} 900');
  });
});

describe('annotations', () => {
  it('carry a code, the text with line and column, and the range', () => {
    const { annotations } = instant('up\n  + rate(up[5m])', UP, MINUTE);
    expect(annotations.warnings).toEqual([]);
    expect(annotations.infos).toEqual([
      {
        level: 'info',
        code: 'possible-non-counter',
        message:
          'PromQL info: metric might not be a counter, name does not end in _total/_sum/_count/_bucket: "up" (2:10)',
        range: expect.objectContaining({ start: 12, end: 18 }) as unknown,
      },
    ]);
  });

  it('join fixes of buckets over time', () => {
    const storage = storageOf([
      [{ __name__: 'h_bucket', le: '1' }, [5, 6]],
      [{ __name__: 'h_bucket', le: '2' }, [3, 1]],
      [{ __name__: 'h_bucket', le: '+Inf' }, [9, 9]],
    ]);
    const { annotations } = range('histogram_quantile(0.5, h_bucket)', storage, 0, MINUTE, MINUTE);
    expect(annotations.infos.map(({ message }) => message)).toEqual([
      'PromQL info: input to histogram_quantile needed to be fixed for monotonicity (see ' +
        'https://prometheus.io/docs/prometheus/latest/querying/functions/#histogram_quantile), from buckets 2 to 2, ' +
        'with a max diff of 5, over 2 samples from 1970-01-01T00:00:00Z to 1970-01-01T00:01:00Z (1:25)',
    ]);
  });
});

describe('features', () => {
  it('drop names at the end of the query with delayed name removal', () => {
    const storage = storageOf([
      [{ __name__: 'a' }, [1]],
      [{ __name__: 'b' }, [2]],
    ]);
    const query = 'label_replace({__name__=~"a|b"} * 2, "n", "$1", "__name__", "(.*)")';
    const options = { features: ['promql-delayed-name-removal'] } as const;
    expect(vectorText(query, storage, 0, options)).toEqual(['{n="a"} 2', '{n="b"} 4']);
    expect(errorCode(() => instant(query, storage, 0))).toBe('duplicate-labelset');
  });

  it('count resets that start timestamps show', () => {
    const storage = new Storage();
    const labels = Labels.of({ __name__: 'c_total' });
    storage.append(labels, 1000, 5, 500);
    storage.append(labels, 2000, 7, 1500);
    const query = 'resets(c_total[1m])';
    expect(vectorText(query, storage, 3000)).toEqual(['{} 0']);
    expect(vectorText(query, storage, 3000, { features: ['use-start-timestamps'] })).toEqual(['{} 1']);
  });

  it('judge counters by their type label', () => {
    const storage = storageOf([[{ __name__: 'x_total', __type__: 'gauge' }, [1, 2]]]);
    const options = { features: ['type-and-unit-labels'] } as const;
    const { annotations } = instant('rate(x_total[5m])', storage, MINUTE, options);
    expect(annotations.infos[0]?.message).toContain(
      '__type__ label is not set to "counter" or "histogram", got "gauge"',
    );
  });

  it('are off unless named', () => {
    expect(errorCode(() => instant('limitk(1, up)', UP, 0))).toBe('parse');
    expect(vectorText('limitk(1, up)', UP, 0, { features: ['promql-experimental-functions'] })).toHaveLength(
      1,
    );
  });
});
