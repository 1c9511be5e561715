import { expect, test } from 'vitest';
import { presenceOf } from '../../../src/promql/infer/index.ts';
import { EVERYTHING_KNOWN } from './environments.ts';
import { factsOfText, intervalText, only } from './support.ts';

test.each([
  ['x', '[-Infinity, Infinity] NaN'],
  ['x > 5', '(5, Infinity]'],
  ['5 < x', '(5, Infinity]'],
  ['x == 5', '[5, 5]'],
  ['x != 5', '[-Infinity, Infinity] NaN'],
  ['(x > 5) < 10', '(5, 10)'],
  ['(x > 5) * 2', '[10, Infinity]'],
  ['-(x > 5)', '[-Infinity, -5)'],
  ['100 - (x >= 0 <= 100)', '[0, 100]'],
  ['x > bool 5', '[0, 1]'],
  ['vector(1) > bool 0', '[1, 1]'],
  ['count(x)', '[1, Infinity)'],
  ['count(vector(5))', '[1, Infinity)'],
  ['group(x)', '[1, 1]'],
  ['sum(x > 5)', '(5, Infinity]'],
  ['sum(x < -5)', '[-Infinity, -5)'],
  ['avg(x > 5)', '[5, Infinity]'],
  ['max(vector(2) or vector(3))', '[2, 3]'],
  ['quantile(2, x)', '[Infinity, Infinity]'],
  ['rate(x[5m])', '[0, Infinity]'],
  ['rate((0 / vector(0))[5m:])', '[0, Infinity] NaN'],
  // A side without partner has the value that is filled in.
  ['(x > 5) < fill_left (1) y', '[1, Infinity)'],
  ['sum(rate(x{a="1"}[5m])) / sum(rate(x[5m]))', '[0, 1] NaN'],
  ['1 - sum by (b) (rate(x{a="1"}[5m])) / sum by (b) (rate(x[5m]))', '[0, 1] NaN'],
  ['sum by (a, b) (rate(x[5m])) / on (b) group_left sum by (b) (rate(x[5m]))', '[0, 1] NaN'],
  // On all labels each series meets itself.
  ['rate(x{a="1"}[5m]) / rate(x[5m])', '[1, 1] NaN'],
  ['rate(x[5m]) - rate(x{a="1"}[5m])', '[0, 0] NaN'],
  ['rate(x{a="1"}[5m]) / ignoring (a) rate(x[5m])', '[0, Infinity] NaN'],
  ['rate(x{a="1"}[5m]) / rate(x[10m])', '[0, Infinity] NaN'],
  ['rate(x{a="1"}[5m]) / rate(x{b="1"}[5m])', '[0, Infinity] NaN'],
  // The parts of other wholes, and the whole of a part, are not shares.
  ['sum(rate(x[5m])) / sum(rate(x{a="1"}[5m]))', '[0, Infinity] NaN'],
  ['sum(rate(x{a="1"}[5m])) / sum(rate(x[10m]))', '[0, Infinity] NaN'],
  ['sum(rate(x{a="1"}[5m])) / sum(rate(y[5m]))', '[0, Infinity] NaN'],
  ['sum(x{a="1"}) / sum(x)', '[-Infinity, Infinity] NaN'],
  ['clamp(x, 0, 10)', '[0, 10] NaN'],
  ['clamp_max(x > 0, 10)', '[0, 10]'],
  ['abs(x < -5)', '(5, Infinity]'],
  ['sgn(x > 0)', '[1, 1]'],
  ['absent(x)', '[1, 1]'],
  ['changes(x[5m])', '[0, Infinity)'],
  ['hour()', '[0, 23]'],
  ['vector(time() - time() % 60)', '[-60, Infinity] NaN'],
])('values of %s', (text, expected) => {
  expect(intervalText(only(text))).toBe(expected);
});

test.each([
  ['histogram_quantile(0.9, rate(latency_bucket[5m]))', '[0, 1] NaN'],
  ['histogram_quantile(0.9, sum by (le) (rate(latency_bucket{le!="1"}[5m])))', '[0, 0.5] NaN'],
  ['histogram_quantile(9, rate(latency_bucket[5m]))', '[Infinity, Infinity] NaN'],
  ['requests_total', '[0, Infinity)'],
  ['info', '[1, 1]'],
  ['up * 100', '[0, 100]'],
])('values of %s by the catalogue', (text, expected) => {
  expect(intervalText(only(text, EVERYTHING_KNOWN))).toBe(expected);
});

