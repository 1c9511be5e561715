import type { Range } from '../../../source/range.ts';
import type { Column } from '../engine/column.ts';
import type { EvalContext } from '../engine/context.ts';
import type { Extension, RangeWindow } from '../engine/window.ts';
import type { FloatHistogram } from '../histogram/types.ts';
import type { Plan } from '../plan/plan.ts';

/** A call being evaluated: its arguments on request. */
export interface FunctionCall {
  readonly context: EvalContext;
  readonly range: Range;
  readonly args: readonly Plan[];
  /** The columns of an instant-vector argument. */
  vector(index: number): readonly Column[];
  /** The values of a scalar argument, by step. */
  scalar(index: number): Float64Array;
  /** The text of a string argument. */
  text(index: number): string;
}

/** From the samples in a window to one sample; undefined for none. */
export type WindowFunction = (window: RangeWindow) => number | FloatHistogram | undefined;

/** How a function is computed. */
export type Implementation =
  /** Over a range vector, one series and step at a time. */
  | {
      readonly kind: 'window';
      readonly run: WindowFunction;
      /** The result is a sample of the series itself, so it keeps the metric's name. */
      readonly keepsName: boolean;
      /** Extended selectors that the function understands. */
      readonly extensions: readonly Extension[];
    }
  /** absent_over_time, which answers for all series together. */
  | { readonly kind: 'absent-window' }
  | { readonly kind: 'vector'; readonly run: (call: FunctionCall) => readonly Column[] }
  | { readonly kind: 'scalar'; readonly run: (call: FunctionCall) => Float64Array };

export function overWindow(run: WindowFunction, ...extensions: Extension[]): Implementation {
  return { kind: 'window', run, keepsName: false, extensions };
}

export function overVector(run: (call: FunctionCall) => readonly Column[]): Implementation {
  return { kind: 'vector', run };
}

export function toScalar(run: (call: FunctionCall) => Float64Array): Implementation {
  return { kind: 'scalar', run };
}
