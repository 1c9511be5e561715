import type { Range } from '../../source/range.ts';

/** What can be wrong with a LogQL expression. */
export type LogqlErrorCode =
  | 'syntax'
  | 'too-long'
  | 'too-deep'
  | 'unterminated-string'
  | 'invalid-string'
  | 'unterminated-comment'
  | 'invalid-character'
  | 'unclosed-range'
  | 'invalid-range'
  | 'invalid-number'
  | 'invalid-matcher-regexp'
  | 'selector-required'
  | 'metric-query-required'
  | 'literal-operand'
  | 'parameter-required'
  | 'parameter-invalid'
  | 'parameter-unsupported'
  | 'grouping-not-allowed'
  | 'unwrap-required'
  | 'unwrap-not-allowed'
  | 'label-replace-regexp'
  | 'regexp-stage'
  | 'pattern-stage'
  | 'line-filter-regexp'
  | 'line-filter-pattern'
  | 'ip-pattern'
  | 'json-path'
  | 'logfmt-field'
  | 'label-format-duplicate'
  | 'label-format-error-label'
  | 'template';

/**
 * An error in a LogQL expression.
 * `phase` says when Loki notices: `parse` is refused at once; `run` is accepted by the parser, and so by the
 * ruler when it loads a rule file, and fails every time the query runs.
 */
export interface LogqlError extends Range {
  readonly code: LogqlErrorCode;
  readonly phase: 'parse' | 'run';
  /** Loki's own wording, without its `parse error at line .., col ..:` prefix. */
  readonly message: string;
  /** The expected text and the correction, in plain words. */
  readonly explanation: string;
}

/** Thrown inside the parser to leave it at the first syntax error; never leaves `parseLogql`. */
export class LogqlSyntaxError extends Error {
  readonly detail: LogqlError;

  constructor(detail: LogqlError) {
    super(detail.message);
    this.detail = detail;
  }
}

/** Builds an error that Loki's parser reports. */
export function parseError(
  code: LogqlErrorCode,
  message: string,
  explanation: string,
  range: Range,
): LogqlError {
  return { code, phase: 'parse', message, explanation, start: range.start, end: range.end };
}

/** Builds an error that only shows when the query runs. */
export function runError(
  code: LogqlErrorCode,
  message: string,
  explanation: string,
  range: Range,
): LogqlError {
  return { code, phase: 'run', message, explanation, start: range.start, end: range.end };
}
