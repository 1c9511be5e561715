import type { RangeOp } from '../syntax/ast.ts';

/** What Loki admits of a range aggregation. */
export interface RangeAggregationSignature {
  readonly op: RangeOp;
  /** Whether the log range must, may or must not end in `| unwrap`. */
  readonly unwrap: 'required' | 'optional' | 'forbidden';
  /** `by` and `without` may follow. */
  readonly grouping: boolean;
  /** A number is before the log range. */
  readonly parameter: boolean;
  /** The first Loki release that has it. */
  readonly since: string;
  readonly docs: string;
}

type Row = Omit<RangeAggregationSignature, 'op'>;

const lines = (docs: string, since = '2.0'): Row => ({
  unwrap: 'forbidden',
  grouping: false,
  parameter: false,
  since,
  docs,
});
const samples = (docs: string, since = '2.0'): Row => ({
  unwrap: 'required',
  grouping: true,
  parameter: false,
  since,
  docs,
});

const ROWS: Readonly<Record<RangeOp, Row>> = {
  count_over_time: lines('Number of log lines of each stream within the range.', '1.0'),
  rate: {
    ...lines('Log lines per second; behind an unwrap, the sum of the values per second.', '1.0'),
    unwrap: 'optional',
  },
  rate_counter: {
    ...samples('Per-second increase of unwrapped values that grow as a counter, resets corrected.', '2.7'),
    grouping: false,
  },
  bytes_over_time: lines('Bytes of the log lines of each stream within the range.', '1.6'),
  bytes_rate: lines('Bytes of log lines per second.', '1.6'),
  avg_over_time: samples('Average of the unwrapped values within the range.'),
  sum_over_time: { ...samples('Sum of the unwrapped values within the range.'), grouping: false },
  min_over_time: samples('Smallest of the unwrapped values within the range.'),
  max_over_time: samples('Largest of the unwrapped values within the range.'),
  stdvar_over_time: samples('Population variance of the unwrapped values within the range.'),
  stddev_over_time: samples('Population standard deviation of the unwrapped values within the range.'),
  quantile_over_time: {
    ...samples('The quantile (0 to 1) of the unwrapped values within the range.'),
    parameter: true,
  },
  first_over_time: samples('The first of the unwrapped values within the range.', '2.3'),
  last_over_time: samples('The last of the unwrapped values within the range.', '2.3'),
  absent_over_time: {
    ...lines('1 where no log line was found within the range, and nothing where one was.', '2.1'),
    unwrap: 'optional',
  },
};

/** Every range aggregation of LogQL, by name. */
export const RANGE_AGGREGATIONS: ReadonlyMap<string, RangeAggregationSignature> = new Map(
  (Object.keys(ROWS) as RangeOp[]).map((op) => [op, { op, ...ROWS[op] }]),
);

export function rangeAggregation(op: RangeOp): RangeAggregationSignature {
  return RANGE_AGGREGATIONS.get(op)!;
}
