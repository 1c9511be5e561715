import type { Range } from '../../../../source/range.ts';
import {
  counterResetCollision,
  incompatibleBucketLayout,
  incompatibleTypes,
  mismatchedCustomBuckets,
} from '../../annotations/remarks.ts';
import { add, compact, divide, equals, multiply, subtract, trim, withHint } from '../../histogram/index.ts';
import type { FloatHistogram } from '../../histogram/index.ts';
import type { EvalContext } from '../context.ts';
import { arithmetic, comparison, isArithmetic, isTrim } from './operations.ts';
import type { ElementOp } from './operations.ts';

export type Sample = number | FloatHistogram;

/** What an operator makes of two samples: a value, and whether a comparison holds (always so for others). */
export interface ElementResult {
  readonly value: Sample;
  readonly keep: boolean;
}

/**
 * One operator applied to two samples of any kind. Undefined, with an annotation, where it is not defined for
 * them. A comparison's value is its left side.
 */
export function operate(
  op: ElementOp,
  lhs: Sample,
  rhs: Sample,
  context: EvalContext,
  range: Range,
): ElementResult | undefined {
  if (typeof lhs === 'number') {
    if (typeof rhs === 'number') return operateFloats(op, lhs, rhs, context, range);
    if (op === '*') return kept(compact(multiply(rhs, lhs)));
    context.annotate(incompatibleTypes('float', op, 'histogram', range));
    return undefined;
  }
  return typeof rhs === 'number'
    ? histogramFloat(op, lhs, rhs, context, range)
    : operateHistograms(op, lhs, rhs, context, range);
}

function kept(value: Sample): ElementResult {
  return { value, keep: true };
}

function operateFloats(
  op: ElementOp,
  lhs: number,
  rhs: number,
  context: EvalContext,
  range: Range,
): ElementResult | undefined {
  if (isArithmetic(op)) return kept(arithmetic(op)(lhs, rhs));
  if (!isTrim(op)) return { value: lhs, keep: comparison(op)(lhs, rhs) };
  context.annotate(incompatibleTypes('float', op, 'float', range));
  return undefined;
}

function histogramFloat(
  op: ElementOp,
  lhs: FloatHistogram,
  rhs: number,
  context: EvalContext,
  range: Range,
): ElementResult | undefined {
  switch (op) {
    case '*':
      return kept(compact(multiply(lhs, rhs)));
    case '/':
      return kept(compact(divide(lhs, rhs)));
    case '</':
      return kept(trim(lhs, rhs, 'below'));
    case '>/':
      return kept(trim(lhs, rhs, 'above'));
    default:
      context.annotate(incompatibleTypes('histogram', op, 'float', range));
      return undefined;
  }
}

function operateHistograms(
  op: ElementOp,
  lhs: FloatHistogram,
  rhs: FloatHistogram,
  context: EvalContext,
  range: Range,
): ElementResult | undefined {
  switch (op) {
    case '+':
    case '-':
      return combine(op, lhs, rhs, context, range);
    case '==':
      return { value: lhs, keep: equals(lhs, rhs) };
    case '!=':
      return { value: lhs, keep: !equals(lhs, rhs) };
    default:
      context.annotate(incompatibleTypes('histogram', op, 'histogram', range));
      return undefined;
  }
}

function combine(
  op: '+' | '-',
  lhs: FloatHistogram,
  rhs: FloatHistogram,
  context: EvalContext,
  range: Range,
): ElementResult | undefined {
  const combined = op === '+' ? add(lhs, rhs) : subtract(lhs, rhs);
  if (combined === undefined) {
    context.annotate(incompatibleBucketLayout(op, range));
    return undefined;
  }
  const operation = op === '+' ? 'addition' : 'subtraction';
  if (combined.boundsReconciled) context.annotate(mismatchedCustomBuckets(operation, range));
  if (combined.counterResetCollision) context.annotate(counterResetCollision(operation, range));
  const result = compact(combined.histogram);
  return kept(op === '-' ? withHint(result, 'gauge') : result);
}
