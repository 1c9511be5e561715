import type { Fix } from '../diagnostics/diagnostic.ts';
import type { YamlIssueCode } from '../yaml/issue.ts';
import type { Range } from '../source/range.ts';

/** What can be wrong with a document before any check looks at it. */
export type DocumentIssueCode =
  | YamlIssueCode
  | 'helm-template'
  | 'not-utf8'
  | 'unknown-key'
  | 'duplicate-key'
  | 'wrong-type'
  | 'missing-key'
  | 'empty-value'
  | 'forbidden-key'
  | 'bad-duration'
  | 'bad-value'
  | 'bad-label-name'
  | 'bad-metric-name'
  | 'duplicate-group'
  | 'multiple-documents'
  | 'unrecognised';

/** One fault of a document, with the smallest range that shows it. */
export interface DocumentIssue {
  readonly code: DocumentIssueCode;
  readonly message: string;
  readonly why?: string;
  readonly help?: string;
  readonly range: Range;
  readonly related?: readonly { readonly range: Range; readonly message: string }[];
  readonly fix?: Fix;
  /** Less than that of the check, where another program than Prometheus may read the file. */
  readonly severity?: 'error' | 'warning' | 'info';
}

/** Where decoders put what they find; decoding goes on. */
export type IssueSink = (issue: DocumentIssue) => void;
