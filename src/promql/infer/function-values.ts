import type { FunctionName } from '../functions/table.ts';
import { averaged, quantileValue, summed } from './aggregate.ts';
import { ANY, hasNoNumber, interval, NON_NEGATIVE, NOTHING, onlyValue, point } from './interval.ts';
import type { Interval } from './interval.ts';
import { negated } from './interval-arithmetic.ts';
import { hull } from './interval.ts';

/** What a function's result depends on: the values of its vector, and those of its scalars in order. */
export interface FunctionInput {
  readonly vector: Interval;
  readonly scalars: readonly Interval[];
  /** Cumulative values that never fall but by a reset, or may be so: nothing contradicts it. */
  readonly counterLike: boolean;
}

type ValueRule = (input: FunctionInput) => Interval;

const TWO_POINTS =
  (a: number, b: number): ValueRule =>
  () =>
    interval(a, b);
const NATURAL = interval(0, Infinity, { hiOpen: true });

/** A function that never falls, applied to the ends; outside its domain it gives NaN. */
function rising(apply: (x: number) => number, domain = -Infinity): ValueRule {
  return ({ vector }) => {
    if (hasNoNumber(vector)) return vector;
    const nan = vector.nan || vector.lo < domain;
    if (vector.hi < domain) return { ...NOTHING, nan: true };
    const lo = apply(Math.max(vector.lo, domain));
    const hi = apply(vector.hi);
    return interval(Number.isNaN(lo) ? -Infinity : lo, Number.isNaN(hi) ? Infinity : hi, {
      nan,
      minusZero: vector.minusZero || lo < 0 || vector.lo < 0,
    });
  };
}

const same: ValueRule = ({ vector }) => vector;

/** A function of angles and the like whose results lie between two numbers, with NaN for infinities. */
const between =
  (lo: number, hi: number): ValueRule =>
  () =>
    interval(lo, hi, { nan: true });

function absolute({ vector }: FunctionInput): Interval {
  if (hasNoNumber(vector) || (vector.lo >= 0 && !vector.minusZero)) return vector;
  const positive: Interval = { ...vector, minusZero: false };
  if (vector.lo >= 0) return positive;
  if (vector.hi <= 0) return { ...negated(vector), minusZero: false };
  const far = hull(positive, { ...negated(vector), minusZero: false });
  return { ...far, lo: 0, loOpen: false };
}

function clamped({ vector }: FunctionInput, lower: Interval, upper: Interval): Interval {
  if (lower.nan || upper.nan || hasNoNumber(lower) || hasNoNumber(upper)) return ANY;
  if (upper.hi < lower.lo) return NOTHING;
  if (hasNoNumber(vector)) return vector.nan ? { ...ANY } : vector;
  const lo = Math.max(lower.lo, Math.min(vector.lo, upper.lo));
  const hi = Math.max(lower.hi, Math.min(vector.hi, upper.hi));
  const minusZero = vector.minusZero || lower.minusZero || upper.minusZero;
  return interval(lo, hi, { nan: vector.nan, minusZero });
}

const UNBOUNDED_BELOW = point(-Infinity);
const UNBOUNDED_ABOVE = point(Infinity);
const scalarAt = ({ scalars }: FunctionInput, index: number): Interval => scalars[index] ?? ANY;

/** Growth is never negative where the values are not: a decrease counts as a reset to zero. */
function growth({ vector, counterLike }: FunctionInput): Interval {
  if (!counterLike || vector.lo < 0) return ANY;
  const finite = vector.hi < Infinity || vector.hiOpen;
  return interval(0, Infinity, { nan: vector.nan || !finite });
}

function sign({ vector }: FunctionInput): Interval {
  if (hasNoNumber(vector)) return vector;
  const { lo, hi, nan, minusZero, loOpen } = vector;
  const least = lo > 0 || (lo === 0 && loOpen) ? 1 : lo < 0 ? -1 : 0;
  return interval(least, hi > 0 ? 1 : hi < 0 ? -1 : 0, { nan, minusZero });
}

