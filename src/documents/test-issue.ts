import type { DocumentIssue, DocumentIssueCode } from './issue.ts';

/** What can be wrong with a test file beyond what can be wrong with any document. */
export type TestIssueCode =
  | DocumentIssueCode
  | 'unknown-alert'
  | 'unknown-receiver'
  | 'unknown-interval'
  | 'empty-expectation'
  | 'conflicting-keys'
  | 'input-too-short'
  | 'input-too-long'
  | 'bad-series'
  | 'bad-pattern'
  | 'no-configuration'
  | 'no-rule-files'
  | 'unread-series'
  | 'input-at-edge'
  | 'group-order'
  | 'proves-nothing';

/** One fault of a test file, with the smallest range that shows it. */
export type TestIssue = Omit<DocumentIssue, 'code'> & {
  readonly code: TestIssueCode;
  /** A warning leaves the file's tests running; an error does not. */
  readonly severity: 'error' | 'warning';
};

/** Where decoders put what they find. */
export type TestIssueSink = (
  issue: Omit<TestIssue, 'severity'> & { severity?: DocumentIssue['severity'] },
) => void;

/** A sink that fills a list; an issue without a severity is an error. */
export function collectInto(list: TestIssue[]): TestIssueSink {
  return (issue) => list.push({ ...issue, severity: issue.severity === 'warning' ? 'warning' : 'error' });
}
