import type { VectorOp } from '../syntax/ast.ts';

/** What Loki admits of an aggregation over series. */
export interface VectorAggregationSignature {
  readonly op: VectorOp;
  /** A whole number of at least 1 is before the argument. */
  readonly parameter: boolean;
  /** `by` and `without`: `no-labels` admits only empty brackets. */
  readonly grouping: 'allowed' | 'no-labels' | 'forbidden';
  /** It picks or orders series and keeps their labels. */
  readonly keepsLabels: boolean;
  readonly since: string;
  readonly docs: string;
}

type Row = Omit<VectorAggregationSignature, 'op'>;

const folds = (docs: string): Row => ({
  parameter: false,
  grouping: 'allowed',
  keepsLabels: false,
  since: '1.0',
  docs,
});
const picks = (docs: string): Row => ({
  parameter: true,
  grouping: 'allowed',
  keepsLabels: true,
  since: '1.0',
  docs,
});
const sorts = (docs: string): Row => ({
  parameter: false,
  grouping: 'no-labels',
  keepsLabels: true,
  since: '2.8',
  docs,
});

const ROWS: Readonly<Record<VectorOp, Row>> = {
  sum: folds('Sum of the values of each group.'),
  avg: folds('Average of the values of each group.'),
  count: folds('Number of series in each group.'),
  max: folds('Largest value of each group.'),
  min: folds('Smallest value of each group.'),
  stddev: folds('Population standard deviation of each group.'),
  stdvar: folds('Population variance of each group.'),
  bottomk: picks('The k series with the smallest values of each group.'),
  topk: picks('The k series with the largest values of each group.'),
  sort: sorts('The series by value, smallest first; orders instant queries only.'),
  sort_desc: sorts('The series by value, largest first; orders instant queries only.'),
  approx_topk: {
    ...picks('About the k series with the largest values, estimated across shards; instant queries only.'),
    grouping: 'forbidden',
    since: '3.3',
  },
};

/** Every aggregation over series of LogQL, by name. */
export const VECTOR_AGGREGATIONS: ReadonlyMap<string, VectorAggregationSignature> = new Map(
  (Object.keys(ROWS) as VectorOp[]).map((op) => [op, { op, ...ROWS[op] }]),
);

export function vectorAggregation(op: VectorOp): VectorAggregationSignature {
  return VECTOR_AGGREGATIONS.get(op)!;
}
