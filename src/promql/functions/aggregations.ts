import type { AggregateOp } from '../syntax/ast.ts';
import type { AggregationSignature } from './signature.ts';

/** Every aggregation operator of Prometheus 2.x and 3.x. */
export const AGGREGATIONS: Readonly<Record<AggregateOp, AggregationSignature>> = {
  sum: {
    op: 'sum',
    since: '2.0',
    experimental: false,
    selectsSeries: false,
    docs: 'Sum of the values of each group.',
  },
  avg: {
    op: 'avg',
    since: '2.0',
    experimental: false,
    selectsSeries: false,
    docs: 'Average of the values of each group.',
  },
  count: {
    op: 'count',
    since: '2.0',
    experimental: false,
    selectsSeries: false,
    docs: 'Number of series in each group.',
  },
  min: {
    op: 'min',
    since: '2.0',
    experimental: false,
    selectsSeries: false,
    docs: 'Smallest value of each group.',
  },
  max: {
    op: 'max',
    since: '2.0',
    experimental: false,
    selectsSeries: false,
    docs: 'Largest value of each group.',
  },
  group: { op: 'group', since: '2.20', experimental: false, selectsSeries: false, docs: '1 for each group.' },
  stddev: {
    op: 'stddev',
    since: '2.0',
    experimental: false,
    selectsSeries: false,
    docs: 'Population standard deviation of each group.',
  },
  stdvar: {
    op: 'stdvar',
    since: '2.0',
    experimental: false,
    selectsSeries: false,
    docs: 'Population standard variance of each group.',
  },
  topk: {
    op: 'topk',
    param: 'scalar',
    since: '2.0',
    experimental: false,
    selectsSeries: true,
    docs: 'The k series with the largest values of each group.',
  },
  bottomk: {
    op: 'bottomk',
    param: 'scalar',
    since: '2.0',
    experimental: false,
    selectsSeries: true,
    docs: 'The k series with the smallest values of each group.',
  },
  count_values: {
    op: 'count_values',
    param: 'string',
    since: '2.0',
    experimental: false,
    selectsSeries: false,
    docs: 'Number of series per distinct value, which becomes a label.',
  },
  quantile: {
    op: 'quantile',
    param: 'scalar',
    since: '2.0',
    experimental: false,
    selectsSeries: false,
    docs: 'Quantile (0 to 1) of the values of each group.',
  },
  limitk: {
    op: 'limitk',
    param: 'scalar',
    since: '2.54',
    experimental: true,
    selectsSeries: true,
    docs: 'k series of each group, chosen by their labels.',
  },
  limit_ratio: {
    op: 'limit_ratio',
    param: 'scalar',
    since: '2.54',
    experimental: true,
    selectsSeries: true,
    docs: 'A share of the series of each group, chosen by their labels; negative for the complement.',
  },
};

export const AGGREGATE_OPS = Object.keys(AGGREGATIONS) as readonly AggregateOp[];

const AGGREGATION_WORDS: ReadonlySet<string> = new Set(Object.keys(AGGREGATIONS));

/** Whether the word (lower case) is an aggregation operator. */
export function isAggregateOp(word: string): word is AggregateOp {
  return AGGREGATION_WORDS.has(word);
}
