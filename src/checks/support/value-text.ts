import type { Interval } from '../../promql/infer/index.ts';
import { onlyValue } from '../../promql/infer/index.ts';
import { formatSampleValue } from '../../go/numbers/format-float.ts';

/** An interval in words, after "is": `always 1`, `at least 1`, `between 0 and 1`. NaN does not count. */
export function valueText(value: Interval): string {
  const { lo, hi, loOpen, hiOpen } = value;
  const only = onlyValue({ ...value, nan: false });
  if (only !== undefined) return `always ${formatSampleValue(only)}`;
  if (lo > hi) return value.nan ? 'always NaN' : 'never there';
  const above = `${loOpen ? 'more than' : 'at least'} ${formatSampleValue(lo)}`;
  const below = `${hiOpen ? 'less than' : 'at most'} ${formatSampleValue(hi)}`;
  if (lo === -Infinity) return hi === Infinity ? 'any number' : below;
  if (hi === Infinity) return above;
  return loOpen || hiOpen
    ? `${above} and ${below}`
    : `between ${formatSampleValue(lo)} and ${formatSampleValue(hi)}`;
}

/** What is known of the two sides of a comparison; a plain number on the right speaks for itself. */
export function sidesText(left: Interval, right: Interval): string {
  const own = `the left side is ${valueText(left)}`;
  return onlyValue(right) === undefined ? `${own}, the right side is ${valueText(right)}` : own;
}
