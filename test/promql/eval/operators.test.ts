import { describe, expect, it } from 'vitest';
import type { EvalOptions } from '../../../src/promql/eval/index.ts';
import { instant } from '../../../src/promql/eval/index.ts';
import { MINUTE, rangeText, storageOf, vectorText } from './support.ts';

const ALL: EvalOptions = { features: ['promql-experimental-functions', 'promql-binop-fill-modifiers'] };

const STORAGE = storageOf([
  [{ __name__: 'errors', code: '500', job: 'a' }, [2]],
  [{ __name__: 'errors', code: '404', job: 'a' }, [4]],
  [{ __name__: 'errors', code: '500', job: 'b' }, [6]],
  [{ __name__: 'limit', job: 'a', team: 'red' }, [8]],
  [{ __name__: 'limit', job: 'c', team: 'blue' }, [1]],
]);

function at0(query: string): string[] {
  return vectorText(query, STORAGE, 0, ALL);
}

describe('binary operators', () => {
  it.each([
    ['errors{code="404"} * 2', ['{code="404", job="a"} 8']],
    ['2 ^ errors{code="404"}', ['{code="404", job="a"} 16']],
    [
      'errors > 3',
      ['{__name__="errors", code="404", job="a"} 4', '{__name__="errors", code="500", job="b"} 6'],
    ],
    ['3 < errors{job="b"}', ['{__name__="errors", code="500", job="b"} 6']],
    ['errors{job="b"} > bool 9', ['{code="500", job="b"} 0']],
    ['-errors{job="b"}', ['{code="500", job="b"} -6']],
    ['errors{code="404"} / on(job) limit', ['{job="a"} 0.5']],
    ['errors{code="404"} / ignoring(code, team) limit', ['{job="a"} 0.5']],
    [
      'errors / on(job) group_left(team) limit',
      ['{code="500", job="a", team="red"} 0.25', '{code="404", job="a", team="red"} 0.5'],
    ],
    ['limit < on(job) group_right errors', []],
    [
      'limit > on(job) group_right errors',
      ['{__name__="errors", code="500", job="a"} 8', '{__name__="errors", code="404", job="a"} 8'],
    ],
    ['errors{code="404"} == on(job) errors{code="404"}', ['{job="a"} 4']],
    ['errors{code="500"} + on(job) fill(0) limit', ['{job="a"} 10', '{job="b"} 6', '{job="c"} 1']],
    ['errors{code="500"} + on(job) fill_right(1) limit', ['{job="a"} 10', '{job="b"} 7']],
    ['limit{job="c"} atan2 limit{job="c"} * 0', ['{job="c", team="blue"} 0']],
  ])('%s', (query, expected) => {
    expect(at0(query)).toEqual(expected);
  });

  it.each([
    ['1 / 0', Infinity],
    ['-7 % 3', -1],
    ['1 ^ (0 / 0)', 1],
    ['2 > bool 1', 1],
    ['1 != bool 1', 0],
    ['2 ^ 3 ^ 2', 512],
  ])('%s', (query, expected) => {
    expect(instant(query, STORAGE, 0).value).toMatchObject({ type: 'scalar', value: expected });
  });
});

describe('set operators', () => {
  it.each([
    [
      'errors and on(job) limit',
      ['{__name__="errors", code="500", job="a"} 2', '{__name__="errors", code="404", job="a"} 4'],
    ],
    ['errors unless on(job) limit', ['{__name__="errors", code="500", job="b"} 6']],
    [
      'limit or on(job) errors{code="500"}',
      [
        '{__name__="limit", job="a", team="red"} 8',
        '{__name__="limit", job="c", team="blue"} 1',
        '{__name__="errors", code="500", job="b"} 6',
      ],
    ],
    ['errors and nope', []],
    ['nope or limit{job="c"}', ['{__name__="limit", job="c", team="blue"} 1']],
  ])('%s', (query, expected) => {
    expect(at0(query)).toEqual(expected);
  });

  it('decide step by step in a range', () => {
    const storage = storageOf([
      [{ __name__: 'a' }, [1, 'stale', 3]],
      [{ __name__: 'b' }, [5, 6, 7]],
    ]);
    expect(rangeText('a or on() b', storage, 2 * MINUTE)).toEqual([
      '{__name__="a"} 0:1 2:3',
      '{__name__="b"} 1:6',
    ]);
    expect(rangeText('b unless on() a', storage, 2 * MINUTE)).toEqual(['{__name__="b"} 1:6']);
  });
});

