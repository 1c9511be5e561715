import { formatGoFloat } from '../../../go/numbers/format-float.ts';
import type { Buckets, FloatHistogram } from './types.ts';
import { EXPONENTIAL_SCHEMA_MAX, EXPONENTIAL_SCHEMA_MIN, usesCustomBuckets } from './types.ts';

/**
 * Why Prometheus's storage refuses a histogram (its words), or undefined where it takes it. Literals in
 * expectations are not held to this; samples of an input series are.
 */
export function histogramProblem(histogram: FloatHistogram): string | undefined {
  return usesCustomBuckets(histogram) ? customProblem(histogram) : exponentialProblem(histogram);
}

function exponentialProblem(histogram: FloatHistogram): string | undefined {
  const { schema, zeroCount, customValues } = histogram;
  if (!(schema >= EXPONENTIAL_SCHEMA_MIN && schema <= EXPONENTIAL_SCHEMA_MAX)) {
    return (
      'histogram has an invalid schema, which must be between -4 and 8 for exponential buckets, ' +
      `or -53 for custom buckets, got schema ${schema}`
    );
  }
  const negative = negativeBucket(histogram.negative);
  if (negative !== undefined) return `negative side: ${negative}`;
  if (zeroCount < 0) {
    return `zero bucket has observation count of ${formatGoFloat(zeroCount, 'g')}: ${NEGATIVE_BUCKET}`;
  }
  if (customValues.length > 0) return 'histogram with exponential schema must not have custom bounds';
  return commonProblem(histogram);
}

function customProblem(histogram: FloatHistogram): string | undefined {
  const bounds = boundsProblem(histogram);
  if (bounds !== undefined) return `custom buckets: ${bounds}`;
  if (histogram.zeroCount !== 0) return 'custom buckets: must have zero count of 0';
  if (histogram.zeroThreshold !== 0) return 'custom buckets: must have zero threshold of 0';
  if (histogram.negative.indices.length > 0) return 'custom buckets: must not have negative buckets';
  return commonProblem(histogram);
}

function boundsProblem({ customValues, positive }: FloatHistogram): string | undefined {
  for (const [i, bound] of customValues.entries()) {
    if (Number.isNaN(bound)) return 'histogram custom bounds must not be NaN';
    const previous = customValues[i - 1] ?? -Infinity;
    if (i > 0 && bound <= previous) {
      const [was, is] = [formatGoFloat(previous, 'f', 6), formatGoFloat(bound, 'f', 6)];
      return `previous bound is ${was} and current is ${is}: histogram custom bounds must be in strictly increasing order`;
    }
  }
  if (customValues.at(-1) === Infinity) {
    return 'last +Inf bound must not be explicitly defined: histogram custom bounds must be finite';
  }
  const [first = 0] = positive.indices;
  if (first < 0) return `span number 1 with offset ${first}: histogram has a span whose offset is negative`;
  const covered = (positive.indices.at(-1) ?? -1) + 1;
  if (customValues.length + 1 >= covered) return undefined;
  return (
    `only ${customValues.length} custom bounds defined which is insufficient to cover total span length of ` +
    `${covered}: histogram custom bounds are too few`
  );
}

function commonProblem({ count, positive }: FloatHistogram): string | undefined {
  if (count < 0) {
    return `observation count is  ${formatGoFloat(count, 'g')}: histogram's observation count is negative`;
  }
  const negative = negativeBucket(positive);
  return negative === undefined ? undefined : `positive side: ${negative}`;
}

const NEGATIVE_BUCKET = 'histogram has a bucket whose observation count is negative';

function negativeBucket({ counts }: Buckets): string | undefined {
  const at = counts.findIndex((count) => count < 0);
  if (at < 0) return undefined;
  return `bucket number ${at + 1} has observation count of ${formatGoFloat(counts[at]!, 'g')}: ${NEGATIVE_BUCKET}`;
}
