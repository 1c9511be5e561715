import { expect, test } from 'vitest';
import { countFirings } from '../../src/live/facts/ask-query.ts';

/** Series that have a value at these minutes of an hour. */
const series = (...minutes: readonly number[]) => ({
  labels: {},
  points: minutes.map((minute) => [minute * 60, 1] as const),
});
const times = (forMinutes = 0, keepMinutes = 0) => ({
  stepS: 60,
  endS: 3600,
  forS: forMinutes * 60,
  keepS: keepMinutes * 60,
});

test('a gap ends a firing, the next result begins another', () => {
  expect(countFirings([series(1, 2, 3, 10, 11)], times())).toEqual({ count: 2, series: 1, now: 0 });
});

test('a state shorter than "for" is not a firing', () => {
  expect(countFirings([series(1, 2, 3, 10, 11)], times(2))).toEqual({ count: 1, series: 1, now: 0 });
  expect(countFirings([series(1, 2, 3, 10, 11)], times(5))).toEqual({ count: 0, series: 0, now: 0 });
});

test('keep_firing_for joins firings', () => {
  expect(countFirings([series(1, 2, 3, 10, 11)], times(0, 10))).toEqual({ count: 1, series: 1, now: 0 });
  expect(countFirings([series(1, 2, 3, 10, 11)], times(2, 10)).count).toBe(1);
});

test('what fires at the end fires now; each label set counts', () => {
  expect(countFirings([series(58, 59, 60), series(60), series(1)], times())).toEqual({
    count: 3,
    series: 3,
    now: 2,
  });
  expect(countFirings([], times())).toEqual({ count: 0, series: 0, now: 0 });
});
