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

/**
 * Facts about the two sides of a comparison. A plain number on the right speaks for itself.
 *
 * @param written the right side as it is written; a calculation is given with its result
 */
export function sidesText(left: Interval, right: Interval, written = ''): string {
  const own = `the left side is ${valueText(left)}`;
  const bound = onlyValue(right);
  if (bound === undefined) return `${own}, the right side is ${valueText(right)}`;
  return isCalculated(written) ? `${own}, and "${written}" is ${rounded(bound)}` : own;
}

/** Without the last digits, in which floats differ from what was meant: `14 * (1 - 0.9)` is 1.4. */
function rounded(value: number): string {
  return formatSampleValue(Number(value.toPrecision(12)));
}

function isCalculated(text: string): boolean {
  return /\d\)*\s*[-+*/^%]\s*\(*[\d.]/.test(text) && !/^[-+]?[\d.]+(?:e[-+]?\d+)?$/i.test(text);
}
