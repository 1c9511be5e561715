import { formatGoFloat } from '../../../go/numbers/format-float.ts';
import { compact } from './arithmetic.ts';
import { negativeBuckets, positiveBuckets, zeroBucket } from './iterate.ts';
import type { Bucket, Buckets, FloatHistogram } from './types.ts';
import { usesCustomBuckets } from './types.ts';

/** A histogram as Prometheus prints it in query results: `{count:3, sum:4.5, (1,2]:3}`. */
export function formatHistogram(histogram: FloatHistogram): string {
  const buckets = [
    ...negativeBuckets(histogram).reverse(),
    ...(histogram.zeroCount === 0 ? [] : [zeroBucket(histogram)]),
    ...positiveBuckets(histogram),
  ].filter((bucket) => bucket.count !== 0);
  const parts = [`count:${g(histogram.count)}`, `sum:${g(histogram.sum)}`, ...buckets.map(formatBucket)];
  return `{${parts.join(', ')}}`;
}

function formatBucket({ lower, upper, lowerInclusive, upperInclusive, count }: Bucket): string {
  return `${lowerInclusive ? '[' : '('}${g(lower)},${g(upper)}${upperInclusive ? ']' : ')'}:${g(count)}`;
}

/** Hostile offsets can lie 2^53 apart; such histograms are printed with bounds instead of dense buckets. */
const MAX_LITERAL_WIDTH = 10_000;

/**
 * A histogram in the series notation of unit tests, as promtool prints it where samples differ:
 * `{{schema:1 count:3 sum:4.5 buckets:[1 2]}}`.
 */
export function formatHistogramLiteral(histogram: FloatHistogram): string {
  const h = compact(histogram);
  if (width(h.positive) > MAX_LITERAL_WIDTH || width(h.negative) > MAX_LITERAL_WIDTH)
    return formatHistogram(h);
  const parts: string[] = [];
  const field = (name: string, value: number) => {
    if (value !== 0) parts.push(`${name}:${g(value)}`);
  };
  if (h.schema !== 0) parts.push(`schema:${h.schema}`);
  field('count', h.count);
  field('sum', h.sum);
  field('z_bucket', h.zeroCount);
  field('z_bucket_w', h.zeroThreshold);
  if (usesCustomBuckets(h)) parts.push(`custom_values:[${h.customValues.map(g).join(' ')}]`);
  if (h.counterResetHint !== 'unknown') parts.push(`counter_reset_hint:${h.counterResetHint}`);
  parts.push(
    ...bucketFields(h.positive, 'offset', 'buckets'),
    ...bucketFields(h.negative, 'n_offset', 'n_buckets'),
  );
  return `{{${parts.join(' ')}}}`;
}

/** How many buckets lie from the first to the last index. */
function width({ indices }: Buckets): number {
  return indices.length === 0 ? 0 : indices.at(-1)! - indices[0]! + 1;
}

/** The notation has no gaps: empty buckets fill them. */
function bucketFields({ indices, counts }: Buckets, offsetName: string, bucketsName: string): string[] {
  const [first] = indices;
  const last = indices.at(-1);
  if (first === undefined || last === undefined) return [];
  const dense = new Array<number>(last - first + 1).fill(0);
  for (const [i, index] of indices.entries()) dense[index - first] = counts[i]!;
  const offset = first === 0 ? [] : [`${offsetName}:${first}`];
  return [...offset, `${bucketsName}:[${dense.map(g).join(' ')}]`];
}

/** Go's %g. */
function g(value: number): string {
  return formatGoFloat(value, 'g');
}
