import type { Range } from '../../../source/range.ts';
import { formatGoFloat } from '../../../go/numbers/format-float.ts';
import { goQuote } from '../../../go/strings/quote.ts';
import type { AnnotationCode, MonotonicityFix, Remark } from './annotation.ts';

function warning(code: AnnotationCode, text: string, range: Range): Remark {
  return { level: 'warning', code, text, range };
}

function info(code: AnnotationCode, text: string, range: Range): Remark {
  return { level: 'info', code, text, range };
}

function forMetric(text: string, metric: string): string {
  return metric === '' ? text : `${text} for metric name ${goQuote(metric)}`;
}

/** Where histograms of two layouts or histories met. */
export type HistogramOperation = 'addition' | 'subtraction' | 'aggregation';

export function invalidQuantile(quantile: number, range: Range): Remark {
  const got = formatGoFloat(quantile, 'g');
  return warning('invalid-quantile', `quantile value should be between 0 and 1, got ${got}`, range);
}

export function invalidRatio(ratio: number, bound: 1 | -1, range: Range): Remark {
  const got = formatGoFloat(ratio, 'g');
  const text = `ratio value should be between -1 and 1, got ${got}, capping to ${bound}`;
  return warning('invalid-ratio', text, range);
}

export function badBucketLabel(metric: string, value: string, range: Range): Remark {
  const text = `bucket label "le" is missing or has a malformed value of ${goQuote(value)}`;
  return warning('bad-bucket-label', forMetric(text, metric), range);
}

export function mixedFloatsHistograms(metric: string, range: Range): Remark {
  const text = `encountered a mix of histograms and floats for metric name ${goQuote(metric)}`;
  return warning('mixed-floats-histograms', text, range);
}

export function mixedFloatsHistogramsInAggregation(range: Range): Remark {
  return warning(
    'mixed-floats-histograms',
    'encountered a mix of histograms and floats for aggregation',
    range,
  );
}

export function mixedClassicNativeHistograms(metric: string, range: Range): Remark {
  const text = 'vector contains a mix of classic and native histograms';
  return warning('mixed-classic-native-histograms', forMetric(text, metric), range);
}

export function mixedExponentialCustomHistograms(metric: string, range: Range): Remark {
  const text =
    'vector contains a mix of histograms with exponential and custom buckets schemas for metric name ' +
    goQuote(metric);
  return warning('mixed-exponential-custom-histograms', text, range);
}

export function nativeHistogramNotCounter(metric: string, range: Range): Remark {
  const text = `this native histogram metric is not a counter: ${goQuote(metric)}`;
  return warning('native-histogram-not-counter', text, range);
}

export function nativeHistogramNotGauge(metric: string, range: Range): Remark {
  const text = `this native histogram metric is not a gauge: ${goQuote(metric)}`;
  return warning('native-histogram-not-gauge', text, range);
}

export function incompatibleBucketLayout(operator: string, range: Range): Remark {
  const text = `incompatible bucket layout encountered for binary operator ${operator}`;
  return warning('incompatible-bucket-layout', text, range);
}

export function counterResetCollision(operation: HistogramOperation, range: Range): Remark {
  return warning(
    'counter-reset-collision',
    `conflicting counter resets during histogram ${operation}`,
    range,
  );
}

export function sortInRangeQuery(range: Range): Remark {
  const text = 'sort is ineffective for range queries since results are always ordered by labels';
  return warning('sort-in-range-query', text, range);
}

export function startTimeOverlap(metric: string, range: Range): Remark {
  const text = `sample has start time that overlaps with previous sample timestamp for metric ${goQuote(metric)}`;
  return { ...warning('start-time-overlap', text, range), occurrences: 1 };
}

export function possibleNonCounter(metric: string, range: Range): Remark {
  const text = `metric might not be a counter, name does not end in _total/_sum/_count/_bucket: ${goQuote(metric)}`;
  return info('possible-non-counter', text, range);
}

export function possibleNonCounterType(metric: string, type: string, range: Range): Remark {
  const text =
    'metric might not be a counter, __type__ label is not set to "counter" or "histogram", ' +
    `got ${goQuote(type)}: ${goQuote(metric)}`;
  return info('possible-non-counter', text, range);
}

const MONOTONICITY =
  'input to histogram_quantile needed to be fixed for monotonicity ' +
  '(see https://prometheus.io/docs/prometheus/latest/querying/functions/#histogram_quantile)';

export function forcedMonotonicity(metric: string, fix: MonotonicityFix, range: Range): Remark {
  return { ...info('forced-monotonicity', forMetric(MONOTONICITY, metric), range), fix };
}

export function incompatibleTypes(left: string, operator: string, right: string, range: Range): Remark {
  const text =
    `incompatible sample types encountered for binary operator ${goQuote(operator)}: ` +
    `${left} ${operator} ${right}`;
  return info('incompatible-types', text, range);
}

export function histogramIgnoredInAggregation(aggregation: string, range: Range): Remark {
  const text = `ignored histogram in ${aggregation} aggregation`;
  return info('histogram-ignored-in-aggregation', text, range);
}

export function histogramIgnoredInMixedRange(metric: string, range: Range): Remark {
  const text =
    'ignored histograms in a range containing both floats and histograms for metric name ' + goQuote(metric);
  return info('histogram-ignored-in-mixed-range', text, range);
}

export function nanObservationsResult(metric: string, range: Range): Remark {
  const text = 'input to histogram_quantile has NaN observations, result is NaN';
  return info('nan-observations-result-nan', forMetric(text, metric), range);
}

export function nanObservationsSkew(metric: string, range: Range): Remark {
  const text = 'input to histogram_quantile has NaN observations, result is skewed higher';
  return info('nan-observations-skew', forMetric(text, metric), range);
}

export function nanObservationsInFraction(metric: string, range: Range): Remark {
  const text = 'input to histogram_fraction has NaN observations, which are excluded from all fractions';
  return info('nan-observations-in-fraction', forMetric(text, metric), range);
}

export function mismatchedCustomBuckets(operation: HistogramOperation, range: Range): Remark {
  return info(
    'mismatched-custom-buckets',
    `mismatched custom buckets were reconciled during ${operation}`,
    range,
  );
}
