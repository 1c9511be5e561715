import type { ValueType } from '../syntax/ast.ts';
import type { FunctionSignature } from './signature.ts';

type Facts = Pick<FunctionSignature, 'since' | 'docs'> & Partial<FunctionSignature>;

/** A signature with the usual facts: a fixed number of arguments, stable, without metric name in the result. */
function fn(args: readonly ValueType[], returns: ValueType, facts: Facts): FunctionSignature {
  return { args, returns, variadic: 0, experimental: false, dropsName: true, ...facts };
}

/**
 * Every function of Prometheus 2.x and 3.x. The type checker, the engine (which attaches an implementation to
 * each name), the linter and the docs read this one table.
 */
export const FUNCTIONS = {
  abs: fn(['vector'], 'vector', { since: '2.0', docs: 'Absolute value of each sample.' }),
  absent: fn(['vector'], 'vector', {
    since: '2.0',
    docs: '1 when the vector is empty, nothing otherwise; labels come from the equality matchers.',
  }),
  absent_over_time: fn(['matrix'], 'vector', {
    since: '2.16',
    docs: '1 when the range has no sample at all, nothing otherwise.',
  }),
  acos: fn(['vector'], 'vector', { since: '2.31', docs: 'Arc cosine in radians.' }),
  acosh: fn(['vector'], 'vector', { since: '2.31', docs: 'Inverse hyperbolic cosine.' }),
  asin: fn(['vector'], 'vector', { since: '2.31', docs: 'Arc sine in radians.' }),
  asinh: fn(['vector'], 'vector', { since: '2.31', docs: 'Inverse hyperbolic sine.' }),
  atan: fn(['vector'], 'vector', { since: '2.31', docs: 'Arc tangent in radians.' }),
  atanh: fn(['vector'], 'vector', { since: '2.31', docs: 'Inverse hyperbolic tangent.' }),
  avg_over_time: fn(['matrix'], 'vector', { since: '2.0', docs: 'Average of the samples in the range.' }),
  ceil: fn(['vector'], 'vector', { since: '2.0', docs: 'Each sample rounded up to an integer.' }),
  changes: fn(['matrix'], 'vector', { since: '2.0', docs: 'How often the value changed within the range.' }),
  clamp: fn(['vector', 'scalar', 'scalar'], 'vector', {
    since: '2.26',
    docs: 'Each sample limited to the interval from min to max.',
  }),
  clamp_max: fn(['vector', 'scalar'], 'vector', { since: '2.0', docs: 'Each sample limited from above.' }),
  clamp_min: fn(['vector', 'scalar'], 'vector', { since: '2.0', docs: 'Each sample limited from below.' }),
  cos: fn(['vector'], 'vector', { since: '2.31', docs: 'Cosine of radians.' }),
  cosh: fn(['vector'], 'vector', { since: '2.31', docs: 'Hyperbolic cosine.' }),
  count_over_time: fn(['matrix'], 'vector', { since: '2.0', docs: 'How many samples the range holds.' }),
  day_of_month: fn(['vector'], 'vector', {
    since: '2.0',
    variadic: 1,
    docs: 'Day of the month (1 to 31, UTC) of Unix times; of the evaluation time without argument.',
  }),
  day_of_week: fn(['vector'], 'vector', {
    since: '2.0',
    variadic: 1,
    docs: 'Day of the week (0 is Sunday, UTC) of Unix times; of the evaluation time without argument.',
  }),
  day_of_year: fn(['vector'], 'vector', {
    since: '2.36',
    variadic: 1,
    docs: 'Day of the year (1 to 366, UTC) of Unix times; of the evaluation time without argument.',
  }),
  days_in_month: fn(['vector'], 'vector', {
    since: '2.0',
    variadic: 1,
    docs: 'Number of days in the month (UTC) of Unix times; of the evaluation time without argument.',
  }),
  deg: fn(['vector'], 'vector', { since: '2.31', docs: 'Radians as degrees.' }),
  delta: fn(['matrix'], 'vector', {
    since: '2.0',
    expects: 'gauge',
    docs: 'Difference between the end and the start of the range, extrapolated to its edges.',
  }),
  deriv: fn(['matrix'], 'vector', {
    since: '2.0',
    expects: 'gauge',
    docs: 'Change per second by linear regression over the range.',
  }),
  double_exponential_smoothing: fn(['matrix', 'scalar', 'scalar'], 'vector', {
    since: '3.0',
    experimental: true,
    expects: 'gauge',
    docs: 'Smoothed value from a smoothing and a trend factor, both between 0 and 1.',
  }),
  end: fn([], 'scalar', {
    since: '3.12',
    experimental: true,
    docs: 'Unix time of the end of the query range.',
  }),
  exp: fn(['vector'], 'vector', { since: '2.0', docs: 'e to the power of each sample.' }),
  first_over_time: fn(['matrix'], 'vector', {
    since: '3.7',
    dropsName: false,
    docs: 'Oldest sample in the range.',
  }),
  floor: fn(['vector'], 'vector', { since: '2.0', docs: 'Each sample rounded down to an integer.' }),
  histogram_avg: fn(['vector'], 'vector', {
    since: '2.51',
    expects: 'histogram',
    docs: 'Average of the observations of each native histogram.',
  }),
  histogram_count: fn(['vector'], 'vector', {
    since: '2.40',
    expects: 'histogram',
    docs: 'Number of observations of each native histogram.',
  }),
  histogram_fraction: fn(['scalar', 'scalar', 'vector'], 'vector', {
    since: '2.40',
    expects: 'histogram',
    docs: 'Estimated share of observations between two values.',
  }),
  histogram_quantile: fn(['scalar', 'vector'], 'vector', {
    since: '2.0',
    expects: 'histogram',
    docs: "Quantile estimated from a histogram's buckets; classic buckets need the label le.",
  }),
  histogram_quantiles: fn(['vector', 'string', 'scalar', 'scalar'], 'vector', {
    since: '3.11',
    experimental: true,
    expects: 'histogram',
    variadic: 9,
    docs: 'Several quantiles at once, each series labelled with its quantile.',
  }),
  histogram_stddev: fn(['vector'], 'vector', {
    since: '2.47',
    expects: 'histogram',
    docs: 'Estimated standard deviation of the observations of each native histogram.',
  }),
  histogram_stdvar: fn(['vector'], 'vector', {
    since: '2.47',
    expects: 'histogram',
    docs: 'Estimated standard variance of the observations of each native histogram.',
  }),
  histogram_sum: fn(['vector'], 'vector', {
    since: '2.40',
    expects: 'histogram',
    docs: 'Sum of the observations of each native histogram.',
  }),
  holt_winters: fn(['matrix', 'scalar', 'scalar'], 'vector', {
    since: '2.0',
    expects: 'gauge',
    until: '2.55',
    replacedBy: 'double_exponential_smoothing',
    docs: 'Smoothed value from a smoothing and a trend factor, both between 0 and 1.',
  }),
  hour: fn(['vector'], 'vector', {
    since: '2.0',
    variadic: 1,
    docs: 'Hour of the day (0 to 23, UTC) of Unix times; of the evaluation time without argument.',
  }),
  idelta: fn(['matrix'], 'vector', {
    since: '2.0',
    expects: 'gauge',
    docs: 'Difference between the last two samples of the range.',
  }),
  increase: fn(['matrix'], 'vector', {
    since: '2.0',
    expects: 'counter',
    docs: 'Growth of a counter over the range, resets and extrapolation included.',
  }),
  info: fn(['vector', 'vector'], 'vector', {
    since: '2.55',
    experimental: true,
    variadic: 1,
    dropsName: false,
    docs: 'Adds labels of matching info series, such as target_info.',
  }),
  // The signature is that of the proposal (prometheus#14440), whose second argument chooses the rule of integration.
  integral: fn(['matrix', 'scalar'], 'vector', {
    since: '3.16',
    experimental: true,
    variadic: 1,
    expects: 'gauge',
    docs: 'Integral of a gauge over the time of the range.',
  }),
  irate: fn(['matrix'], 'vector', {
    since: '2.0',
    expects: 'counter',
    docs: 'Growth per second between the last two samples of a counter.',
  }),
  label_join: fn(['vector', 'string', 'string', 'string'], 'vector', {
    since: '2.0',
    variadic: -1,
    dropsName: false,
    docs: 'Joins the values of labels with a separator into a label.',
  }),
  label_replace: fn(['vector', 'string', 'string', 'string', 'string'], 'vector', {
    since: '2.0',
    dropsName: false,
    docs: 'Sets a label from another one by a regular expression.',
  }),
  last_over_time: fn(['matrix'], 'vector', {
    since: '2.26',
    dropsName: false,
    docs: 'Newest sample in the range.',
  }),
  ln: fn(['vector'], 'vector', { since: '2.0', docs: 'Natural logarithm.' }),
  log10: fn(['vector'], 'vector', { since: '2.0', docs: 'Decimal logarithm.' }),
  log2: fn(['vector'], 'vector', { since: '2.0', docs: 'Binary logarithm.' }),
  mad_over_time: fn(['matrix'], 'vector', {
    since: '2.49',
    experimental: true,
    docs: 'Median absolute deviation of the samples in the range.',
  }),
  max_of: fn(['scalar', 'scalar'], 'scalar', {
    since: '3.13',
    experimental: true,
    docs: 'The larger of two scalars.',
  }),
  max_over_time: fn(['matrix'], 'vector', { since: '2.0', docs: 'Largest sample in the range.' }),
  min_of: fn(['scalar', 'scalar'], 'scalar', {
    since: '3.13',
    experimental: true,
    docs: 'The smaller of two scalars.',
  }),
  min_over_time: fn(['matrix'], 'vector', { since: '2.0', docs: 'Smallest sample in the range.' }),
  minute: fn(['vector'], 'vector', {
    since: '2.0',
    variadic: 1,
    docs: 'Minute of the hour (0 to 59, UTC) of Unix times; of the evaluation time without argument.',
  }),
  month: fn(['vector'], 'vector', {
    since: '2.0',
    variadic: 1,
    docs: 'Month (1 to 12, UTC) of Unix times; of the evaluation time without argument.',
  }),
  pi: fn([], 'scalar', { since: '2.31', docs: 'The constant pi.' }),
  predict_linear: fn(['matrix', 'scalar'], 'vector', {
    since: '2.0',
    expects: 'gauge',
    docs: 'Value that a linear regression over the range predicts for so many seconds from now.',
  }),
  present_over_time: fn(['matrix'], 'vector', {
    since: '2.29',
    docs: '1 for each series with a sample in the range.',
  }),
  quantile_over_time: fn(['scalar', 'matrix'], 'vector', {
    since: '2.0',
    docs: 'Quantile (0 to 1) of the samples in the range.',
  }),
  rad: fn(['vector'], 'vector', { since: '2.31', docs: 'Degrees as radians.' }),
  range: fn([], 'scalar', {
    since: '3.12',
    experimental: true,
    docs: 'Length of the query range in seconds.',
  }),
  rate: fn(['matrix'], 'vector', {
    since: '2.0',
    expects: 'counter',
    docs: 'Average growth per second of a counter over the range, resets and extrapolation included.',
  }),
  resets: fn(['matrix'], 'vector', {
    since: '2.0',
    expects: 'counter',
    docs: 'How often a counter was reset within the range.',
  }),
  round: fn(['vector', 'scalar'], 'vector', {
    since: '2.0',
    variadic: 1,
    docs: 'Each sample rounded to the nearest multiple (default 1).',
  }),
  scalar: fn(['vector'], 'scalar', {
    since: '2.0',
    docs: 'The value of a vector of exactly one series; NaN for any other number of series.',
  }),
  sgn: fn(['vector'], 'vector', { since: '2.26', docs: 'Sign of each sample: -1, 0 or 1.' }),
  sin: fn(['vector'], 'vector', { since: '2.31', docs: 'Sine of radians.' }),
  sinh: fn(['vector'], 'vector', { since: '2.31', docs: 'Hyperbolic sine.' }),
  sort: fn(['vector'], 'vector', {
    since: '2.0',
    dropsName: false,
    docs: 'Sorts by value, ascending (instant queries only).',
  }),
  sort_by_label: fn(['vector', 'string'], 'vector', {
    since: '2.49',
    experimental: true,
    variadic: -1,
    dropsName: false,
    docs: 'Sorts by the values of labels, ascending (instant queries only).',
  }),
  sort_by_label_desc: fn(['vector', 'string'], 'vector', {
    since: '2.49',
    experimental: true,
    variadic: -1,
    dropsName: false,
    docs: 'Sorts by the values of labels, descending (instant queries only).',
  }),
  sort_desc: fn(['vector'], 'vector', {
    since: '2.0',
    dropsName: false,
    docs: 'Sorts by value, descending (instant queries only).',
  }),
  sqrt: fn(['vector'], 'vector', { since: '2.0', docs: 'Square root.' }),
  start: fn([], 'scalar', {
    since: '3.12',
    experimental: true,
    docs: 'Unix time of the start of the query range.',
  }),
  start_timestamp: fn(['vector'], 'vector', {
    since: '3.14',
    experimental: true,
    docs: 'Start timestamp of each sample as Unix time.',
  }),
  stddev_over_time: fn(['matrix'], 'vector', {
    since: '2.0',
    docs: 'Population standard deviation of the samples in the range.',
  }),
  stdvar_over_time: fn(['matrix'], 'vector', {
    since: '2.0',
    docs: 'Population standard variance of the samples in the range.',
  }),
  step: fn([], 'scalar', { since: '3.12', experimental: true, docs: 'Step of the query in seconds.' }),
  sum_over_time: fn(['matrix'], 'vector', { since: '2.0', docs: 'Sum of the samples in the range.' }),
  tan: fn(['vector'], 'vector', { since: '2.31', docs: 'Tangent of radians.' }),
  tanh: fn(['vector'], 'vector', { since: '2.31', docs: 'Hyperbolic tangent.' }),
  time: fn([], 'scalar', { since: '2.0', docs: 'Unix time of the evaluation.' }),
  timestamp: fn(['vector'], 'vector', { since: '2.0', docs: 'Unix time of each sample.' }),
  ts_of_first_over_time: fn(['matrix'], 'vector', {
    since: '3.7',
    experimental: true,
    docs: 'Unix time of the oldest sample in the range.',
  }),
  ts_of_last_over_time: fn(['matrix'], 'vector', {
    since: '3.5',
    experimental: true,
    docs: 'Unix time of the newest sample in the range.',
  }),
  ts_of_max_over_time: fn(['matrix'], 'vector', {
    since: '3.5',
    experimental: true,
    docs: 'Unix time of the last sample with the largest value in the range.',
  }),
  ts_of_min_over_time: fn(['matrix'], 'vector', {
    since: '3.5',
    experimental: true,
    docs: 'Unix time of the last sample with the smallest value in the range.',
  }),
  vector: fn(['scalar'], 'vector', {
    since: '2.0',
    docs: 'A scalar as a vector of one series without labels.',
  }),
  year: fn(['vector'], 'vector', {
    since: '2.0',
    variadic: 1,
    docs: 'Year (UTC) of Unix times; of the evaluation time without argument.',
  }),
} satisfies Record<string, FunctionSignature>;

export type FunctionName = keyof typeof FUNCTIONS;

export const FUNCTION_NAMES = Object.keys(FUNCTIONS) as readonly FunctionName[];

/** Whether the name is that of a function of any supported Prometheus; names are case-sensitive. */
export function isFunctionName(name: string): name is FunctionName {
  return Object.hasOwn(FUNCTIONS, name);
}

/** The signature of a function, or undefined for an unknown name. */
export function functionSignature(name: string): FunctionSignature | undefined {
  return isFunctionName(name) ? FUNCTIONS[name] : undefined;
}

/** Whether a function exists in some release of the given major version of Prometheus. */
export function existsInVersion(signature: FunctionSignature, major: 2 | 3): boolean {
  if (major === 2) return signature.since.startsWith('2.');
  return signature.until === undefined;
}

/** The least and the greatest number of arguments; Infinity where there is no limit. */
export function argumentCounts(signature: FunctionSignature): { readonly min: number; readonly max: number } {
  const declared = signature.args.length;
  if (signature.variadic === 0) return { min: declared, max: declared };
  const min = declared - 1;
  return { min, max: signature.variadic < 0 ? Infinity : min + signature.variadic };
}
