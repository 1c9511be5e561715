import type { Labels } from '../../promql/eval/index.ts';
import type { FloatHistogram } from '../../promql/eval/histogram/index.ts';

/** A sample that a rule writes. */
export interface RuleSample {
  readonly labels: Labels;
  readonly timeMs: number;
  readonly value: number | FloatHistogram;
}
