import type { Range } from '../../source/range.ts';
import type { MatcherSpec } from './matcher.ts';

export type MatcherErrorCode =
  | 'matcher-format'
  | 'matcher-name'
  | 'matcher-operator'
  | 'matcher-value'
  | 'matcher-quote'
  | 'matcher-escape'
  | 'matcher-comma'
  | 'matcher-brace'
  | 'matcher-character'
  | 'matcher-trailing'
  | 'matcher-regexp';

/** Why a text is not a list of matchers. The range is in that text. */
export interface MatcherError {
  readonly code: MatcherErrorCode;
  /** The fault, one sentence, values quoted. */
  readonly message: string;
  /** What to do. */
  readonly help: string;
  readonly range: Range;
}

export type ParseResult =
  | { readonly ok: true; readonly matchers: readonly MatcherSpec[] }
  | { readonly ok: false; readonly error: MatcherError };

/** Thrown inside the parsers only; their entry points turn it into a result. */
class MatcherSyntaxError extends Error {
  readonly detail: MatcherError;

  constructor(detail: MatcherError) {
    super(detail.message);
    this.detail = detail;
  }
}

export function fail(code: MatcherErrorCode, range: Range, message: string, help: string): never {
  throw new MatcherSyntaxError({ code, range, message, help });
}

/** Runs a parser and turns its syntax error into a result. */
export function asResult(parse: () => readonly MatcherSpec[]): ParseResult {
  try {
    return { ok: true, matchers: parse() };
  } catch (error) {
    if (error instanceof MatcherSyntaxError) return { ok: false, error: error.detail };
    throw error;
  }
}
