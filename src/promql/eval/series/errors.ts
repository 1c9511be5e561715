import type { Range } from '../../../source/range.ts';

/** Every way in which a series description can be wrong. */
export type SeriesErrorCode =
  /** The metric name is missing or needs quotes. */
  | 'bad-metric'
  | 'bad-labels'
  | 'duplicate-label'
  | 'bad-string'
  /** A text that is not a number, `_`, `stale` or histogram. */
  | 'bad-value'
  /** Two values without a space between them, or something after a complete value. */
  | 'missing-space'
  /** The `xN` of an expansion is missing or no whole number. */
  | 'bad-repeat'
  | 'bad-histogram'
  | 'unknown-histogram-key'
  | 'duplicate-histogram-key'
  /** The schema is neither in -4..8 nor -53. */
  | 'bad-schema'
  /** The step of a histogram expansion cannot be added to its base. */
  | 'cannot-combine'
  /** The expansion describes more samples than the limit allows. */
  | 'too-many-samples'
  | 'bad-start-timestamp';

/** One thing wrong in a series description; offsets count from the start of its text. */
export interface SeriesError extends Range {
  readonly code: SeriesErrorCode;
  readonly message: string;
}

/** Thrown inside the parser and collected at the next value; never leaves it. */
export class SeriesSyntaxError extends Error {
  readonly error: SeriesError;

  constructor(code: SeriesErrorCode, message: string, range: Range) {
    super(message);
    this.name = 'SeriesSyntaxError';
    this.error = { code, message, start: range.start, end: range.end };
  }
}
