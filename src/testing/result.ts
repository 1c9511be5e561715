import type { Range } from '../source/range.ts';
import type { SourceFile } from '../source/source-file.ts';
import type { TestIssue } from '../documents/test-issue.ts';
import type { EngineName } from './observe/types.ts';
import type { Timeline } from './timeline/types.ts';

export type TestStatus = 'passed' | 'failed' | 'skipped';

/** A line of a comparison: in both, only expected, or only got. */
export interface DiffLine {
  readonly kind: 'same' | 'expected' | 'got';
  readonly text: string;
}

/** One expectation that did not hold. */
export interface Failure {
  readonly code: FailureCode;
  /** The position of the expectation in the test file. */
  readonly range: Range;
  /** Expected and actual result, one sentence. */
  readonly message: string;
  /** Expected and got, aligned; empty where the message says all. */
  readonly diff: readonly DiffLine[];
  /** What the expression said around the instant. */
  readonly timeline?: Timeline | undefined;
  /** Why it came so, as clauses: what refused the alert, the timers of the group. */
  readonly why?: string;
  /** What to do. */
  readonly help?: string;
}

export type FailureCode =
  | 'state'
  | 'first'
  | 'alert-missing'
  | 'alert-unexpected'
  | 'samples'
  | 'expression-error'
  | 'rules-rejected'
  | 'engine-broken'
  | 'engines-disagree'
  | 'routing-unknown'
  | 'routing-disagrees'
  | 'notification-missing'
  | 'notification-unexpected'
  | 'message'
  | 'receivers'
  | 'inhibition'
  | 'muting'
  | 'promtool'
  | 'invalid-test';

/** The outcome of one scenario, or of one test of a promtool file. */
export interface TestResult {
  readonly kind: 'scenario' | 'promtool' | 'routes' | 'pipeline';
  readonly name: string;
  readonly file: SourceFile;
  /** The first expectation that failed, else the test's name. */
  readonly range: Range;
  /** The alert that the test is about; undefined where it is about several or none. */
  readonly alert: string | undefined;
  /** Who answered. */
  readonly engine: EngineName | 'both';
  readonly status: TestStatus;
  /** Empty when it passed; else the first failure's message, or why the test was skipped. */
  readonly message: string;
  readonly failures: readonly Failure[];
  /** Milliseconds that this process worked on it; undefined: not known, as where promtool alone played it. */
  readonly durationMs?: number | undefined;
  /** What the reader should know of how it was run: why promtool did not confirm it, say. */
  readonly note?: string | undefined;
}

/** A fault of a test file itself. */
export interface TestFileIssue extends TestIssue {
  readonly file: SourceFile;
}

/** Everything that a run of tests found out. */
export interface TestRun {
  readonly results: readonly TestResult[];
  /** Warnings about test files, which do not fail them; errors are failures of results. */
  readonly warnings: readonly TestFileIssue[];
  /** What the reader should know of how the tests were run: an engine that could not confirm, say. */
  readonly notes: readonly string[];
  readonly summary: { readonly passed: number; readonly failed: number; readonly skipped: number };
}
