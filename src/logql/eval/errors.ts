/** Why a query gave no answer. */
export type LogqlEvalErrorCode =
  | 'invalid-expression'
  | 'log-query'
  | 'pipeline-error'
  | 'duplicate-series'
  | 'many-to-one'
  | 'group-not-unique'
  | 'instant-only'
  | 'too-many-steps'
  | 'limit';

/** The failure of a query at run time, in Loki's words. */
export class LogqlEvalError extends Error {
  readonly code: LogqlEvalErrorCode;

  constructor(code: LogqlEvalErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