/** To the nearest multiple of the second argument, ties upwards: floor(v / to + 0.5) * to, as Prometheus computes it. */
function rounded(input: FunctionInput): Interval {
  const [to = point(1)] = input.scalars;
  const step = onlyValue(to);
  if (step === undefined || !(step > 0) || step === Infinity) return ANY;
  const inverse = 1 / step;
  return rising((x) => Math.floor(x * inverse + 0.5) / inverse)(input);
}

/** The values of each function's result; ANY where nothing is listed. */
const RULES: Partial<Record<FunctionName, ValueRule>> = {
  abs: absolute,
  absent: TWO_POINTS(1, 1),
  absent_over_time: TWO_POINTS(1, 1),
  acos: between(0, Math.PI),
  asin: between(-Math.PI / 2, Math.PI / 2),
  atan: between(-Math.PI / 2, Math.PI / 2),
  avg_over_time: ({ vector }) => averaged(vector),
  ceil: rising(Math.ceil),
  changes: () => NATURAL,
  clamp: (input) => clamped(input, scalarAt(input, 0), scalarAt(input, 1)),
  clamp_max: (input) => clamped(input, UNBOUNDED_BELOW, scalarAt(input, 0)),
  clamp_min: (input) => clamped(input, scalarAt(input, 0), UNBOUNDED_ABOVE),
  cos: between(-1, 1),
  cosh: () => interval(1, Infinity, { nan: true }),
  count_over_time: () => interval(1, Infinity, { hiOpen: true }),
  day_of_month: TWO_POINTS(1, 31),
  day_of_week: TWO_POINTS(0, 6),
  day_of_year: TWO_POINTS(1, 366),
  days_in_month: TWO_POINTS(28, 31),
  exp: () => interval(0, Infinity, { nan: true }),
  first_over_time: same,
  floor: rising(Math.floor),
  histogram_count: () => interval(0, Infinity, { nan: true }),
  histogram_fraction: () => interval(0, 1, { nan: true }),
  histogram_stddev: () => interval(0, Infinity, { nan: true }),
  histogram_stdvar: () => interval(0, Infinity, { nan: true }),
  hour: TWO_POINTS(0, 23),
  increase: growth,
  irate: growth,
  label_join: same,
  label_replace: same,
  last_over_time: same,
  ln: rising(Math.log, 0),
  log10: rising(Math.log10, 0),
  log2: rising(Math.log2, 0),
  mad_over_time: () => interval(0, Infinity, { nan: true }),
  max_over_time: same,
  min_over_time: same,
  minute: TWO_POINTS(0, 59),
  month: TWO_POINTS(1, 12),
  pi: () => point(Math.PI),
  present_over_time: TWO_POINTS(1, 1),
  quantile_over_time: (input) => quantileValue(input.vector, scalarAt(input, 0)),
  rate: growth,
  resets: () => NATURAL,
  round: rounded,
  sgn: sign,
  sin: between(-1, 1),
  sort: same,
  sort_by_label: same,
  sort_by_label_desc: same,
  sort_desc: same,
  sqrt: rising(Math.sqrt, 0),
  stddev_over_time: () => interval(0, Infinity, { nan: true }),
  stdvar_over_time: () => interval(0, Infinity, { nan: true }),
  sum_over_time: ({ vector }) => summed(vector),
  tanh: between(-1, 1),
  time: () => NON_NEGATIVE,
  timestamp: () => NATURAL,
  ts_of_first_over_time: () => NATURAL,
  ts_of_last_over_time: () => NATURAL,
  ts_of_max_over_time: () => NATURAL,
  ts_of_min_over_time: () => NATURAL,
  vector: (input) => scalarAt(input, 0),
};

/** The values that a function's result can have; `info` passes its vector on. */
export function functionValue(func: FunctionName, input: FunctionInput): Interval {
  if (func === 'info') return input.vector;
  const result = RULES[func]?.(input) ?? ANY;
  return result;
}