test.each([
  ['vector(1)', 'always'],
  ['vector(1) + vector(2)', 'always'],
  ['sum(vector(1)) > 0', 'always'],
  ['x', 'maybe'],
  ['x or vector(0)', 'maybe'],
  ['absent(x)', 'maybe'],
  ['absent(vector(1))', 'never present'],
  ['count(x) == 0', 'never comparison'],
  ['count(x) < 1', 'never comparison'],
  ['(count(x) or vector(0)) == 0', 'maybe'],
  ['x > 5 and x < 3', 'never contradiction'],
  ['x > 5 and x{a="1"} < 3', 'maybe'],
  ['x > 5 and on (a) x < 3', 'maybe'],
  ['x > 5 unless x > 3', 'never excluded'],
  ['y and x > 5 and x < 3', 'never contradiction'],
  ['(y and x > 5) > 1 and x < 3', 'never contradiction'],
  ['y unless x > 3 and x > 5', 'never contradiction'],
  ['y unless x and x', 'never contradiction'],
  ['y and x > 5 unless x > 3', 'never excluded'],
  ['y and x unless x', 'never excluded'],
  ['y and on (a) x > 5 and x < 3', 'maybe'],
  ['y or x > 5 and x < 3', 'maybe'],
  ['(y or x > 5) and x < 3', 'maybe'],
  ['y unless x > 5 and x > 3', 'maybe'],
  // Groups without such a series remain, twice too.
  ['y unless x unless x', 'maybe'],
  ['y unless x > 5 unless x', 'maybe'],
  ['y unless x != 5 and x > 3', 'maybe'],
  ['y and x > 3 unless x > 5', 'maybe'],
  ['x{a="1"} > x', 'never itself'],
  ['x{a="1"} > ignoring (a) x', 'maybe'],
  ['x > 3 unless x > 5', 'maybe'],
  ['x{a="1", a="2"}', 'never matchers'],
  ['x{a="1", a=~"2|3"}', 'never matchers'],
  ['x{a="1"} / x{a="2"}', 'never no-match'],
  ['x{a="1"} and on (a) y{a!="1"}', 'never no-match'],
  ['x{a="1"} / ignoring (a) x{a="2"}', 'maybe'],
  ['topk(0, x)', 'never parameter'],
  ['clamp(x, 5, 1)', 'never parameter'],
  ['rate(x[5m]) < 0', 'never comparison'],
  ['sum(x == 0) > 0', 'never comparison'],
])('presence of %s', (text, expected) => {
  const facts = factsOfText(text);
  if (facts.type !== 'vector') throw new Error(`${text} is a ${facts.type}`);
  const presence = presenceOf(facts.alternatives);
  expect(presence.kind === 'never' ? `never ${presence.reason.kind}` : presence.kind).toBe(expected);
});

test.each([
  ['requests_total', 4],
  ['requests_total{code="500"}', 2],
  ['sum by (code) (requests_total)', 2],
  ['sum(requests_total)', 1],
  ['requests_total / ignoring (code) group_left up', 4],
  ['up / on (job) sum by (job) (requests_total)', 2],
  ['histogram_quantile(0.9, rate(latency_bucket[5m]))', 4],
  ['count_values("value", up)', undefined],
  ['missing', undefined],
])('series of %s', (text, expected) => {
  expect(only(text, EVERYTHING_KNOWN).series?.count).toBe(expected);
});

test('a part of a label per value of another one multiplies by both, also where the other is aggregated away', () => {
  const reason = { kind: 'catalogue', metric: 'm' } as const;
  const known = new Map([
    ['__name__', { presence: 'always', values: new Set(['m']), reason }],
    ['aisle', { presence: 'always', count: { count: 5 }, reason }],
    ['shelf', { presence: 'always', count: { count: 20, per: 'aisle' }, reason }],
  ] as const);
  const series = {
    range: { start: 0, end: 0 },
    labels: { known, others: 'never' },
    value: { lo: 0, hi: 1, loOpen: false, hiOpen: false, nan: false, minusZero: false },
    presence: { kind: 'maybe' },
    quantity: { type: 'gauge', metric: 'm' },
  } as const;
  const env = { series: (name: string) => (name === 'm' ? [series] : undefined) };
  expect(only('sum by (aisle, shelf) (m)', env).series?.count).toBe(100);
  expect(only('sum by (shelf) (m)', env).series?.count).toBe(100);
  expect(only('sum by (aisle) (m)', env).series?.count).toBe(5);
});

test.each([
  ['sum by (__name__) (label_join(temperature, "__name__", "-", "job", "room"))', 4],
  ['sum by (__name__) (count_values("__name__", temperature))', undefined],
  ['sum by (job) (temperature)', 2],
])('the number of series of %s', (text, count) => {
  expect(only(text, EVERYTHING_KNOWN).series?.count).toBe(count);
});
