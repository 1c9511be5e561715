import type { Range } from '../../source/range.ts';

/** Everything that can end an evaluation without a result. */
export type EvalErrorCode =
  /** The text is not a valid expression; the message is the parser's. */
  | 'parse'
  | 'limit-samples'
  | 'limit-series'
  | 'limit-depth'
  | 'limit-label-length'
  | 'limit-time'
  /** A range query over an expression of another type than scalar or instant vector. */
  | 'not-rangeable'
  | 'duplicate-labelset'
  | 'many-to-many'
  | 'multiple-matches'
  | 'parameter-nan'
  | 'parameter-out-of-range'
  | 'invalid-label-name'
  | 'invalid-regexp'
  | 'smoothing-factor'
  | 'extended-range'
  /** A function that rulecheck can parse and check, but not compute. */
  | 'not-implemented'
  | 'info-conflict'
  | 'duration'
  | 'histogram-in-info';

/** An evaluation that failed; the message is Prometheus's text wherever Prometheus has one. */
export class EvalError extends Error {
  readonly code: EvalErrorCode;
  /** The part of the expression at fault, where it is known. */
  readonly range: Range | undefined;

  constructor(code: EvalErrorCode, message: string, range?: Range) {
    super(message);
    this.name = 'EvalError';
    this.code = code;
    this.range = range;
  }
}

/** Two series of one vector with the same labels at the same time. */
export function duplicateLabelset(range?: Range): EvalError {
  return new EvalError('duplicate-labelset', 'vector cannot contain metrics with the same labelset', range);
}
