import { expect, test } from 'vitest';
import { valueUnit } from '../../../src/checks/support/value-unit.ts';
import { parseExpr } from '../../../src/promql/syntax/parse.ts';

test.each([
  ['x_percent', 'percent'],
  ['100 * a / b > 5', 'percent'],
  ['(a / b) * 100 > 5 and b > 0', 'percent'],
  ['100 - avg by (instance) (rate(idle_seconds_total[5m])) * 100', 'percent'],
  ['round(x_percent, 0.1)', 'percent'],
  ['a * 100 / 4', undefined],
  ['max_over_time(took_ms[5m])', 'milliseconds'],
  ['histogram_quantile(0.9, sum by (le) (rate(took_milliseconds_bucket[5m])))', 'milliseconds'],
  ['took_ms / 1000', undefined],
  ['rate(took_ms[5m])', undefined],
  ['count(took_ms)', undefined],
  ['took_ms > bool 5', undefined],
  ['took_ms or took_seconds', undefined],
  ['last_run_timestamp_seconds', undefined],
  ['a / (b * 100)', undefined],
])('unit of %s', (text, expected) => {
  const { expr } = parseExpr(text);
  expect(expr === undefined ? 'no expression' : valueUnit(expr)).toBe(expected);
});
