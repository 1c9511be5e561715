import type { Range } from '../../source/range.ts';

/** What can be wrong with the text of a template. */
export type TemplateParseErrorCode =
  | 'unclosed-action'
  | 'unclosed-comment'
  | 'comment-end'
  | 'unterminated-string'
  | 'unterminated-raw-string'
  | 'unterminated-character'
  | 'bad-string'
  | 'bad-number'
  | 'bad-character'
  | 'unclosed-paren'
  | 'unexpected-paren'
  | 'expected-declare'
  | 'unexpected-token'
  | 'unexpected-eof'
  | 'unexpected-end'
  | 'undefined-function'
  | 'undefined-variable'
  | 'missing-value'
  | 'empty-command'
  | 'not-executable'
  | 'field-of-constant'
  | 'too-many-declarations'
  | 'range-declaration'
  | 'outside-range'
  | 'duplicate-definition'
  | 'too-deep';

/** One error of a template's text. */
export interface TemplateParseError {
  readonly code: TemplateParseErrorCode;
  /** Go's own wording, without the `template: name:line:` in front. */
  readonly message: string;
  /** Where, as offsets into the parsed text. */
  readonly range: Range;
  /** The line that Go reports, from 1. */
  readonly line: number;
  /** The function or variable that is not defined. */
  readonly name?: string;
}

/** The error as Go's parser words it for a template called `parseName`. */
export function goParseError(parseName: string, error: TemplateParseError): string {
  return `template: ${parseName}:${error.line}: ${error.message}`;
}