describe('aggregations', () => {
  it.each([
    ['sum(errors)', ['{} 12']],
    ['sum by (job) (errors)', ['{job="a"} 6', '{job="b"} 6']],
    ['sum without (code) (errors)', ['{job="a"} 6', '{job="b"} 6']],
    ['avg(errors)', ['{} 4']],
    ['count by (code) (errors)', ['{code="500"} 2', '{code="404"} 1']],
    ['group(errors)', ['{} 1']],
    ['min(errors)', ['{} 2']],
    ['max by (job) (errors)', ['{job="a"} 4', '{job="b"} 6']],
    ['stdvar(errors{job="a"})', ['{} 1']],
    ['stddev(errors{job="a"})', ['{} 1']],
    ['quantile(0.25, errors)', ['{} 3']],
    ['topk(1, errors)', ['{__name__="errors", code="500", job="b"} 6']],
    [
      'bottomk by (job) (1, errors)',
      ['{__name__="errors", code="500", job="a"} 2', '{__name__="errors", code="500", job="b"} 6'],
    ],
    ['topk(0, errors)', []],
    ['count_values("v", errors)', ['{v="2"} 1', '{v="4"} 1', '{v="6"} 1']],
    ['count_values by (job) ("job", errors * 0)', ['{job="0"} 3']],
    ['count_values without (v, code) ("v", errors)', ['{job="a"} 2', '{job="b"} 1']],
    [
      'limitk(2, errors)',
      ['{__name__="errors", code="500", job="a"} 2', '{__name__="errors", code="404", job="a"} 4'],
    ],
    ['limit_ratio(1, limit{job="c"})', ['{__name__="limit", job="c", team="blue"} 1']],
    ['count(limit_ratio(0.4, errors) or limit_ratio(-0.6, errors))', ['{} 3']],
    ['sum(nope)', []],
  ])('%s', (query, expected) => {
    expect(at0(query)).toEqual(expected);
  });

  it('pick the best anew at every step', () => {
    const storage = storageOf([
      [{ __name__: 'x', n: '1' }, [1, 5]],
      [{ __name__: 'x', n: '2' }, [2, 4]],
    ]);
    expect(rangeText('topk(1, x)', storage, MINUTE)).toEqual([
      '{__name__="x", n="1"} 1:5',
      '{__name__="x", n="2"} 0:2',
    ]);
  });

  it('keep the digits that a plain sum would lose, since version 3', () => {
    const storage = storageOf([
      [{ n: '1' }, [1]],
      [{ n: '2' }, [1e100]],
      [{ n: '3' }, [1]],
      [{ n: '4' }, [-1e100]],
    ]);
    expect(vectorText('sum({n!=""})', storage, 0)).toEqual(['{} 2']);
    expect(vectorText('sum({n!=""})', storage, 0, { version: 2 })).toEqual(['{} 0']);
  });
});

describe('selectors', () => {
  const storage = storageOf([[{ __name__: 'x' }, [0, 1, 2, 3, 4, 5]]]);

  it.each([
    ['x', '5'],
    ['x offset 2m', '3'],
    ['x offset -1m', '5'],
    ['x @ 60', '1'],
    ['x @ 120 offset 1m', '1'],
    ['x @ end()', '5'],
    ['sum_over_time(x[2m])', '9'],
    ['sum_over_time(x[2m] offset 1m)', '7'],
    ['sum_over_time(x[2m] @ 120)', '3'],
    ['sum_over_time(x[3m:1m])', '12'],
    ['sum_over_time(x[3m:90s])', '7'],
    ['sum_over_time(x[3m:1m] @ 180 offset 1m)', '3'],
    ['sum_over_time(x[1m + 1m])', '9'],
    ['x offset (30s * 4)', '3'],
  ])('%s', (query, expected) => {
    const [text] = vectorText(query, storage, 5 * MINUTE);
    expect(text?.split(' ').at(-1)).toBe(expected);
  });

  it('takes the default step of subqueries from the options', () => {
    const steps = (noStepSubqueryIntervalMs: EvalOptions['noStepSubqueryIntervalMs']) =>
      vectorText('count_over_time(x[4m:])', storage, 5 * MINUTE, { noStepSubqueryIntervalMs });
    expect(steps(undefined)).toEqual(['{} 4']);
    expect(steps(2 * MINUTE)).toEqual(['{} 2']);
    expect(steps((rangeMs) => rangeMs / 8)).toEqual(['{} 8']);
  });
});
