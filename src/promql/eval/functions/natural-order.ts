import { compareGoStrings } from '../labels/go-string-order.ts';

const LARGEST_INT64 = 9223372036854775807n;

/** A run of digits as a number; undefined for other text and for numbers that Go's Atoi refuses. */
function wholeNumber(chunk: string): bigint | undefined {
  if (!/^\d+$/.test(chunk)) return undefined;
  const value = BigInt(chunk);
  return value <= LARGEST_INT64 ? value : undefined;
}

function chunks(text: string): readonly string[] {
  return text.match(/\d+|\D+/g) ?? [];
}

/**
 * Whether a comes before b when runs of digits count as numbers ("node2" before "node10"): the order of
 * sort_by_label. Only for different strings.
 */
export function naturallyBefore(a: string, b: string): boolean {
  const [left, right] = [chunks(a), chunks(b)];
  for (const [i, x] of left.entries()) {
    const y = right[i];
    if (y === undefined) return false;
    const [m, n] = [wholeNumber(x), wholeNumber(y)];
    const numeric = m !== undefined && n !== undefined;
    if (numeric ? m !== n : x !== y) return numeric ? m < n : compareGoStrings(x, y) < 0;
    if (i === left.length - 1) return true;
    if (i === right.length - 1) return false;
  }
  return false;
}
