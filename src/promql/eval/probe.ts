import type { Range } from '../../source/range.ts';
import type { Labels } from './labels/labels.ts';

/**
 * Watches what the parts of an expression do while it is evaluated. Ranges lie in the text of the query. An evaluation
 * without a probe does not know of it.
 */
export interface EvalProbe {
  /** A comparison looked at a pair of floats; `value` is its left side, or the vector where the other side is a scalar. */
  compared(range: Range, value: number, limit: number, holds: boolean): void;
  /** A set operator looked at one set of matching labels at one instant: which of its sides has a sample there. */
  joined(range: Range, left: boolean, right: boolean): void;
  /** The series of a selector that have a sample. */
  selected(range: Range, series: readonly Labels[]): void;
}
