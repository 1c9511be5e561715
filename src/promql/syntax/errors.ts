import type { Range } from '../../source/range.ts';

/** Every way in which a PromQL expression can be refused. */
export type PromqlErrorCode =
  | 'empty-expression'
  | 'unexpected-token'
  | 'unexpected-character'
  | 'unexpected-end'
  | 'unclosed'
  | 'unbalanced'
  | 'invalid-number'
  | 'invalid-duration'
  | 'invalid-string'
  | 'invalid-label-name'
  | 'invalid-regex'
  | 'too-deep'
  | 'too-long'
  | 'trailing-comma'
  | 'unknown-function'
  | 'feature-disabled'
  | 'argument-count'
  | 'argument-type'
  | 'aggregation-parameter'
  | 'operand-type'
  | 'unary-operand'
  | 'bool-misplaced'
  | 'bool-missing'
  | 'set-operator-scalar'
  | 'matching-scalar'
  | 'grouping-with-set-operator'
  | 'label-in-on-and-group'
  | 'fill-misplaced'
  | 'empty-selector'
  | 'name-set-twice'
  | 'info-selector'
  | 'range-misplaced'
  | 'offset-misplaced'
  | 'at-misplaced'
  | 'at-out-of-range'
  | 'extended-misplaced'
  | 'subquery-operand'
  | 'duration-not-positive'
  | 'division-by-zero';

/** One reason why an expression is refused, at the smallest range that shows it. */
export interface PromqlError extends Range {
  readonly code: PromqlErrorCode;
  /** In Prometheus's own words where it has some. */
  readonly message: string;
  /** What to do about it, for a reader who does not know the grammar. */
  readonly help?: string;
  /** Another place that belongs to it, such as the bracket that was never closed. */
  readonly related?: Range & { readonly message: string };
}
