/** Why rules, or the input of a test, cannot be evaluated. */
export type RuleErrorCode =
  | 'bad-input'
  | 'bad-rule'
  | 'evaluation-failed'
  | 'duplicate-labels'
  | 'limit-exceeded'
  | 'append-failed'
  | 'too-many-evaluations';

/** An error of a rule or a test's input; the message is Prometheus's wherever it has one. */
export class RuleError extends Error {
  readonly code: RuleErrorCode;

  constructor(code: RuleErrorCode, message: string) {
    super(message);
    this.name = 'RuleError';
    this.code = code;
  }
}
