import { describe, expect, test } from 'vitest';
import { clockCondition, longestWindow, weekText } from '../../src/analysis/expression/index.ts';
import { parseExpr } from '../../src/promql/syntax/parse.ts';

function week(text: string): { text: string; longest: number } | undefined {
  const { expr } = parseExpr(text);
  const clock = expr === undefined ? undefined : clockCondition(expr, text);
  return clock && { text: weekText(clock.windows), longest: longestWindow(clock.windows) };
}

describe('the times of the week at which an expression can return something', () => {
  test.each([
    ['a > 1 and on () (hour() >= 8 < 18)', 'daily 08:00-18:00', 600],
    ['a > 1 and on () (hour() >= 22 or hour() < 6)', 'daily 22:00-06:00', 480],
    ['a > 1 and on () (hour() >= 8 < 18) and on () (day_of_week() > 0 < 6)', 'Mon-Fri 08:00-18:00', 600],
    ['a > 1 and on () day_of_week() == 6', 'Sat 00:00-24:00', 1440],
    ['a > 1 and on () (day_of_week() != 0 and day_of_week() != 6)', 'Mon 00:00 to Fri 24:00', 7200],
    ['a > 1 unless on () (hour() < 9)', 'daily 09:00-24:00', 900],
    ['a > 1 and on () (hour() == 3 and minute() < 30)', 'daily 03:00-03:30', 30],
    ['a > 1 and on () (day_of_week() != 1 or day_of_week() != 2)', 'at any time', 10_080],
    ['a > 1 and on () (day_of_week() == 7)', 'never', 0],
    ['a > 1 and on () (hour(vector(time() + 7200)) == 0)', 'daily 22:00-23:00', 60],
    [
      'a > 1 and on () (hour() == 8 and on () day_of_week() == 1 or hour() == 9)',
      'Mon 08:00-10:00, Tue-Sun 09:00-10:00',
      120,
    ],
  ])('%s: %s', (expr, text, longest) => {
    expect(week(expr)).toEqual({ text, longest });
  });

  test.each(['a > 1', 'hour(a) > 3', 'a > 1 or on () hour() > 3', 'a * on () group_left hour() > 3'])(
    '%s does not ask for the time, or not as a condition of its own',
    (expr) => {
      expect(week(expr)).toBeUndefined();
    },
  );
});
